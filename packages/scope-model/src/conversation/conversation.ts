import type { Decision } from '../direction/decision.ts';
import type { ContactState } from '../relationship.ts';
import type { DayTally, HalfRecords } from './half-records.ts';
import type { Side } from './side.ts';

export interface ConversationEnd {
  readonly address: string;
  readonly port: number | null;
}

/** What one exporter saw of a conversation. `low` and `high` hold what the end of that name sent; null when it was not seen to send. */
export interface Observation {
  readonly exporter: string;
  low: HalfRecords | null;
  high: HalfRecords | null;
  /** The exporter itself said who began: the low end, the high end, or both. */
  saidLow: boolean;
  saidHigh: boolean;
  /** A firewall refused it. */
  denied: boolean;
  /** Both directions stand in one record, so that the silence of one is known. */
  bothInOne: boolean;
  /** What this was counted for in the traits of the exporter, as a bit set. */
  noted: number;
  /** Counts that earlier windows have given out already; null before the first. */
  givenOut: readonly DayTally[] | null;
}

/** Both halves of a 5-tuple, seen by any number of exporters. ICMP has one per address pair and kind of message. */
export interface Conversation {
  /** One text per conversation. */
  readonly key: string;
  readonly protocol: number;
  readonly low: ConversationEnd;
  readonly high: ConversationEnd;
  /** ICMP only: type of the message, of the request for echo and its like; null when the exporter did not say. */
  readonly icmpType: number | null;
  /** ICMP errors and announcements only; null when the exporter did not say, and for requests and answers. */
  readonly icmpCode: number | null;
  /** The end that is a multicast or broadcast address and thus no host. */
  readonly group: Side | null;
  /** An end may be the directed broadcast address of a segment. */
  readonly mayBeBroadcast: boolean;
  /** Numbers of the addresses in the table that holds it. */
  readonly lowId: number;
  readonly highId: number;
  /** One per exporter. */
  observations: readonly Observation[];
  /** It had a record in the present window. */
  touched: boolean;
  /** Windows since the last record. */
  idle: number;
  /** What earlier windows counted of it; null before the first. */
  counted: ConversationCounts | null;
  /** The answer given in an earlier window. */
  answer: Answer | null;
}

/** What a conversation counts for: once, with both halves, by the exporter that saw most of it. */
export interface ConversationCounts {
  readonly flows: number;
  readonly packets: number;
  readonly octets: number;
  /** 1 while it came to nothing (attempted or denied), else 0. */
  readonly attempts: number;
}

/** Before any window counted. */
export const NOT_COUNTED: ConversationCounts = { flows: 0, packets: 0, octets: 0, attempts: 0 };

/** What a window says of a conversation. */
export interface Answer {
  readonly decision: Decision;
  readonly state: ContactState;
  readonly scanner: boolean;
  /** Folded with others of the same hosts, so that its ports were not given out. */
  readonly folded: boolean;
}

export function observationOf(conversation: Conversation, exporter: string): Observation {
  for (const observation of conversation.observations) if (observation.exporter === exporter) return observation;
  const observation: Observation = {
    exporter,
    low: null,
    high: null,
    saidLow: false,
    saidHigh: false,
    denied: false,
    bothInOne: false,
    noted: 0,
    givenOut: null,
  };
  // Arrays that grow by push hold room for many more, and nearly all conversations have one or two exporters.
  conversation.observations = [...conversation.observations, observation];
  return observation;
}

/** True when some exporter saw the end send at least one packet. */
export function hasSent(conversation: Conversation, side: Side): boolean {
  for (const observation of conversation.observations) if (observation[side] !== null) return true;
  return false;
}

/** True when both ends sent, even if no single exporter saw both. */
export function isAnswered(conversation: Conversation): boolean {
  return hasSent(conversation, 'low') && hasSent(conversation, 'high');
}

/** Counts of both halves per UTC day, as one exporter saw them, in new objects. */
export function observedDays({ low, high }: Observation): readonly DayTally[] {
  if (!low || !high) return (low ?? high)?.days() ?? [];
  const days = low.days();
  for (const day of high.days()) {
    const same = days.find((other) => other.day === day.day);
    if (!same) days.push(day);
    else {
      same.packets += day.packets;
      same.octets += day.octets;
      same.first = Math.min(same.first, day.first);
      same.last = Math.max(same.last, day.last);
    }
  }
  return days;
}

/** Counts that no earlier window gave out, and whether the conversation is new to this exporter's counts. */
export interface FreshCounts {
  readonly days: readonly DayTally[];
  readonly isNew: boolean;
}

/** Takes what an exporter counted since the last time this was asked. Never negative, though a late record may lower a sum. */
export function takeFreshCounts(observation: Observation): FreshCounts {
  const days = observedDays(observation);
  const before = observation.givenOut;
  observation.givenOut = days;
  if (!before) return { days, isNew: true };
  return { days: days.map((day) => lessGivenOut(day, before)).filter(hasCounts), isNew: false };
}

function lessGivenOut(day: DayTally, before: readonly DayTally[]): DayTally {
  const given = before.find((other) => other.day === day.day);
  if (!given) return day;
  return {
    ...day,
    packets: Math.max(0, day.packets - given.packets),
    octets: Math.max(0, day.octets - given.octets),
  };
}

function hasCounts({ packets, octets }: DayTally): boolean {
  return packets > 0 || octets > 0;
}

/**
 * What no earlier window counted of a conversation. Each exporter is added up over its days, since their clocks may not
 * agree on the day; then the largest stands. An attempt that is answered now takes the earlier window's attempt back. Ask after
 * {@link takeFreshCounts} of all observations.
 */
export function takeFreshTotal(conversation: Conversation, state: ContactState): ConversationCounts {
  const before = conversation.counted ?? NOT_COUNTED;
  let { packets, octets } = before;
  for (const { givenOut } of conversation.observations) {
    let ownPackets = 0;
    let ownOctets = 0;
    for (const day of givenOut ?? []) {
      ownPackets += day.packets;
      ownOctets += day.octets;
    }
    packets = Math.max(packets, ownPackets);
    octets = Math.max(octets, ownOctets);
  }
  const attempts = state === 'attempted' || state === 'denied' ? 1 : 0;
  conversation.counted = { flows: 1, packets, octets, attempts };
  return {
    flows: 1 - before.flows,
    packets: packets - before.packets,
    octets: octets - before.octets,
    attempts: attempts - before.attempts,
  };
}
