import { BROADCAST_LIKE, GROUP_ADDRESS } from './address-table.ts';
import { RowTable } from './row-table.ts';
import type { Side } from './side.ts';

const KIND = 0;
const LOW = 1;
const HIGH = 2;
const LOW_PORT = 3;
const HIGH_PORT = 4;
/** The first of its observations. */
const OBSERVATION = 5;
const BITS = 6;
/** Windows since the last record. */
const IDLE = 7;
/** Code of the answer given in an earlier window; -1 before the first. */
const ANSWER = 8;
const INTS = 9;

const PACKETS = 0;
const OCTETS = 1;
const NUMBERS = 2;

const TOUCHED = 1;
const LOW_IS_GROUP = 2;
const HIGH_IS_GROUP = 4;
const MAY_BE_BROADCAST = 8;
const COUNTED = 16;
const ATTEMPT = 32;

/** Conversations by their ends, in order of arrival, one row for each. */
export class ConversationRows {
  readonly #rows = new RowTable(INTS, NUMBERS);

  get size(): number {
    return this.#rows.rows;
  }

  /** `traits`: of both addresses, by {@link GROUP_ADDRESS} and {@link BROADCAST_LIKE}. Absent ports are -1. */
  add(kind: number, low: number, high: number, lowPort: number, highPort: number, traits: Uint8Array): number {
    const row = this.#rows.add();
    const { ints, numbers } = this.#rows;
    const at = row * INTS;
    const ofLow = traits[low] as number;
    const ofHigh = traits[high] as number;
    const group = ofLow & GROUP_ADDRESS ? LOW_IS_GROUP : ofHigh & GROUP_ADDRESS ? HIGH_IS_GROUP : 0;
    ints[at + KIND] = kind;
    ints[at + LOW] = low;
    ints[at + HIGH] = high;
    ints[at + LOW_PORT] = lowPort;
    ints[at + HIGH_PORT] = highPort;
    ints[at + OBSERVATION] = -1;
    ints[at + BITS] = group | ((ofLow | ofHigh) & BROADCAST_LIKE ? MAY_BE_BROADCAST : 0);
    ints[at + IDLE] = 0;
    ints[at + ANSWER] = -1;
    numbers[row * NUMBERS + PACKETS] = 0;
    numbers[row * NUMBERS + OCTETS] = 0;
    return row;
  }

  kind(row: number): number {
    return this.#rows.ints[row * INTS + KIND] as number;
  }

  low(row: number): number {
    return this.#rows.ints[row * INTS + LOW] as number;
  }

  high(row: number): number {
    return this.#rows.ints[row * INTS + HIGH] as number;
  }

  lowPort(row: number): number {
    return this.#rows.ints[row * INTS + LOW_PORT] as number;
  }

  highPort(row: number): number {
    return this.#rows.ints[row * INTS + HIGH_PORT] as number;
  }

  isOf(row: number, kind: number, low: number, high: number, lowPort: number, highPort: number): boolean {
    const { ints } = this.#rows;
    const at = row * INTS;
    return (
      ints[at + LOW] === low &&
      ints[at + HIGH] === high &&
      ints[at + LOW_PORT] === lowPort &&
      ints[at + HIGH_PORT] === highPort &&
      ints[at + KIND] === kind
    );
  }

  setEnds(row: number, low: number, high: number): void {
    this.#rows.ints[row * INTS + LOW] = low;
    this.#rows.ints[row * INTS + HIGH] = high;
  }

  observation(row: number): number {
    return this.#rows.ints[row * INTS + OBSERVATION] as number;
  }

  setObservation(row: number, observation: number): void {
    this.#rows.ints[row * INTS + OBSERVATION] = observation;
  }

  group(row: number): Side | null {
    const bits = this.#bits(row);
    return bits & LOW_IS_GROUP ? 'low' : bits & HIGH_IS_GROUP ? 'high' : null;
  }

  mayBeBroadcast(row: number): boolean {
    return (this.#bits(row) & MAY_BE_BROADCAST) !== 0;
  }

  /** It goes to a group, or may do so. */
  mayBeGroups(row: number): boolean {
    return (this.#bits(row) & (LOW_IS_GROUP | HIGH_IS_GROUP | MAY_BE_BROADCAST)) !== 0;
  }

  /** It had a record in the present window. */
  isTouched(row: number): boolean {
    return (this.#bits(row) & TOUCHED) !== 0;
  }

  touch(row: number): void {
    const { ints } = this.#rows;
    const at = row * INTS + BITS;
    ints[at] = (ints[at] as number) | TOUCHED;
  }

  /** Begins a window; gives out the windows since the last record. */
  age(row: number): number {
    const { ints } = this.#rows;
    const at = row * INTS;
    const idle = this.isTouched(row) ? 0 : (ints[at + IDLE] as number) + 1;
    ints[at + IDLE] = idle;
    ints[at + BITS] = (ints[at + BITS] as number) & ~TOUCHED;
    return idle;
  }

  answer(row: number): number {
    return this.#rows.ints[row * INTS + ANSWER] as number;
  }

  setAnswer(row: number, code: number): void {
    this.#rows.ints[row * INTS + ANSWER] = code;
  }

  /** What earlier windows counted of it: 1 conversation, or none yet; its packets and octets; 1 attempt while it came to nothing. */
  countedFlows(row: number): number {
    return this.#bits(row) & COUNTED ? 1 : 0;
  }

  countedPackets(row: number): number {
    return this.#rows.numbers[row * NUMBERS + PACKETS] as number;
  }

  countedOctets(row: number): number {
    return this.#rows.numbers[row * NUMBERS + OCTETS] as number;
  }

  countedAttempts(row: number): number {
    return this.#bits(row) & ATTEMPT ? 1 : 0;
  }

  count(row: number, packets: number, octets: number, isAttempt: boolean): void {
    const { ints, numbers } = this.#rows;
    const at = row * INTS + BITS;
    ints[at] = ((ints[at] as number) & ~ATTEMPT) | COUNTED | (isAttempt ? ATTEMPT : 0);
    numbers[row * NUMBERS + PACKETS] = packets;
    numbers[row * NUMBERS + OCTETS] = octets;
  }

  #bits(row: number): number {
    return this.#rows.ints[row * INTS + BITS] as number;
  }

  /** Leaves the rows that `kept` has a 1 for, in their order. */
  keep(kept: Uint8Array): void {
    this.#rows.keep(kept);
  }
}
