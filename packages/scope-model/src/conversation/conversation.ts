import type { Side } from './side.ts';

export interface ConversationEnd {
  /** Number of the address in the table that holds the conversation. */
  readonly id: number;
  readonly address: string;
  readonly port: number | null;
}

/** All that one exporter said about the packets of one sender of a conversation. */
export interface HalfRecords {
  /** OR over all records; 0 when no record had flags. */
  readonly flags: number;
  /** Some record had flags. Exporters without the element, and some with it, always say 0. */
  readonly flagsKnown: boolean;
  /** Some record has SYN and never ACK: its sender began and had no answer in it. */
  readonly synOnly: boolean;
  /** Earliest start and latest end of records with times; infinite without any. */
  readonly first: number;
  readonly last: number;
  /** Flags of the earliest record: whether the half is seen from its beginning. */
  readonly firstFlags: number;
  readonly packets: number;
  /** Records. */
  readonly pieces: number;
}

/** What one exporter saw of a conversation. `low` and `high` hold what the end of that name sent; null when it was not seen to send. */
export interface Observation {
  readonly exporter: string;
  readonly low: HalfRecords | null;
  readonly high: HalfRecords | null;
  /** The exporter itself said who began: the low end, the high end, or both. */
  readonly saidLow: boolean;
  readonly saidHigh: boolean;
  /** A firewall refused it. */
  readonly denied: boolean;
  /** Both directions stand in one record, so that the silence of one is known. */
  readonly bothInOne: boolean;
  /** What this was counted for in the traits of the exporter, as a bit set. */
  noted: number;
}

/** Both halves of a 5-tuple, seen by any number of exporters. ICMP has one per address pair and kind of message. */
export interface Conversation {
  /** Its row in the table that holds it. */
  readonly row: number;
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
  /** One per exporter. */
  readonly observations: readonly Observation[];
  /** Another conversation of the same table, by its row; valid until the next call. */
  sibling(row: number): Conversation;
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
