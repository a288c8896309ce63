import { DayTallies, type DayTally } from './day-tally.ts';
import { BOTH_IN_ONE, DENIED, SAID_RECEIVER, SAID_SENDER } from './half-flow-batch.ts';
import { type HalfFlowTable, SYN_ONLY } from './half-flow-table.ts';
import { MAX_DAYS, PointTallies } from './point-tallies.ts';
import { RowTable } from './row-table.ts';

/** Integers of an observation: whose it is, and the next one of its conversation. */
const EXPORTER = 0;
const NEXT = 1;
const BITS = 2;
/** Day of what was given out, or -1 and the list of its days. */
const GIVEN_DAY = 3;
const GIVEN_LIST = 4;
/** Then of each half, the low one first: */
const HALVES = 5;
/** OR over all records, and over the earliest ones; 0 when none had flags. */
export const FLAGS = 0;
export const FIRST_FLAGS = 1;
/** Records; 0: its end was not seen to send. */
export const PIECES = 2;
/** Point and day of its records, or -1 and the list of several. */
const POINT = 3;
const DAY = 4;
const LIST = 5;
const HALF_INTS = 6;
const INTS = HALVES + 2 * HALF_INTS;

/** Numbers: of each half */
/** Earliest start and latest end of records with times; infinite without any. */
export const FIRST = 0;
export const LAST = 1;
/** Of all records together, and what is counted of its only point and day. */
export const PACKETS = 2;
const OCTETS = 3;
const DAY_FIRST = 4;
const DAY_LAST = 5;
const HALF_NUMBERS = 6;
/** and of what was given out. */
const GIVEN = 2 * HALF_NUMBERS;
const NUMBERS = GIVEN + 4;

const SAID_LOW = 1;
const SAID_HIGH = 2;
const WAS_DENIED = 4;
const IN_ONE = 8;
const WAS_GIVEN_OUT = 16;
const LOW_SYN_ONLY = 32;
/** What it was counted for in the traits of its exporter, eight bits. */
const NOTED_SHIFT = 8;

/** The halves of a conversation by their places in a row. */
export const LOW_HALF = 0;
export const HIGH_HALF = 1;

/** What each exporter saw of each conversation, in rows; those of one conversation are linked. */
export class ObservationTable {
  readonly #rows = new RowTable(INTS, NUMBERS);
  readonly #tallies = new PointTallies();
  readonly #now = new DayTallies();
  readonly #fresh = new DayTallies();

  get size(): number {
    return this.#rows.rows;
  }

  get ints(): Int32Array {
    return this.#rows.ints;
  }

  get numbers(): Float64Array {
    return this.#rows.numbers;
  }

  /** The first integer and the first number of a half. */
  halfInts(row: number, half: number): number {
    return row * INTS + HALVES + half * HALF_INTS;
  }

  halfNumbers(row: number, half: number): number {
    return row * NUMBERS + half * HALF_NUMBERS;
  }

  add(exporter: number): number {
    const row = this.#rows.add();
    const at = row * INTS;
    this.ints.fill(0, at, at + INTS);
    this.ints[at + EXPORTER] = exporter;
    this.ints[at + NEXT] = -1;
    return row;
  }

  exporter(row: number): number {
    return this.ints[row * INTS + EXPORTER] as number;
  }

  /** The next observation of the same conversation; -1 after the last. */
  next(row: number): number {
    return this.ints[row * INTS + NEXT] as number;
  }

  link(row: number, next: number): void {
    this.ints[row * INTS + NEXT] = next;
  }

  hasHalf(row: number, half: number): boolean {
    return this.ints[row * INTS + HALVES + half * HALF_INTS + PIECES] !== 0;
  }

  saidLow(row: number): boolean {
    return this.#has(row, SAID_LOW);
  }

  saidHigh(row: number): boolean {
    return this.#has(row, SAID_HIGH);
  }

  denied(row: number): boolean {
    return this.#has(row, WAS_DENIED);
  }

  bothInOne(row: number): boolean {
    return this.#has(row, IN_ONE);
  }

  synOnly(row: number, half: number): boolean {
    return this.#has(row, LOW_SYN_ONLY << half);
  }

  noted(row: number): number {
    return (this.ints[row * INTS + BITS] as number) >> NOTED_SHIFT;
  }

  note(row: number, noted: number): void {
    const at = row * INTS + BITS;
    this.ints[at] = ((this.ints[at] as number) & ((1 << NOTED_SHIFT) - 1)) | (noted << NOTED_SHIFT);
  }

