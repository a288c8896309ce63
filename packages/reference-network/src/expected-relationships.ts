import { boundsOf, type Conversation, conversationsOnDay, type PeriodBounds } from './conversation.ts';
import { exporters } from './exporters.ts';
import { DAY } from './occurrences.ts';
import type { RelationshipTruth } from './relationship-truth.ts';
import { relationshipsTruth } from './relationships-truth.ts';
import type { ReferencePeriod } from './schedule.ts';

/** A relationship that a complete observer of the exporters finds in a period. Counts are those of one observer, not their sum. */
export interface ExpectedRelationship {
  readonly truth: RelationshipTruth;
  readonly conversations: number;
  /** Both halves together. */
  readonly packets: number;
  readonly octets: number;
  /** First packet of the first conversation, milliseconds since 1970 UTC. */
  readonly first: number;
  /** Last packet of whichever conversation ends last. */
  readonly last: number;
  /** Addresses of the exporters, sorted as text. */
  readonly observers: readonly string[];
}

const byId = new Map(relationshipsTruth.map((truth) => [truth.id, truth]));
const exporterAddresses = new Map(exporters.map(({ name, address }) => [name, address]));

function addressesOf(names: readonly string[]): string[] {
  return names.map((name) => exporterAddresses.get(name) as string).sort();
}

function conversationsOf(truth: RelationshipTruth, bounds: PeriodBounds): Conversation[] {
  const sources =
    truth.translationOf.length === 0 ? [truth] : truth.translationOf.map((id) => byId.get(id) as RelationshipTruth);
  const result: Conversation[] = [];
  for (let day = Math.floor(bounds.start / DAY); day * DAY < bounds.end; day++) {
    for (const source of sources) result.push(...conversationsOnDay(source, day, bounds));
  }
  return result;
}

function summarise(
  truth: RelationshipTruth,
  talks: readonly Conversation[],
  observers: readonly string[],
): ExpectedRelationship {
  let packets = 0;
  let octets = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const talk of talks) {
    packets += talk.clientPackets + talk.serverPackets;
    octets += talk.clientOctets + talk.serverOctets;
    first = Math.min(first, talk.start);
    last = Math.max(last, talk.end);
  }
  return { truth, conversations: talks.length, packets, octets, first, last, observers };
}

/**
 * What must be found in the flows of a period, from the truth and its schedules: every relationship that some exporter
 * sees and that was used. Throws RangeError for a period without sense.
 */
export function expectedRelationships(period: ReferencePeriod): ExpectedRelationship[] {
  const bounds = boundsOf(period);
  return relationshipsTruth
    .filter(({ observers }) => observers.length > 0)
    .map((truth) => ({ truth, talks: conversationsOf(truth, bounds) }))
    .filter(({ talks }) => talks.length > 0)
    .map(({ truth, talks }) => summarise(truth, talks, addressesOf(truth.observers)));
}
