import type { AddressTable } from './address-table.ts';
import { BATCH_HALVES, HalfFlowBatch, HINTS, LAST_HALF, REPEATABLE, TIMED, TO_GROUP } from './half-flow-batch.ts';
import { HashIndex } from './hash-index.ts';
import { spread } from './hashing.ts';
import type { ObservationPoints } from './observation-points.ts';
import type { RecordMemory } from './record-memory.ts';
import { ACK, SYN } from './tcp-flag-bits.ts';

const DAY = 86_400_000;
const FIRST_ROWS = 1024;

/** Integers of a row: its key, and what is added up. */
export const ROW_INTS = 11;
export const SOURCE = 0;
export const TARGET = 1;
export const SOURCE_PORT = 2;
export const TARGET_PORT = 3;
export const KIND = 4;
export const POINT = 5;
/** UTC day of the records' starts, days since 1970. */
export const DAY_OF = 6;
/** {@link TIMED} is part of the key, hints and {@link SYN_ONLY} are added up. */
export const BITS = 7;
export const FLAGS = 8;
/** Flags of the earliest records. */
export const FIRST_FLAGS = 9;
/** Records; 0 where only repeated ones came. */
export const PIECES = 10;

/** Numbers of a row. */
export const ROW_NUMBERS = 4;
export const FIRST = 0;
export const LAST = 1;
export const PACKETS = 2;
export const OCTETS = 3;

/** Some record has SYN and never ACK. */
export const SYN_ONLY = 256;

const WORD = 2 ** 32;

/** Multipliers of the columns; drawn from the seed, so that nobody can choose values that collide. */
type Factors = readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

function factorsOf(seed: number): Factors {
  return Array.from({ length: 12 }, (_, i) => spread(seed + Math.imul(i + 1, 0x9e37_79b9)) | 1) as unknown as Factors;
}

/** Independent products: the processor does them side by side, where a chain of mixing steps would wait for each. */
function sumOf6(f: Factors, a: number, b: number, c: number, d: number, e: number, g: number): number {
  const ends = Math.imul(a, f[0]) + Math.imul(b, f[1]) + Math.imul(c, f[2]);
  return (ends + Math.imul(d, f[3]) + Math.imul(e, f[4]) + Math.imul(g, f[5])) | 0;
}

function sumOfCounts(
  f: Factors,
  flags: number,
  packets: number,
  octets: number,
  first: number,
  duration: number,
  high: number,
): number {
  const counts = Math.imul(flags, f[6]) + Math.imul(packets, f[7]) + Math.imul(octets, f[8]);
  return (counts + Math.imul(first, f[9]) + Math.imul(duration, f[10]) + Math.imul(high, f[11])) | 0;
}

/**
 * The half flows of one window, added up by sender, receiver, observation point and day: one row for however many records. Rows are
 * numbered in order of arrival. Records that came before, in this window or an earlier one, only leave their hints.
 */
export class HalfFlowTable {
  readonly batch = new HalfFlowBatch();
  ints = new Int32Array(FIRST_ROWS * ROW_INTS);
  numbers = new Float64Array(FIRST_ROWS * ROW_NUMBERS);
  rows = 0;
  /** Records of which every half was there already, and those that told a group something new; since the beginning. */
  duplicates = 0;
  toGroup = 0;
  readonly #addresses: AddressTable;
  readonly #points: ObservationPoints;
  readonly #memory: RecordMemory;
  readonly #index = new HashIndex();
  readonly #factors: readonly [Factors, Factors];
  readonly #hash = new Int32Array(BATCH_HALVES);
  readonly #printA = new Int32Array(BATCH_HALVES);
  readonly #printB = new Int32Array(BATCH_HALVES);
  readonly #day = new Int32Array(BATCH_HALVES);
  readonly #ahead = new Int32Array(BATCH_HALVES);

  constructor(addresses: AddressTable, points: ObservationPoints, memory: RecordMemory, seed: number) {
    this.#factors = [factorsOf(seed), factorsOf(~seed)];
    this.#addresses = addresses;
    this.#points = points;
    this.#memory = memory;
  }

