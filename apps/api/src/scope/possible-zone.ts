import type { PlaceRef, ScopeClaim, ScopeFacts, TagFact } from '@scopemap/scope-model';

/** A zone as it might be written. */
export interface PossibleZoneFact {
  /** Id of the facts, `zone-7`; null: a new one. */
  readonly id: string | null;
  /** Null: it would be removed. */
  readonly zone: {
    readonly name: string;
    readonly claim: ScopeClaim;
    readonly description: string;
    readonly prefixes: readonly string[];
  } | null;
}

const NEW_ZONE = 'zone-new';

function claimOf(id: string, { claim, description }: NonNullable<PossibleZoneFact['zone']>, now: number): TagFact[] {
  if (claim === 'undetermined') return [];
  const reason = description || 'claim of the zone';
  const about = { author: 'preview', at: now, reason, evidence: null, until: null };
  return [{ id: `zone-claim-${id}`, subject: { kind: 'zone', id }, statement: { kind: 'claim', claim }, ...about }];
}

/** The facts without a zone, and without everything that is said of it or of its segments: the database ends it, too. */
function withoutZone(facts: ScopeFacts, zone: string): ScopeFacts {
  const gone = new Set([zone, ...facts.segments.filter((segment) => segment.zone === zone).map(({ id }) => id)]);
  const stays = ({ id }: PlaceRef) => !gone.has(id);
  return {
    ...facts,
    zones: facts.zones.filter(({ id }) => !gone.has(id)),
    segments: facts.segments.filter(({ id }) => !gone.has(id)),
    sightings: facts.sightings.filter(({ place }) => stays(place)),
    tags: facts.tags.filter(
      ({ subject, statement }) => !gone.has(subject.id) && (statement.kind !== 'unsegmented' || stays(statement.other)),
    ),
    controls: facts.controls.map((control) => ({
      ...control,
      separates: control.separates.filter(([one, other]) => stays(one) && stays(other)),
    })),
    segmentationTests: facts.segmentationTests.filter(({ from, to }) => stays(from) && stays(to)),
    approvals: facts.approvals.filter(({ from, to }) => stays(from) && stays(to)),
    boundaries: facts.boundaries.filter(({ between: [one, other] }) => stays(one) && stays(other)),
  };
}

/** The facts as they would be with the zone. Verdicts of rules stay as they are: they are worked out anew when it is stored. */
export function withPossibleZone(facts: ScopeFacts, { id, zone }: PossibleZoneFact): ScopeFacts {
  if (zone === null) return id === null ? facts : withoutZone(facts, id);
  const own = id ?? NEW_ZONE;
  const fact = { id: own, name: zone.name, prefixes: zone.prefixes };
  const claimed = (tag: TagFact) => tag.subject.id === own && tag.statement.kind === 'claim';
  return {
    ...facts,
    zones: id === null ? [...facts.zones, fact] : facts.zones.map((each) => (each.id === own ? fact : each)),
    tags: [...facts.tags.filter((tag) => !claimed(tag)), ...claimOf(own, zone, facts.now)],
  };
}
