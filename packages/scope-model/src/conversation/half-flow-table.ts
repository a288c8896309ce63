import type { AddressTable } from './address-table.ts';
import { BATCH_HALVES, HalfFlowBatch, HINTS, LAST_HALF, REPEATABLE, TIMED, TO_GROUP } from './half-flow-batch.ts';
import { HashIndex } from './hash-index.ts';
import { spread } from './hashing.ts';
import type { ObservationPoints } from './observation-points.ts';
import type { RecordMemory } from './record-memory.ts';
import { ACK, SYN } from './tcp-flag-bits.ts';

const DAY_MS = 86_400_000;
const FIRST_ROWS = 1024;

/** A row takes 64 octets, one line of the processor's cache: four doubles, and eight integers behind them. */
const ROW_NUMBERS = 8;
const FIRST = 0;
const LAST = 1;
const PACKETS = 2;
const OCTETS = 3;

const ROW_INTS = 16;
/** Its key: */
const SOURCE = 8;
const TARGET = 9;
/** Both ports, 16 bits each. */
const PORTS = 10;
/** 26 bits of the kind, and the bits below. */
const SORT = 11;
const POINT = 12;
/** UTC day of the records' starts, days since 1970. */
const DAY = 13;
/** and what is added up: flags of all records, above them those of the earliest. */
const FLAGS = 14;
/** Records; 0 where only repeated ones came. Below them eight bits: hints, and {@link SYN_ONLY}. */
const PIECES = 15;

const KIND_MASK = 2 ** 26 - 1;
const NO_SOURCE_PORT = 1 << 26;
const NO_TARGET_PORT = 1 << 27;
const IS_TIMED = 1 << 28;

const PIECES_SHIFT = 8;
const ONE_PIECE = 1 << PIECES_SHIFT;
/** More are not counted on: nobody asks for more than a few. */
const MOST_PIECES = 2 ** 22 * ONE_PIECE;

/** Some record has SYN and never ACK. In the place of a bit that stays with no row. */
export const SYN_ONLY: number = LAST_HALF;

/** Large blocks of memory begin 16 octets behind the beginning of a line. */
const LINE = 64;
const TO_LINE = 48;

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
 *
 * A batch is added up in loops that each do one thing: the processor then waits for many places of memory at once, instead of for one
 * after the other, which halves the time of large tables.
 */
export class HalfFlowTable {
  readonly batch = new HalfFlowBatch();
  rows = 0;
  /** Records of which every half was there already, and those that told a group something new; since the beginning. */
  duplicates = 0;
  toGroup = 0;
  #room = FIRST_ROWS;
  #ints!: Int32Array;
  #numbers!: Float64Array;
  readonly #addresses: AddressTable;
  readonly #points: ObservationPoints;
  readonly #memory: RecordMemory;
  readonly #index = new HashIndex();
  readonly #factors: readonly [Factors, Factors];
  readonly #hash = new Int32Array(BATCH_HALVES);
  readonly #printA = new Int32Array(BATCH_HALVES);
  readonly #printB = new Int32Array(BATCH_HALVES);
  readonly #ports = new Int32Array(BATCH_HALVES);
  readonly #sort = new Int32Array(BATCH_HALVES);
  readonly #day = new Int32Array(BATCH_HALVES);
  readonly #row = new Int32Array(BATCH_HALVES);
  readonly #known = new Uint8Array(BATCH_HALVES);

  constructor(addresses: AddressTable, points: ObservationPoints, memory: RecordMemory, seed: number) {
    this.#factors = [factorsOf(seed), factorsOf(~seed)];
    this.#addresses = addresses;
    this.#points = points;
    this.#memory = memory;
    this.#resize(FIRST_ROWS);
  }

  source(row: number): number {
    return this.#ints[row * ROW_INTS + SOURCE] as number;
  }

  target(row: number): number {
    return this.#ints[row * ROW_INTS + TARGET] as number;
  }