  /** Adds the batch up and empties it. */
  fold(): void {
    const { batch } = this;
    this.#reserve(batch.rows);
    this.#hashBatch();
    this.#lookAhead();
    let isFresh = false;
    for (let i = 0; i < batch.rows; i++) {
      const row = this.#rowOf(i);
      const bits = batch.bits[i] as number;
      this.ints[row * ROW_INTS + BITS] = (this.ints[row * ROW_INTS + BITS] as number) | (bits & HINTS);
      if ((bits & REPEATABLE) === 0 || !this.#memory.isKnown(this.#printA[i] as number, this.#printB[i] as number)) {
        this.#count(row, i);
        isFresh = true;
      }
      if ((bits & LAST_HALF) === 0) continue;
      if (!isFresh) this.duplicates++;
      else if (bits & TO_GROUP) this.toGroup++;
      isFresh = false;
    }
    batch.rows = 0;
  }

  /** Begins the next window. */
  clear(): void {
    if (this.rows * 8 < this.ints.length / ROW_INTS && this.ints.length > FIRST_ROWS * ROW_INTS)
      this.#resize(this.ints.length / ROW_INTS / 2);
    this.rows = 0;
    this.#index.clear();
  }

  /**
   * Touches the memory that the batch needs, in loops that do nothing else: the processor then waits for many places at
   * once, instead of for one after the other. That halves the time of large tables.
   */
  #lookAhead(): void {
    const { ints, numbers } = this;
    const { rows } = this.batch;
    const ahead = this.#ahead;
    for (let i = 0; i < rows; i++) ahead[i] = this.#index.peek(this.#hash[i] as number);
    let touched = 0;
    for (let i = 0; i < rows; i++) touched ^= this.#memory.peek(this.#printA[i] as number);
    for (let i = 0; i < rows; i++) {
      const row = Math.max(0, ahead[i] as number);
      touched ^= (ints[row * ROW_INTS] as number) ^ (ints[row * ROW_INTS + PIECES] as number);
      if ((numbers[row * ROW_NUMBERS] as number) < 0) touched++;
    }
    // Kept, so that no compiler takes the loops for idle.
    ahead[0] = touched;
  }

  #hashBatch(): void {
    const { rows, source, target, sourcePort, targetPort, kind, point, bits, tcpFlags } = this.batch;
    const { packets, octets, first, last } = this.batch;
    const addressA = this.#addresses.hashA;
    const addressB = this.#addresses.hashB;
    const pointA = this.#points.hashA;
    const pointB = this.#points.hashB;
    const [a, b] = this.#factors;
    for (let i = 0; i < rows; i++) {
      const from = source[i] as number;
      const to = target[i] as number;
      const at = point[i] as number;
      const began = first[i] as number;
      const ports = ((sourcePort[i] as number) << 16) ^ (targetPort[i] as number);
      const day = Math.floor(began / DAY);
      const sort = ((kind[i] as number) << 8) | ((bits[i] as number) & TIMED);
      const keyA = sumOf6(a, addressA[from] as number, addressA[to] as number, ports, sort, pointA[at] as number, day);
      const keyB = sumOf6(b, addressB[from] as number, addressB[to] as number, ports, sort, pointB[at] as number, day);
      const sent = packets[i] as number;
      const size = octets[i] as number;
      const flags = tcpFlags[i] as number;
      // The day and the low bits of the time are the time.
      const duration = (last[i] as number) - began;
      const high = Math.floor(sent / WORD) ^ (Math.floor(size / WORD) << 11);
      this.#day[i] = day;
      this.#hash[i] = spread(keyA);
      this.#printA[i] = spread(keyA + sumOfCounts(a, flags, sent, size, began, duration, high));
      this.#printB[i] = spread(keyB + sumOfCounts(b, flags, sent, size, began, duration, high));
    }
  }

  #rowOf(i: number): number {
    const hash = this.#hash[i] as number;
    const index = this.#index;
    let place = index.seek(hash);
    for (let row = index.at(place); row >= 0; place = index.after(place, hash), row = index.at(place))
      if (this.#isRow(row, i)) return row;
    const row = this.#begin(i);
    index.put(place, hash, row);
    return row;
  }

  #isRow(row: number, i: number): boolean {
    const { batch, ints } = this;
    const at = row * ROW_INTS;
    return (
      ints[at + SOURCE] === batch.source[i] &&
      ints[at + TARGET] === batch.target[i] &&
      ints[at + SOURCE_PORT] === batch.sourcePort[i] &&
      ints[at + TARGET_PORT] === batch.targetPort[i] &&
      ints[at + KIND] === batch.kind[i] &&
      ints[at + POINT] === batch.point[i] &&
      ints[at + DAY_OF] === this.#day[i] &&
      (((ints[at + BITS] as number) ^ (batch.bits[i] as number)) & TIMED) === 0
    );
  }

  #begin(i: number): number {
    const { batch, ints, numbers } = this;
    const row = this.rows++;
    const at = row * ROW_INTS;
    ints[at + SOURCE] = batch.source[i] as number;
    ints[at + TARGET] = batch.target[i] as number;
    ints[at + SOURCE_PORT] = batch.sourcePort[i] as number;
    ints[at + TARGET_PORT] = batch.targetPort[i] as number;
    ints[at + KIND] = batch.kind[i] as number;
    ints[at + POINT] = batch.point[i] as number;
    ints[at + DAY_OF] = this.#day[i] as number;
    ints[at + BITS] = (batch.bits[i] as number) & TIMED;
    ints[at + FLAGS] = 0;
    ints[at + FIRST_FLAGS] = 0;
    ints[at + PIECES] = 0;
    const from = row * ROW_NUMBERS;
    numbers[from + FIRST] = Number.POSITIVE_INFINITY;
    numbers[from + LAST] = Number.NEGATIVE_INFINITY;
    numbers[from + PACKETS] = 0;
    numbers[from + OCTETS] = 0;
    return row;
  }

  #count(row: number, i: number): void {
    const { batch, ints, numbers } = this;
    const at = row * ROW_INTS;
    const from = row * ROW_NUMBERS;
    const flags = Math.max(0, batch.tcpFlags[i] as number);
    const first = batch.first[i] as number;
    const earliest = numbers[from + FIRST] as number;
    ints[at + FLAGS] = (ints[at + FLAGS] as number) | flags;
    if (first < earliest) {
      ints[at + FIRST_FLAGS] = flags;
      numbers[from + FIRST] = first;
    } else if (first === earliest) ints[at + FIRST_FLAGS] = (ints[at + FIRST_FLAGS] as number) | flags;
    if ((flags & (SYN | ACK)) === SYN) ints[at + BITS] = (ints[at + BITS] as number) | SYN_ONLY;
    if ((batch.last[i] as number) > (numbers[from + LAST] as number)) numbers[from + LAST] = batch.last[i] as number;
    numbers[from + PACKETS] = (numbers[from + PACKETS] as number) + (batch.packets[i] as number);
    numbers[from + OCTETS] = (numbers[from + OCTETS] as number) + (batch.octets[i] as number);
    ints[at + PIECES] = (ints[at + PIECES] as number) + 1;
  }

  #reserve(more: number): void {
    const room = this.ints.length / ROW_INTS;
    if (this.rows + more > room) this.#resize(Math.max(room * 2, this.rows + more));
  }

  #resize(rows: number): void {
    const ints = new Int32Array(rows * ROW_INTS);
    const numbers = new Float64Array(rows * ROW_NUMBERS);
    ints.set(this.ints.subarray(0, Math.min(this.rows * ROW_INTS, ints.length)));
    numbers.set(this.numbers.subarray(0, Math.min(this.rows * ROW_NUMBERS, numbers.length)));
    this.ints = ints;
    this.numbers = numbers;
  }
}
