/** What one exporter said, in one record or one side of it, about the packets of one sender. */
export interface HalfRecord {
  /** Interfaces, direction and domain it was counted at, as one text: the same packets may be counted at several. */
  readonly point: string;
  readonly packets: number;
  readonly octets: number;
  /** Milliseconds since 1970 UTC; null when the record has no times. */
  readonly start: number | null;
  readonly end: number | null;
  readonly tcpFlags: number | null;
  /** Stands in for the times a record does not have. */
  readonly received: number;
}

/** Counts within one UTC day; times are milliseconds since 1970. */
export interface DayTally {
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  packets: number;
  octets: number;
  first: number;
  last: number;
}

const DAY = 86_400_000;
/** Records of one half remembered to know a repeated one, and points told apart. */
const MAX_PIECES = 4096;
const MAX_POINTS = 16;
/** Of those, kept from window to window: a datagram that comes twice comes soon. */
const CARRIED_PIECES = 16;
/** Days told apart; a conversation with more comes from an exporter whose clock is broken. */
export const MAX_DAYS = 64;

const NO_DAYS: readonly DayTally[] = [];

function startOf({ start, end, received }: HalfRecord): number {
  return start ?? end ?? received;
}

function endOf(record: HalfRecord): number {
  return Math.max(startOf(record), record.end ?? 0);
}

function dayOf(record: HalfRecord): DayTally {
  const first = startOf(record);
  return {
    day: Math.floor(first / DAY),
    packets: record.packets,
    octets: record.octets,
    first,
    last: endOf(record),
  };
}

/** True when both are the very same record. Records without times can't be told apart, and are not. */
function isSame(a: HalfRecord, b: HalfRecord): boolean {
  return (
    a.start !== null &&
    a.end !== null &&
    a.start === b.start &&
    a.end === b.end &&
    a.packets === b.packets &&
    a.octets === b.octets &&
    a.tcpFlags === b.tcpFlags &&
    a.point === b.point
  );
}

/** The records of one half that were counted at one point. */
class PointTally {
  readonly point: string;
  /** Mostly one, at most {@link MAX_DAYS}. */
  days: readonly DayTally[] = NO_DAYS;
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  readonly #pieces = new Set<string>();

  constructor(point: string) {
    this.point = point;
  }

  /** Counts a record; false when the very same one was there before. */
  count(record: HalfRecord): boolean {
    if (record.start !== null && record.end !== null) {
      const piece = `${record.start}|${record.end}|${record.packets}|${record.octets}|${record.tcpFlags}`;
      if (this.#pieces.has(piece)) return false;
      this.#pieces.add(piece);
      this.forgetPieces(MAX_PIECES);
    }
    this.#addDay(dayOf(record));
    this.first = Math.min(this.first, startOf(record));
    this.last = Math.max(this.last, endOf(record));
    return true;
  }

  /** Forgets the oldest pieces beyond a number. */
  forgetPieces(keep: number): void {
    if (this.#pieces.size <= keep) return;
    for (const piece of this.#pieces) {
      if (this.#pieces.size <= keep) return;
      this.#pieces.delete(piece);
    }
  }

  /** Adds the counts of a record, to the last day that is there when there are too many days already. */
  #addDay(tally: DayTally): void {
    const { days } = this;
    const isFull = days.length >= MAX_DAYS && !days.some(({ day }) => day === tally.day);
    const wanted = isFull ? Math.max(...days.map(({ day }) => day)) : tally.day;
    const known = days.find(({ day }) => day === wanted);
    if (known) widen(known, tally);
    else this.days = [...days, tally];
  }
}

const NO_POINTS: readonly PointTally[] = [];

export const SYN = 0x02;
export const RST = 0x04;
export const ACK = 0x10;

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
  /** Most halves are one record: then it is all there is, and no tally is made. */
  #only: HalfRecord | null = null;
  #points: readonly PointTally[] | null = null;

  /** Some record had flags. Exporters without the element, and some with it, always say 0. */
  get flagsKnown(): boolean {
    return this.flags !== 0;
  }

  /** Adds a record; false when it is a duplicate. */
  add(record: HalfRecord): boolean {
    if (this.pieces === 0) this.#only = record;
    else if (!this.#addFurther(record)) return false;
    this.#note(record);
    return true;
  }

  /** Keeps of a half that lasts what the next window needs. */
  endWindow(): void {
    for (const point of this.#points ?? []) point.forgetPieces(CARRIED_PIECES);
  }

  #addFurther(record: HalfRecord): boolean {
    if (this.#only) {
      if (isSame(this.#only, record)) return false;
      this.#points = NO_POINTS;
      this.#pointFor(this.#only.point).count(this.#only);
      this.#only = null;
    }
    return this.#pointFor(record.point).count(record);
  }

  #pointFor(name: string): PointTally {
    const points = this.#points ?? NO_POINTS;
    const known = points.find(({ point }) => point === name);
    if (known) return known;
    // An exporter that names ever new interfaces for one sender must not take memory for each.
    if (points.length === MAX_POINTS) return points[MAX_POINTS - 1] as PointTally;
    const tally = new PointTally(name);
    this.#points = [...points, tally];
    return tally;
  }

  #note(record: HalfRecord): void {
    const flags = record.tcpFlags ?? 0;
    this.flags |= flags;
    if ((flags & (SYN | ACK)) === SYN) this.synOnly = true;
    if (record.start !== null) {
      if (record.start < this.first) this.firstFlags = flags;
      else if (record.start === this.first) this.firstFlags |= flags;
      this.first = Math.min(this.first, record.start);
      this.last = Math.max(this.last, endOf(record));
    }
    this.packets += record.packets;
    this.pieces++;
  }

  /**
   * Counts per day, in new objects. Points whose times overlap have counted the same packets, so the largest of them
   * stands; points that follow each other (a route that moved) are added.
   */
  days(): DayTally[] {
    if (this.#only) return [dayOf(this.#only)];
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
export function addDay(days: Map<number, DayTally>, day: DayTally): void {
  const other = days.get(day.day);
  if (!other) {
    days.set(day.day, { ...day });
    return;
  }
  widen(other, day);
}

function widen(sum: DayTally, day: DayTally): void {
  sum.packets += day.packets;
  sum.octets += day.octets;
  sum.first = Math.min(sum.first, day.first);
  sum.last = Math.max(sum.last, day.last);
}