  /** -1 for none. */
  sourcePort(row: number): number {
    const at = row * ROW_INTS;
    return (this.#ints[at + SORT] as number) & NO_SOURCE_PORT ? -1 : (this.#ints[at + PORTS] as number) >>> 16;
  }

  targetPort(row: number): number {
    const at = row * ROW_INTS;
    return (this.#ints[at + SORT] as number) & NO_TARGET_PORT ? -1 : (this.#ints[at + PORTS] as number) & 0xffff;
  }

  /** See `kindOf`. */
  kind(row: number): number {
    return (this.#ints[row * ROW_INTS + SORT] as number) & KIND_MASK;
  }

  point(row: number): number {
    return this.#ints[row * ROW_INTS + POINT] as number;
  }

  day(row: number): number {
    return this.#ints[row * ROW_INTS + DAY] as number;
  }

  /** Its records have start times. */
  isTimed(row: number): boolean {
    return ((this.#ints[row * ROW_INTS + SORT] as number) & IS_TIMED) !== 0;
  }

  /** Hints and {@link SYN_ONLY}. */
  bits(row: number): number {
    return (this.#ints[row * ROW_INTS + PIECES] as number) & (ONE_PIECE - 1);
  }

  pieces(row: number): number {
    return (this.#ints[row * ROW_INTS + PIECES] as number) >>> PIECES_SHIFT;
  }

  flags(row: number): number {
    return (this.#ints[row * ROW_INTS + FLAGS] as number) & 0xffff;
  }

  firstFlags(row: number): number {
    return (this.#ints[row * ROW_INTS + FLAGS] as number) >>> 16;
  }

  first(row: number): number {
    return this.#numbers[row * ROW_NUMBERS + FIRST] as number;
  }

  last(row: number): number {
    return this.#numbers[row * ROW_NUMBERS + LAST] as number;
  }

  packets(row: number): number {
    return this.#numbers[row * ROW_NUMBERS + PACKETS] as number;
  }

  octets(row: number): number {
    return this.#numbers[row * ROW_NUMBERS + OCTETS] as number;
  }

  /** Adds the batch up and empties it. */
  fold(): void {
    const { batch } = this;
    const { rows } = batch;
    if (this.rows + rows > this.#room) this.#resize(Math.max(Math.ceil(this.#room * 1.25), this.rows + rows));
    this.#index.reserve(rows);
    this.#hashBatch();
    this.#findRows();
    this.#memory.note(this.#printA, this.#printB, batch.bits, REPEATABLE, rows, this.#known);
    this.#count();
    this.#judge();
    batch.rows = 0;
  }

  /** Begins the next window. */
  clear(): void {
    if (this.rows * 8 < this.#room && this.#room > FIRST_ROWS) {
      this.rows = 0;
      this.#resize(Math.max(FIRST_ROWS, this.#room >> 1));
    }
    this.rows = 0;
    this.#index.clear();
  }

  #hashBatch(): void {
    const { rows, source, target, sourcePort, targetPort, kind, point, bits, tcpFlags } = this.batch;
    const { packets, octets, first, last } = this.batch;
    const addressA = this.#addresses.hashA;
    const addressB = this.#addresses.hashB;
    const pointA = this.#points.hashA;
    const pointB = this.#points.hashB;
    const [a, b] = this.#factors;
    const days = this.#day;
    const sorts = this.#sort;
    const bothPorts = this.#ports;
    const hashes = this.#hash;
    const printsA = this.#printA;
    const printsB = this.#printB;
    let day = 0;
    let dayBegin = Number.NaN;
    for (let i = 0; i < rows; i++) {
      const from = source[i] as number;
      const to = target[i] as number;
      const at = point[i] as number;
      const began = first[i] as number;
      const fromPort = sourcePort[i] as number;
      const toPort = targetPort[i] as number;
      const ports = (fromPort << 16) | (toPort & 0xffff);
      // Records of one batch are mostly of one day.
      if (!(began >= dayBegin && began < dayBegin + DAY_MS)) {
        day = Math.floor(began / DAY_MS);
        dayBegin = day * DAY_MS;
      }
      const sort =
        (kind[i] as number) |
        (fromPort < 0 ? NO_SOURCE_PORT : 0) |
        (toPort < 0 ? NO_TARGET_PORT : 0) |
        ((bits[i] as number) & TIMED ? IS_TIMED : 0);
      const keyA = sumOf6(a, addressA[from] as number, addressA[to] as number, ports, sort, pointA[at] as number, day);
      const keyB = sumOf6(b, addressB[from] as number, addressB[to] as number, ports, sort, pointB[at] as number, day);
      const sent = packets[i] as number;
      const size = octets[i] as number;
      const flags = tcpFlags[i] as number;
      // The day and the low bits of the time are the time.
      const duration = (last[i] as number) - began;
      const high = sent < WORD && size < WORD ? 0 : Math.floor(sent / WORD) ^ (Math.floor(size / WORD) << 11);
      days[i] = day;
      sorts[i] = sort;
      bothPorts[i] = ports;
      hashes[i] = spread(keyA);
      printsA[i] = spread(keyA + sumOfCounts(a, flags, sent, size, began, duration, high));
      printsB[i] = spread(keyB + sumOfCounts(b, flags, sent, size, began, duration, high));
    }
  }

  /** Finds the row of each half, or begins one. */
  #findRows(): void {
    const { rows, source, target, point } = this.batch;
    const { slots, mask } = this.#index;
    const ints = this.#ints;
    const hashes = this.#hash;
    const bothPorts = this.#ports;
    const sorts = this.#sort;
    const days = this.#day;
    const found = this.#row;
    // Reads ahead without asking what is there: see `touch` in record-memory.ts.
    for (let i = 0; i < rows; i++) found[i] = Math.max(1, slots[((hashes[i] as number) & mask) * 2] as number);
    let touched = 0;
    for (let i = 0; i < rows; i++) touched ^= ints[((found[i] as number) - 1) * ROW_INTS + SOURCE] as number;
    // Kept, so that no compiler takes the loops for idle.
    found[0] = touched;
    for (let i = 0; i < rows; i++) {
      const hash = hashes[i] as number;
      let place = hash & mask;
      let row = (slots[place * 2] as number) - 1;
      for (; row >= 0; place = (place + 1) & mask, row = (slots[place * 2] as number) - 1) {
        if (slots[place * 2 + 1] !== hash) continue;
        const at = row * ROW_INTS;
        if (
          ints[at + SOURCE] === source[i] &&
          ints[at + TARGET] === target[i] &&
          ints[at + PORTS] === bothPorts[i] &&
          ints[at + SORT] === sorts[i] &&
          ints[at + POINT] === point[i] &&
          ints[at + DAY] === days[i]
        )
          break;
      }
      if (row < 0) {
        row = this.#begin(i);
        this.#index.put(place, hash, row);
      }
      found[i] = row;
    }
  }

  #begin(i: number): number {
    const { batch } = this;
    const ints = this.#ints;
    const numbers = this.#numbers;
    const row = this.rows++;
    const at = row * ROW_INTS;
    ints[at + SOURCE] = batch.source[i] as number;
    ints[at + TARGET] = batch.target[i] as number;
    ints[at + PORTS] = this.#ports[i] as number;
    ints[at + SORT] = this.#sort[i] as number;
    ints[at + POINT] = batch.point[i] as number;
    ints[at + DAY] = this.#day[i] as number;
    ints[at + FLAGS] = 0;
    ints[at + PIECES] = 0;
    const from = row * ROW_NUMBERS;
    numbers[from + FIRST] = Number.POSITIVE_INFINITY;
    numbers[from + LAST] = Number.NEGATIVE_INFINITY;
    numbers[from + PACKETS] = 0;
    numbers[from + OCTETS] = 0;
    return row;
  }

  #count(): void {
    const { rows, bits, tcpFlags, packets, octets, first, last } = this.batch;
    const ints = this.#ints;
    const numbers = this.#numbers;
    const rowOf = this.#row;
    const known = this.#known;
    for (let i = 0; i < rows; i++) {
      const row = rowOf[i] as number;
      const at = row * ROW_INTS;
      const hints = (bits[i] as number) & HINTS;
      if (known[i] === 1) {
        ints[at + PIECES] = (ints[at + PIECES] as number) | hints;
        continue;
      }
      const from = row * ROW_NUMBERS;
      const flags = tcpFlags[i] as number;
      const begin = first[i] as number;
      const end = last[i] as number;
      const earliest = numbers[from + FIRST] as number;
      const own = flags > 0 ? flags & 0xffff : 0;
      const before = ints[at + FLAGS] as number;
      if (begin < earliest) {
        numbers[from + FIRST] = begin;
        ints[at + FLAGS] = (before & 0xffff) | own | (own << 16);
      } else ints[at + FLAGS] = before | own | (begin === earliest ? own << 16 : 0);
      if (end > (numbers[from + LAST] as number)) numbers[from + LAST] = end;
      numbers[from + PACKETS] = (numbers[from + PACKETS] as number) + (packets[i] as number);
      numbers[from + OCTETS] = (numbers[from + OCTETS] as number) + (octets[i] as number);
      const pieces = ints[at + PIECES] as number;
      const isSynOnly = (own & (SYN | ACK)) === SYN;
      ints[at + PIECES] = (pieces + (pieces < MOST_PIECES ? ONE_PIECE : 0)) | hints | (isSynOnly ? SYN_ONLY : 0);
    }
  }

  /** Counts records of which every half was there, and those that told a group something new. */
  #judge(): void {
    const { rows, bits } = this.batch;
    const known = this.#known;
    let isFresh = false;
    for (let i = 0; i < rows; i++) {
      const own = bits[i] as number;
      if (known[i] === 0) isFresh = true;
      if ((own & LAST_HALF) === 0) continue;
      if (!isFresh) this.duplicates++;
      else if (own & TO_GROUP) this.toGroup++;
      isFresh = false;
    }
  }

  #resize(room: number): void {
    const buffer = new ArrayBuffer(room * LINE + LINE);
    const ints = new Int32Array(buffer, TO_LINE, room * ROW_INTS);
    if (this.rows > 0) ints.set(this.#ints.subarray(0, this.rows * ROW_INTS));
    this.#ints = ints;
    this.#numbers = new Float64Array(buffer, TO_LINE, room * ROW_NUMBERS);
    this.#room = room;
  }
}
