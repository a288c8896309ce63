import { TIMED } from './half-flow-batch.ts';
import {
  BITS,
  DAY_OF,
  FIRST,
  FIRST_FLAGS,
  FLAGS,
  type HalfFlowTable,
  LAST,
  OCTETS,
  PACKETS,
  PIECES,
  ROW_INTS,
  ROW_NUMBERS,
  SYN_ONLY,
} from './half-flow-table.ts';
import { isSamePoint, type ObservationPoint } from './observation-points.ts';

/** Counts within one UTC day; times are milliseconds since 1970. */
export interface DayTally {
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  packets: number;
  octets: number;
  first: number;
  last: number;
}

/** Points told apart. An exporter that names ever new interfaces for one sender must not take memory for each. */
const MAX_POINTS = 16;
/** Days told apart; a conversation with more comes from an exporter whose clock is broken. */
export const MAX_DAYS = 64;

/** The records of one half that were counted at one point. */
class PointTally {
  readonly point: ObservationPoint;
  /** Mostly one, at most {@link MAX_DAYS}. */
  days: readonly DayTally[];
  first: number;
  last: number;

  constructor(point: ObservationPoint, tally: DayTally) {
    this.point = point;
    this.days = [tally];
    this.first = tally.first;
    this.last = tally.last;
  }

  /** Adds counts of a day, to the last day that is there when there are too many days already. */
  add(tally: DayTally): void {
    const { days } = this;
    const isFull = days.length >= MAX_DAYS && !days.some(({ day }) => day === tally.day);
    const wanted = isFull ? Math.max(...days.map(({ day }) => day)) : tally.day;
    const known = days.find(({ day }) => day === wanted);
    if (known) widen(known, tally);
    else this.days = [...days, tally];
    this.first = Math.min(this.first, tally.first);
    this.last = Math.max(this.last, tally.last);
  }
}

/** All that one exporter said about the packets of one sender of a conversation. */
export class HalfRecords {
  /** OR over all records; 0 when no record had flags. */
  flags = 0;
  /** Some record has SYN and never ACK: its sender began and had no answer in it. */
  synOnly = false;
  /** Earliest start and latest end of records with times; infinite without any. */
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  /** Flags of the earliest record: whether the half is seen from its beginning. */
  firstFlags = 0;
  packets = 0;
  pieces = 0;
  /** Most halves are of one point and day: then this is all there is. */
  #point: ObservationPoint | null = null;
  #tally: DayTally | null = null;
  #points: readonly PointTally[] | null = null;

  /** Some record had flags. Exporters without the element, and some with it, always say 0. */
  get flagsKnown(): boolean {
    return this.flags !== 0;
  }

  /** Adds what a row of the table counted, of which there is something. */
  add({ ints, numbers }: HalfFlowTable, row: number, point: ObservationPoint): void {
    const at = row * ROW_INTS;
    const from = row * ROW_NUMBERS;
    const bits = ints[at + BITS] as number;
    const first = numbers[from + FIRST] as number;
    const last = numbers[from + LAST] as number;
    const packets = numbers[from + PACKETS] as number;
    this.flags |= ints[at + FLAGS] as number;
    if (bits & SYN_ONLY) this.synOnly = true;
    if (bits & TIMED) {
      const firstFlags = ints[at + FIRST_FLAGS] as number;
      if (first < this.first) this.firstFlags = firstFlags;
      else if (first === this.first) this.firstFlags |= firstFlags;
      if (first < this.first) this.first = first;
      if (last > this.last) this.last = last;
    }
    this.packets += packets;
    this.pieces += ints[at + PIECES] as number;
    const octets = numbers[from + OCTETS] as number;
    this.#count(point, { day: ints[at + DAY_OF] as number, packets, octets, first, last });
  }

  #count(point: ObservationPoint, tally: DayTally): void {
    if (this.#points) this.#countAt(this.#points, point, tally);
    else if (this.#point === null || this.#tally === null) {
      this.#point = point;
      this.#tally = tally;
    } else if (this.#tally.day === tally.day && isSamePoint(this.#point, point)) widen(this.#tally, tally);
    else {
      const points = [new PointTally(this.#point, this.#tally)];
      this.#point = null;
      this.#tally = null;
      this.#points = points;
      this.#countAt(points, point, tally);
    }
  }

  #countAt(points: readonly PointTally[], point: ObservationPoint, tally: DayTally): void {
    const known = points.find((each) => isSamePoint(each.point, point));
    if (known) known.add(tally);
    else if (points.length === MAX_POINTS) points[MAX_POINTS - 1]?.add(tally);
    else this.#points = [...points, new PointTally(point, tally)];
  }

  /**
   * Counts per day, in new objects. Points whose times overlap have counted the same packets, so the largest of them
   * stands; points that follow each other (a route that moved) are added.
   */
  days(): DayTally[] {
    if (this.#tally) {
      const { day, packets, octets, first, last } = this.#tally;
      return [{ day, packets, octets, first, last }];
    }
    const [point, ...others] = this.#points ?? [];
    if (point && others.length === 0) return point.days.map((day) => ({ ...day }));
    const merged = new Map<number, DayTally>();
    for (const cluster of overlapping(this.#points ?? [])) {
      for (const day of largestPerDay(cluster).values()) addDay(merged, day);
    }
    return [...merged.values()];
  }
}

function overlapping(points: readonly PointTally[]): PointTally[][] {
  const clusters: PointTally[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const point of points.toSorted((a, b) => a.first - b.first)) {
    if (point.first > last || clusters.length === 0) clusters.push([]);
    clusters.at(-1)?.push(point);
    last = Math.max(last, point.last);
  }
  return clusters;
}

function largestPerDay(points: readonly PointTally[]): Map<number, DayTally> {
  const largest = new Map<number, DayTally>();
  for (const { days } of points) {
    for (const day of days) {
      const other = largest.get(day.day);
      if (!other) largest.set(day.day, { ...day });
      else {
        other.packets = Math.max(other.packets, day.packets);
        other.octets = Math.max(other.octets, day.octets);
        other.first = Math.min(other.first, day.first);
        other.last = Math.max(other.last, day.last);
      }
    }
  }
  return largest;
}

/** Adds the counts of one day to a map by day. */
function addDay(days: Map<number, DayTally>, day: DayTally): void {
  const other = days.get(day.day);
  if (!other) {
    days.set(day.day, { ...day });
    return;
  }
  widen(other, day);
}

/** Adds the counts of the same day. */
export function widen(sum: DayTally, day: DayTally): void {
  sum.packets += day.packets;
  sum.octets += day.octets;
  sum.first = Math.min(sum.first, day.first);
  sum.last = Math.max(sum.last, day.last);
}
