import type { Flow } from '../flow.ts';
import { BROADCAST_LIKE, GROUP_ADDRESS } from './address-table.ts';
import {
  type Answer,
  type Conversation,
  type ConversationCounts,
  type ConversationEnd,
  type Observation,
  observationOf,
} from './conversation.ts';
import { FlowIntake, type FlowIntakeOptions } from './flow-intake.ts';
import { BOTH_IN_ONE, DENIED, readKind, SAID_RECEIVER, SAID_SENDER } from './half-flow-batch.ts';
import { BITS, KIND, PIECES, POINT, ROW_INTS, SOURCE, SOURCE_PORT, TARGET, TARGET_PORT } from './half-flow-table.ts';
import { HalfRecords, MAX_DAYS } from './half-records.ts';
import { HashIndex } from './hash-index.ts';
import { mixA, spread } from './hashing.ts';
import type { Side } from './side.ts';

const NOT_OBSERVED: readonly Observation[] = [];
/** Addresses and points numbered, beyond which those of carried conversations are numbered anew. */
const MAX_ADDRESSES = 500_000;
const MAX_POINTS = 50_000;

const DEFAULTS: FlowIntakeOptions = { isBroadcast: () => false, seed: 0, maxRemembered: 1 << 20 };

/** A conversation as the table keeps it. */
class KeptConversation implements Conversation {
  /** See `kindOf`. */
  readonly kind: number;
  readonly protocol: number;
  readonly icmpType: number | null;
  readonly icmpCode: number | null;
  readonly low: ConversationEnd;
  readonly high: ConversationEnd;
  lowId: number;
  highId: number;
  readonly group: Side | null;
  readonly mayBeBroadcast: boolean;
  observations: readonly Observation[] = NOT_OBSERVED;
  touched = false;
  idle = 0;
  counted: ConversationCounts | null = null;
  answer: Answer | null = null;

  constructor(
    kind: number,
    low: ConversationEnd,
    high: ConversationEnd,
    lowId: number,
    highId: number,
    traits: Uint8Array,
  ) {
    const { protocol, icmpType, icmpCode } = readKind(kind);
    this.kind = kind;
    this.protocol = protocol;
    this.icmpType = icmpType;
    this.icmpCode = icmpCode;
    this.low = low;
    this.high = high;
    this.lowId = lowId;
    this.highId = highId;
    const ofLow = traits[lowId] as number;
    const ofHigh = traits[highId] as number;
    this.group = ofLow & GROUP_ADDRESS ? 'low' : ofHigh & GROUP_ADDRESS ? 'high' : null;
    this.mayBeBroadcast = ((ofLow | ofHigh) & BROADCAST_LIKE) !== 0;
  }

  get key(): string {
    const { protocol, icmpType, icmpCode, low, high } = this;
    const type = icmpType === null ? '' : `.${icmpType}`;
    const detail = icmpCode === null ? `${protocol}${type}` : `${protocol}${type}.${icmpCode}`;
    return `${detail}|${low.address}|${low.port}|${high.address}|${high.port}`;
  }
}

/** Pairs halves and joins pieces: conversations by their ends, in order of arrival. */
export class ConversationTable {
  readonly intake: FlowIntake;
  #conversations: KeptConversation[] = [];
  readonly #index = new HashIndex();
  #addressesBefore = 0;
  #pointsBefore = 0;

  constructor(options: Partial<FlowIntakeOptions> = {}) {
    this.intake = new FlowIntake({ ...DEFAULTS, ...options });
  }

