import type { RelationshipSideRow, RelationshipViewRow } from '@scopemap/database';
import { CATEGORIES_BY_CARE, type FactRef, type ScopeCategory, type ScopeReason } from '@scopemap/scope-model';
import type { ExplainedSystem } from '../scope/classify-installation.ts';

/** Where a path is read from. */
export interface PathSources {
  /** The systems behind an address, the one that speaks for it first. */
  explain(address: string): Promise<readonly ExplainedSystem[]>;
  /** Relationships by id, as far as they exist. */
  relationships(ids: readonly string[]): Promise<readonly RelationshipViewRow[]>;
}

export type TracedStep =
  | {
      readonly kind: 'contact';
      readonly near: RelationshipSideRow;
      readonly far: RelationshipSideRow;
      readonly relationship: RelationshipViewRow;
      readonly others: number;
    }
  | {
      readonly kind: 'ground';
      readonly system: string;
      readonly category: ScopeCategory;
      readonly reason: ScopeReason;
    };

/** What the contact itself says; such a reason needs no step beside it. */
const SAID_BY_CONTACT: ReadonlySet<string> = new Set(['contact', 'icmp', 'way-in']);

/** The model knows two hops; a third system is in the CDE. More would be a circle. */
const MOST_SYSTEMS = 4;

/**
 * The way from a system to account data by the reasons that decide: contacts that were seen, and other grounds. It ends where the
 * reason is the system's own, such as a statement that it has account data. Empty for a system of which no reason is known.
 */
export async function tracePath(sources: PathSources, address: string): Promise<TracedStep[]> {
  const steps: TracedStep[] = [];
  const seen = new Set<string>();
  let next: string | undefined = address;
  while (next !== undefined && !seen.has(next) && seen.size < MOST_SYSTEMS) {
    seen.add(next);
    const [explained] = await sources.explain(next);
    const reason = explained && decisiveReason(explained);
    if (!reason) break;
    const contact = await bestContact(sources, next, reason);
    if (!contact || !SAID_BY_CONTACT.has(reason.code))
      steps.push({ kind: 'ground', system: next, category: explained.decision.category, reason });
    if (contact) steps.push(contact);
    next = contact?.far.address ?? otherSystem(reason, seen);
  }
  return steps;
}

/** The reason that gives the effective category. */
export function decisiveReason({ decision }: ExplainedSystem): ScopeReason | undefined {
  return decision.reasons.find(({ category }) => category === decision.category);
}

/** The system that a reason is about beside the one that has it: the one that is administered, the one that has account data. */
function otherSystem({ code, facts }: ScopeReason, seen: ReadonlySet<string>): string | undefined {
  if (code === 'account-data') return undefined;
  return facts.find(({ kind, id }) => kind === 'asset' && !seen.has(id))?.id;
}

/** Of the contacts behind a reason the one that shows most: towards the system that needs the most care, established, much used. */
async function bestContact(sources: PathSources, address: string, reason: ScopeReason) {
  const ids = reason.facts.filter(({ kind }) => kind === 'contact').flatMap(relationshipId);
  if (ids.length === 0) return undefined;
  const contacts = (await sources.relationships([...new Set(ids)])).map((relationship) => {
    const isClient = relationship.client.address === address;
    const [near, far] = isClient
      ? [relationship.client, relationship.server]
      : [relationship.server, relationship.client];
    return { kind: 'contact', near, far, relationship } as const;
  });
  const [best] = contacts.toSorted(
    (a, b) =>
      CATEGORIES_BY_CARE.indexOf(a.far.category) - CATEGORIES_BY_CARE.indexOf(b.far.category) ||
      Number(b.relationship.state === 'established') - Number(a.relationship.state === 'established') ||
      b.relationship.flows - a.relationship.flows ||
      Number(a.relationship.id) - Number(b.relationship.id),
  );
  return best && { ...best, others: contacts.length - 1 };
}

/** `+1` behind an id only tells apart the systems that one relationship is about. */
function relationshipId({ id }: FactRef): string[] {
  const [, number] = /^contact-([0-9]{1,18})(?:\+[0-9]+)?$/.exec(id) ?? [];
  return number === undefined ? [] : [number];
}
