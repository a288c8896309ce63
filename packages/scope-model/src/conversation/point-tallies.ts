import { type DayTally, widen } from './day-tally.ts';
import { RowTable } from './row-table.ts';

/** Points told apart. An exporter that names ever new interfaces for one sender must not take memory for each. */
const MAX_POINTS = 16;
/** Days told apart; a conversation with more comes from an exporter whose clock is broken. */
export const MAX_DAYS = 64;

const POINT = 0;
/** Which of the list's points, in order of arrival. */
const ORDINAL = 1;
const DAY = 2;
const NEXT = 3;
const INTS = 4;
const PACKETS = 0;
const OCTETS = 1;
const FIRST = 2;
const LAST = 3;
const NUMBERS = 4;

/** The records of one half that were counted at one point. */
interface PointTally {
  readonly days: DayTally[];
  first: number;
  last: number;
}

/** Lists of counts by observation point and day, for the few that have more than one of them. A list is named by its first row; -1 is none. */
export class PointTallies {
  #table = new RowTable(INTS, NUMBERS);

  /** A new row before `next`. */
  begin(point: number, tally: DayTally, next = -1): number {
    return this.#append(point, 0, tally, next);
  }

  /** Adds counts to a list: to its last point when there are too many, and to that point's last day when there are too many of these. */
  add(list: number, point: number, tally: DayTally): void {
    const { ints } = this.#table;
    let ordinal = -1;
    let points = 0;
    for (let row = list; row >= 0; row = ints[row * INTS + NEXT] as number) {
      const own = ints[row * INTS + ORDINAL] as number;
      points = Math.max(points, own + 1);
      if (ints[row * INTS + POINT] === point) ordinal = own;
    }
    if (ordinal < 0) ordinal = Math.min(points, MAX_POINTS - 1);
    this.#addToPoint(list, point, ordinal, tally);
  }

  #addToPoint(list: number, point: number, ordinal: number, tally: DayTally): void {
    const { ints } = this.#table;
    let days = 0;
    let same = -1;
    let latest = -1;
    let end = list;
    let own = point;
    for (let row = list; row >= 0; row = ints[row * INTS + NEXT] as number) {
      end = row;
      if (ints[row * INTS + ORDINAL] !== ordinal) continue;
      days++;
      own = ints[row * INTS + POINT] as number;
      const day = ints[row * INTS + DAY] as number;
      if (day === tally.day) same = row;
      if (latest < 0 || day > (ints[latest * INTS + DAY] as number)) latest = row;
    }
    if (same < 0 && days >= MAX_DAYS) same = latest;
    if (same >= 0) this.#widen(same, tally);
    else {
      const added = this.#append(own, ordinal, tally, -1);
      this.#table.ints[end * INTS + NEXT] = added;
    }
  }

  /**
   * Counts of a half per day. Points whose times overlap have counted the same packets, so the largest of them stands; points that
   * follow each other (a route that moved) are added.
   */
  days(list: number): DayTally[] {
    const [only, ...others] = this.#points(list);
    if (only && others.length === 0) return only.days;
    const merged = new Map<number, DayTally>();
    for (const cluster of overlapping(only ? [only, ...others] : [])) {
      for (const day of largestPerDay(cluster).values()) addDay(merged, day);
    }
    return [...merged.values()];
  }

  /** A list of days at no point, of at least one. */
  ofDays(days: readonly DayTally[]): number {
    let list = -1;
    for (const day of days.toReversed()) list = this.begin(-1, day, list);
    return list;
  }

  /** The counts of a list, one by one. */
  read(list: number): DayTally[] {
    const tallies: DayTally[] = [];
    for (let row = list; row >= 0; row = this.#table.ints[row * INTS + NEXT] as number) tallies.push(this.#read(row));
    return tallies;
  }

  /** Leaves the lists that are told, in another table; gives out their new names in the same order, and numbers points anew. */
  keep(lists: readonly number[], newPoint: (point: number) => number): number[] {
    const before = this.#table;
    this.#table = new RowTable(INTS, NUMBERS);
    return lists.map((list) => {
      let first = -1;
      let end = -1;
      for (let row = list; row >= 0; row = before.ints[row * INTS + NEXT] as number) {
        const { ints, numbers } = before;
        const point = ints[row * INTS + POINT] as number;
        const from = row * NUMBERS;
        const added = this.#append(
          point < 0 ? point : newPoint(point),
          ints[row * INTS + ORDINAL] as number,
          {
            day: ints[row * INTS + DAY] as number,
            packets: numbers[from + PACKETS] as number,
            octets: numbers[from + OCTETS] as number,
            first: numbers[from + FIRST] as number,
            last: numbers[from + LAST] as number,
          },
          -1,
        );
        if (end < 0) first = added;
        else this.#table.ints[end * INTS + NEXT] = added;
        end = added;
      }
      return first;
    });
  }

  #points(list: number): PointTally[] {
    const points: PointTally[] = [];
    const { ints } = this.#table;
    for (let row = list; row >= 0; row = ints[row * INTS + NEXT] as number) {
      const day = this.#read(row);
      const known = points[ints[row * INTS + ORDINAL] as number];
      if (!known) points.push({ days: [day], first: day.first, last: day.last });
      else {
        known.days.push(day);
        known.first = Math.min(known.first, day.first);
        known.last = Math.max(known.last, day.last);
      }
    }
    return points;
  }

  #read(row: number): DayTally {
    const { ints, numbers } = this.#table;
    const from = row * NUMBERS;
    return {
      day: ints[row * INTS + DAY] as number,
      packets: numbers[from + PACKETS] as number,
      octets: numbers[from + OCTETS] as number,
      first: numbers[from + FIRST] as number,
      last: numbers[from + LAST] as number,
    };
  }

  #append(point: number, ordinal: number, { day, packets, octets, first, last }: DayTally, next: number): number {
    const row = this.#table.add();
    const { ints, numbers } = this.#table;
    ints[row * INTS + POINT] = point;
    ints[row * INTS + ORDINAL] = ordinal;
    ints[row * INTS + DAY] = day;
    ints[row * INTS + NEXT] = next;
    const from = row * NUMBERS;
    numbers[from + PACKETS] = packets;
    numbers[from + OCTETS] = octets;
    numbers[from + FIRST] = first;
    numbers[from + LAST] = last;
    return row;
  }

  #widen(row: number, { packets, octets, first, last }: DayTally): void {
    const { numbers } = this.#table;
    const from = row * NUMBERS;
    numbers[from + PACKETS] = (numbers[from + PACKETS] as number) + packets;
    numbers[from + OCTETS] = (numbers[from + OCTETS] as number) + octets;
    numbers[from + FIRST] = Math.min(numbers[from + FIRST] as number, first);
    numbers[from + LAST] = Math.max(numbers[from + LAST] as number, last);
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

function addDay(days: Map<number, DayTally>, day: DayTally): void {
  const other = days.get(day.day);
  if (other) widen(other, day);
  else days.set(day.day, { ...day });
}