  #has(row: number, bit: number): boolean {
    return ((this.ints[row * INTS + BITS] as number) & bit) !== 0;
  }

  /** Takes the bits that a half flow leaves, sent by this half's end. */
  hint(row: number, half: number, bits: number): void {
    let own = 0;
    if (bits & BOTH_IN_ONE) own |= IN_ONE;
    if (bits & DENIED) own |= WAS_DENIED;
    if (bits & SAID_SENDER) own |= SAID_LOW << half;
    if (bits & SAID_RECEIVER) own |= SAID_HIGH >> half;
    if (bits & SYN_ONLY) own |= LOW_SYN_ONLY << half;
    const at = row * INTS + BITS;
    this.ints[at] = (this.ints[at] as number) | own;
  }

  /** Adds what a row of half flows counted, of which there is something. */
  count(row: number, half: number, flows: HalfFlowTable, flow: number): void {
    const { ints, numbers } = this;
    const at = this.halfInts(row, half);
    const from = this.halfNumbers(row, half);
    const first = flows.first(flow);
    const last = flows.last(flow);
    const packets = flows.packets(flow);
    const octets = flows.octets(flow);
    const day = flows.day(flow);
    const point = flows.point(flow);
    const isNew = ints[at + PIECES] === 0;
    if (isNew) {
      numbers[from + FIRST] = Number.POSITIVE_INFINITY;
      numbers[from + LAST] = Number.NEGATIVE_INFINITY;
      ints[at + POINT] = point;
      ints[at + DAY] = day;
      ints[at + LIST] = -1;
      numbers[from + PACKETS] = 0;
      numbers[from + OCTETS] = 0;
      numbers[from + DAY_FIRST] = first;
      numbers[from + DAY_LAST] = last;
    }
    if (ints[at + LIST] === -1 && ints[at + POINT] === point && ints[at + DAY] === day) {
      numbers[from + OCTETS] = (numbers[from + OCTETS] as number) + octets;
      if (first < (numbers[from + DAY_FIRST] as number)) numbers[from + DAY_FIRST] = first;
      if (last > (numbers[from + DAY_LAST] as number)) numbers[from + DAY_LAST] = last;
    } else this.#countElsewhere(at, from, point, { day, packets, octets, first, last });
    ints[at + FLAGS] = (ints[at + FLAGS] as number) | flows.flags(flow);
    ints[at + PIECES] = (ints[at + PIECES] as number) + flows.pieces(flow);
    numbers[from + PACKETS] = (numbers[from + PACKETS] as number) + packets;
    if (!flows.isTimed(flow)) return;
    const earliest = numbers[from + FIRST] as number;
    const firstFlags = flows.firstFlags(flow);
    if (first < earliest) {
      ints[at + FIRST_FLAGS] = firstFlags;
      numbers[from + FIRST] = first;
    } else if (first === earliest) ints[at + FIRST_FLAGS] = (ints[at + FIRST_FLAGS] as number) | firstFlags;
    if (last > (numbers[from + LAST] as number)) numbers[from + LAST] = last;
  }

  #countElsewhere(at: number, from: number, point: number, tally: DayTally): void {
    const { ints } = this;
    if (ints[at + LIST] === -1)
      ints[at + LIST] = this.#tallies.begin(ints[at + POINT] as number, this.#onlyDay(at, from));
    this.#tallies.add(ints[at + LIST] as number, point, tally);
  }

  #onlyDay(at: number, from: number): DayTally {
    const { ints, numbers } = this;
    return {
      day: ints[at + DAY] as number,
      packets: numbers[from + PACKETS] as number,
      octets: numbers[from + OCTETS] as number,
      first: numbers[from + DAY_FIRST] as number,
      last: numbers[from + DAY_LAST] as number,
    };
  }

  /** Adds the counts of a half per UTC day. */
  #addDays(days: DayTallies, row: number, half: number): void {
    if (!this.hasHalf(row, half)) return;
    const { ints, numbers } = this;
    const at = this.halfInts(row, half);
    const from = this.halfNumbers(row, half);
    const list = ints[at + LIST] as number;
    if (list < 0)
      days.add(
        ints[at + DAY] as number,
        numbers[from + PACKETS] as number,
        numbers[from + OCTETS] as number,
        numbers[from + DAY_FIRST] as number,
        numbers[from + DAY_LAST] as number,
      );
    else
      for (const { day, packets, octets, first, last } of this.#tallies.days(list))
        days.add(day, packets, octets, first, last);
  }

  /** True when nothing of it was given out yet. */
  isNew(row: number): boolean {
    return !this.#has(row, WAS_GIVEN_OUT);
  }

  /**
   * Takes what an exporter counted since the last time this was asked; valid until the next call. Never negative, though a late record
   * may lower a sum.
   */
  takeFresh(row: number): DayTallies {
    const now = this.#now;
    now.count = 0;
    this.#addDays(now, row, LOW_HALF);
    this.#addDays(now, row, HIGH_HALF);
    const fresh = this.isNew(row) ? now : this.#lessGivenOut(row);
    this.#giveOut(row);
    return fresh;
  }

  #lessGivenOut(row: number): DayTallies {
    const now = this.#now;
    const fresh = this.#fresh;
    const given = this.givenOut(row);
    fresh.count = 0;
    for (let i = 0; i < now.count; i++) {
      const day = now.day[i] as number;
      let packets = now.packets[i] as number;
      let octets = now.octets[i] as number;
      for (const before of given) {
        if (before.day !== day) continue;
        packets = Math.max(0, packets - before.packets);
        octets = Math.max(0, octets - before.octets);
      }
      if (packets > 0 || octets > 0) fresh.push(day, packets, octets, now.first[i] as number, now.last[i] as number);
    }
    return fresh;
  }

  /** Notes all that is counted by now as given out. */
  #giveOut(row: number): void {
    const { ints, numbers } = this;
    const now = this.#now;
    const at = row * INTS;
    ints[at + BITS] = (ints[at + BITS] as number) | WAS_GIVEN_OUT;
    ints[at + GIVEN_DAY] = now.count === 1 ? (now.day[0] as number) : 0;
    ints[at + GIVEN_LIST] = now.count > 1 ? this.#tallies.ofDays(tallies(now)) : now.count === 1 ? -1 : -2;
    if (now.count !== 1) return;
    const from = row * NUMBERS + GIVEN;
    numbers[from] = now.packets[0] as number;
    numbers[from + 1] = now.octets[0] as number;
    numbers[from + 2] = now.first[0] as number;
    numbers[from + 3] = now.last[0] as number;
  }

  /** The counts that earlier windows gave out; none before the first. */
  givenOut(row: number): readonly DayTally[] {
    if (this.isNew(row)) return [];
    const { ints, numbers } = this;
    const list = ints[row * INTS + GIVEN_LIST] as number;
    if (list >= 0) return this.#tallies.read(list);
    if (list < -1) return [];
    const from = row * NUMBERS + GIVEN;
    return [
      {
        day: ints[row * INTS + GIVEN_DAY] as number,
        packets: numbers[from] as number,
        octets: numbers[from + 1] as number,
        first: numbers[from + 2] as number,
        last: numbers[from + 3] as number,
      },
    ];
  }

  /** Packets that were given out, of all days. */
  givenPackets(row: number): number {
    return this.#givenSum(row, 0);
  }

  givenOctets(row: number): number {
    return this.#givenSum(row, 1);
  }

  #givenSum(row: number, which: 0 | 1): number {
    if (this.isNew(row)) return 0;
    const list = this.ints[row * INTS + GIVEN_LIST] as number;
    if (list === -1) return this.numbers[row * NUMBERS + GIVEN + which] as number;
    return this.givenOut(row).reduce((sum, { packets, octets }) => sum + (which === 0 ? packets : octets), 0);
  }

  /** As many days were given out as are told apart. */
  fillsItsDays(row: number): boolean {
    return (
      !this.isNew(row) && (this.ints[row * INTS + GIVEN_LIST] as number) >= 0 && this.givenOut(row).length >= MAX_DAYS
    );
  }

  /**
   * Leaves the rows that `kept` has a 1 for; gives out where each went. Links between rows follow; points are numbered anew by `newPoint`,
   * exporters by `newExporter`.
   */
  keep(kept: Uint8Array, newPoint: (point: number) => number, newExporter: (exporter: number) => number): Int32Array {
    const places = this.#rows.keep(kept);
    const { ints } = this;
    const lists: number[] = [];
    const holders: number[] = [];
    for (let row = 0; row < this.size; row++) {
      const at = row * INTS;
      const next = ints[at + NEXT] as number;
      if (next >= 0) ints[at + NEXT] = places[next] as number;
      ints[at + EXPORTER] = newExporter(ints[at + EXPORTER] as number);
      if (!this.isNew(row)) holdList(at + GIVEN_LIST);
      for (let half = LOW_HALF; half <= HIGH_HALF; half++) {
        if (!this.hasHalf(row, half)) continue;
        const halfAt = this.halfInts(row, half);
        ints[halfAt + POINT] = newPoint(ints[halfAt + POINT] as number);
        holdList(halfAt + LIST);
      }
    }
    for (const [i, list] of this.#tallies.keep(lists, newPoint).entries()) ints[holders[i] as number] = list;
    return places;

    function holdList(at: number): void {
      if ((ints[at] as number) < 0) return;
      lists.push(ints[at] as number);
      holders.push(at);
    }
  }
}

function tallies({ count, day, packets, octets, first, last }: DayTallies): DayTally[] {
  return Array.from({ length: count }, (_, i) => ({
    day: day[i] as number,
    packets: packets[i] as number,
    octets: octets[i] as number,
    first: first[i] as number,
    last: last[i] as number,
  }));
}
