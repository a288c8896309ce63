/** Counts within one UTC day; times are milliseconds since 1970. */
export interface DayTally {
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  packets: number;
  octets: number;
  first: number;
  last: number;
}

/** Adds the counts of the same day. */
export function widen(sum: DayTally, day: DayTally): void {
  sum.packets += day.packets;
  sum.octets += day.octets;
  sum.first = Math.min(sum.first, day.first);
  sum.last = Math.max(sum.last, day.last);
}

/** Counts by day, mostly of one. It is filled again and again: millions of conversations need no object of their own for it. */
export class DayTallies {
  count = 0;
  readonly day: number[] = [];
  readonly packets: number[] = [];
  readonly octets: number[] = [];
  readonly first: number[] = [];
  readonly last: number[] = [];

  push(day: number, packets: number, octets: number, first: number, last: number): void {
    const at = this.count++;
    this.day[at] = day;
    this.packets[at] = packets;
    this.octets[at] = octets;
    this.first[at] = first;
    this.last[at] = last;
  }

  /** Adds counts to those of the same day. */
  add(day: number, packets: number, octets: number, first: number, last: number): void {
    const at = this.find(day);
    if (at < 0) {
      this.push(day, packets, octets, first, last);
      return;
    }
    this.packets[at] = (this.packets[at] as number) + packets;
    this.octets[at] = (this.octets[at] as number) + octets;
    this.first[at] = Math.min(this.first[at] as number, first);
    this.last[at] = Math.max(this.last[at] as number, last);
  }

  /** Where a day stands; -1 when it is not there. */
  find(day: number): number {
    for (let i = 0; i < this.count; i++) if (this.day[i] === day) return i;
    return -1;
  }

  /** The earliest day; infinite without any. */
  earliest(): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.count; i++) earliest = Math.min(earliest, this.day[i] as number);
    return earliest;
  }
}