  /**
   * Conversations held, counting each half of the present window as one. Records that make no conversation but fill the memory
   * with ever new addresses or points count as well, so that a window can be ended by this in time.
   */
  get size(): number {
    const { table, addresses, points } = this.intake;
    const addressPairs = (addresses.size - this.#addressesBefore) / 2;
    return (
      this.#conversations.length + Math.max(table.rows, points.size - this.#pointsBefore, Math.floor(addressPairs))
    );
  }

  /** Adds a flow; `received` (ms) stands in for the times it does not have. */
  add(flow: Flow, received: number): void {
    this.intake.add(flow, received);
  }

  /** All conversations, also of what came just now. */
  values(): readonly Conversation[] {
    this.settle();
    return this.#conversations;
  }

  /** Turns the halves that came since the last time into conversations. */
  settle(): void {
    this.intake.fold();
    const { table } = this.intake;
    for (let row = 0; row < table.rows; row++) this.#settleRow(row);
    table.clear();
  }

  /** Begins a new window: forgets conversations without a record in the last `windows` ones, and the oldest beyond `bound`. */
  carry(windows: number, bound: number): void {
    this.settle();
    const kept: KeptConversation[] = [];
    for (const conversation of this.#conversations) {
      conversation.idle = conversation.touched ? 0 : conversation.idle + 1;
      conversation.touched = false;
      if (conversation.idle < windows && !lastsTooLong(conversation)) kept.push(conversation);
    }
    this.#conversations = kept.length > bound ? kept.slice(kept.length - bound) : kept;
    const { addresses, points } = this.intake;
    if (points.size > MAX_POINTS) points.clear();
    if (addresses.size > MAX_ADDRESSES) this.#renumber();
    this.#addressesBefore = addresses.size;
    this.#pointsBefore = points.size;
    this.#index.clear();
    for (const [i, conversation] of this.#conversations.entries()) {
      const { lowId, highId, low, high, kind } = conversation;
      const hash = this.#hashOf(lowId, highId, low.port ?? -1, high.port ?? -1, kind);
      let place = this.#index.seek(hash);
      while (this.#index.at(place) >= 0) place = this.#index.after(place, hash);
      this.#index.put(place, hash, i);
    }
  }

  #renumber(): void {
    const { addresses } = this.intake;
    addresses.clear();
    for (const conversation of this.#conversations) {
      conversation.lowId = addresses.of(conversation.low.address);
      conversation.highId = addresses.of(conversation.high.address);
    }
  }

  #settleRow(row: number): void {
    const { table, points } = this.intake;
    const { ints } = table;
    const at = row * ROW_INTS;
    const isEmpty = ints[at + PIECES] === 0;
    const fromLow = this.#isLow(at);
    const conversation = fromLow
      ? this.#conversationOf(at, SOURCE, TARGET, SOURCE_PORT, TARGET_PORT, isEmpty)
      : this.#conversationOf(at, TARGET, SOURCE, TARGET_PORT, SOURCE_PORT, isEmpty);
    if (!conversation) return;
    conversation.touched = true;
    const point = points.point(ints[at + POINT] as number);
    const observation = observationOf(conversation, point.exporter);
    noteHints(observation, ints[at + BITS] as number, fromLow);
    if (isEmpty) return;
    const side: Side = fromLow ? 'low' : 'high';
    let half = observation[side];
    if (!half) {
      half = new HalfRecords();
      observation[side] = half;
    }
    half.add(table, row, point);
  }

  /** Ends are told apart by the text of the address, then by port; which of them is low means nothing. */
  #isLow(at: number): boolean {
    const { table, addresses } = this.intake;
    const { ints } = table;
    const source = ints[at + SOURCE] as number;
    const target = ints[at + TARGET] as number;
    if (source === target) return (ints[at + SOURCE_PORT] as number) <= (ints[at + TARGET_PORT] as number);
    return addresses.text(source) < addresses.text(target);
  }

  /** The conversation of a row; of a row without records only one that was there before. */
  #conversationOf(
    at: number,
    lowAt: number,
    highAt: number,
    lowPortAt: number,
    highPortAt: number,
    isEmpty: boolean,
  ): KeptConversation | null {
    const { ints } = this.intake.table;
    const lowId = ints[at + lowAt] as number;
    const highId = ints[at + highAt] as number;
    const lowPort = ints[at + lowPortAt] as number;
    const highPort = ints[at + highPortAt] as number;
    const kind = ints[at + KIND] as number;
    const hash = this.#hashOf(lowId, highId, lowPort, highPort, kind);
    let place = this.#index.seek(hash);
    for (let i = this.#index.at(place); i >= 0; place = this.#index.after(place, hash), i = this.#index.at(place)) {
      const known = this.#conversations[i] as KeptConversation;
      if (known.lowId === lowId && known.highId === highId && isSame(known, lowPort, highPort, kind)) return known;
    }
    if (isEmpty) return null;
    const { addresses } = this.intake;
    const low = { address: addresses.text(lowId), port: lowPort < 0 ? null : lowPort };
    const high = { address: addresses.text(highId), port: highPort < 0 ? null : highPort };
    const conversation = new KeptConversation(kind, low, high, lowId, highId, addresses.traits);
    this.#index.put(place, hash, this.#conversations.length);
    this.#conversations.push(conversation);
    return conversation;
  }

  #hashOf(lowId: number, highId: number, lowPort: number, highPort: number, kind: number): number {
    const { hashA } = this.intake.addresses;
    const ends = mixA(mixA(hashA[lowId] as number, hashA[highId] as number), (lowPort << 16) ^ highPort);
    return spread(mixA(ends, kind));
  }
}

function isSame({ low, high, kind: own }: KeptConversation, lowPort: number, highPort: number, kind: number): boolean {
  return (low.port ?? -1) === lowPort && (high.port ?? -1) === highPort && own === kind;
}

/** A conversation that fills its days begins anew: what it counted is given out, and its endpoints are known by then. */
function lastsTooLong({ observations }: Conversation): boolean {
  for (const { givenOut } of observations) if (givenOut !== null && givenOut.length >= MAX_DAYS) return true;
  return false;
}

function noteHints(observation: Observation, bits: number, fromLow: boolean): void {
  if (bits & BOTH_IN_ONE) observation.bothInOne = true;
  if (bits & DENIED) observation.denied = true;
  if (bits & (fromLow ? SAID_SENDER : SAID_RECEIVER)) observation.saidLow = true;
  if (bits & (fromLow ? SAID_RECEIVER : SAID_SENDER)) observation.saidHigh = true;
}
