import type { ContactState } from '../relationship.ts';
import type { ReviewStatus } from '../scope-category.ts';
import type { Standing } from './standing.ts';

/** One end of a relationship, as a sentence names it. */
export interface ReviewEnd {
  /** Name or address. */
  readonly label: string;
  readonly zone: string | null;
  readonly standing: Standing;
}

export interface ReviewTextFacts {
  readonly status: ReviewStatus;
  readonly source: ReviewEnd;
  readonly target: ReviewEnd;
  /** False when client and server are not known. */
  readonly directed: boolean;
  readonly service: string;
  readonly state: ContactState;
  /** The approval that covers it; `inDate` false when it has run out. */
  readonly approval: { readonly businessNeed: string; readonly approvedBy: string; readonly inDate: boolean } | null;
}

function place({ label, zone }: ReviewEnd): string {
  return zone === null ? `${label} (in no zone)` : `${label} (${zone})`;
}

function violationText({ source, target, service, state }: ReviewTextFacts): string {
  const [cde, other] =
    target.standing.claim === 'out-of-scope' && source.standing.cde ? [source, target] : [target, source];
  const seen = state === 'established' ? 'was seen' : 'must be assumed, since its other half could not be seen';
  return `${place(other)} is claimed out of scope, yet contact with the CDE system ${place(cde)} over ${service} ${seen}.`;
}

function unreviewedText({ source, target, directed, service, approval }: ReviewTextFacts): string {
  const between = `${source.zone ?? 'no zone'} ${directed ? 'to' : 'and'} ${target.zone ?? 'no zone'}`;
  if (approval && !approval.inDate) {
    return `The approval of ${service} from ${between} by ${approval.approvedBy} has run out.`;
  }
  if (source.zone === null || target.zone === null) {
    const homeless = source.zone === null ? source : target;
    return `${homeless.label} is in no zone, so ${service} cannot be approved yet.`;
  }
  return `No approval covers ${service} ${directed ? 'from' : 'between'} ${between}.`;
}

/** One sentence: why the status is what it is. */
export function reviewText(facts: ReviewTextFacts): string {
  switch (facts.status) {
    case 'violation':
      return violationText(facts);
    case 'approved':
      return facts.approval ? `Approved by ${facts.approval.approvedBy}: ${facts.approval.businessNeed}` : 'Approved.';
    case 'unreviewed':
      return unreviewedText(facts);
    case 'ordinary':
      return 'By claim neither end is in the CDE or connected to it.';
  }
}
