import { allowEntriesOf, type DraftFile, type DraftFormat, writeDraft } from '@scopemap/acl-formats';
import { observedBetween, type PlaceRef, type ScopeFacts } from '@scopemap/scope-model';

export interface AllowListOptions {
  /** Id or name of a zone or segment. */
  readonly from: string;
  readonly to: string;
  readonly format: DraftFormat;
  readonly name: string | undefined;
}

/**
 * The allow-list that keeps observed and approved traffic between two places, and a line for everything observed that it leaves
 * out. Throws one sentence for a place that is not there, or is there twice.
 */
export function draftAllowList(
  facts: ScopeFacts,
  { from, to, format, name = 'allow-list' }: AllowListOptions,
): { readonly files: readonly DraftFile[]; readonly leftOut: readonly string[] } {
  const { kept, unapproved, unclear } = observedBetween(facts, placeOf(facts, from), placeOf(facts, to));
  const { entries, left } = allowEntriesOf(kept.map((flow) => ({ ...flow, endpoints: null })));
  return {
    files: writeDraft(format, entries, name),
    leftOut: [
      ...unapproved.map((contact) => `${contact}: no approval in date covers it`),
      ...unclear.map((contact) => `${contact}: client, server or port is not known`),
      ...left.map(({ client, server }) => `${client} to ${server}: no rule can be written for it`),
    ],
  };
}

function placeOf({ zones, segments }: ScopeFacts, text: string): PlaceRef {
  const places = [
    ...zones.map((zone) => ({ kind: 'zone' as const, ...zone })),
    ...segments.map((segment) => ({ kind: 'segment' as const, ...segment })),
  ];
  const byId = places.filter(({ id }) => id === text);
  const found = byId.length > 0 ? byId : places.filter(({ name }) => name === text);
  const [place, ...others] = found;
  if (!place) throw new Error(`there is no zone or segment "${text}"`);
  if (others.length > 0)
    throw new Error(`"${text}" names ${found.map(({ kind, id }) => `${kind} ${id}`).join(' and ')}`);
  return { kind: place.kind, id: place.id };
}
