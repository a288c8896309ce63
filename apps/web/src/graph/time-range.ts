export interface Day {
  /** `2026-09-17`, UTC. */
  readonly day: string;
  readonly flows: number;
}

/** One bar of the time bar: a day, or a long time without flows, which is drawn as one bar. */
export interface Bar extends Day {
  /** The last day it stands for; its own unless it is a long gap. */
  readonly lastDay: string;
  /** How many days it stands for. */
  readonly days: number;
}

const DAY_MS = 86_400_000;
const LONGEST_GAP = 14;

/** A bar for every day from the first to the last with data; more than 14 days without flows are one bar. */
export function toBars(days: readonly Day[]): readonly Bar[] {
  const bars: Bar[] = [];
  for (const { day, flows } of [...days].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    const before = bars.at(-1);
    if (before) bars.push(...gapBars(toTime(before.lastDay) + DAY_MS, toTime(day)));
    bars.push({ day, flows, lastDay: day, days: 1 });
  }
  return bars;
}

/** Bars for the days from `start` up to but without `end`. */
function gapBars(start: number, end: number): readonly Bar[] {
  const days = Math.round((end - start) / DAY_MS);
  if (days > LONGEST_GAP) return [{ day: toDay(start), flows: 0, lastDay: toDay(end - DAY_MS), days }];
  return Array.from({ length: days }, (_, index) => {
    const day = toDay(start + index * DAY_MS);
    return { day, flows: 0, lastDay: day, days: 1 };
  });
}

function toDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function toTime(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** First and last index of a range, both included. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** The bars that a period covers; open ends reach to the edge. Undefined when it covers none of them. */
export function periodToRange(bars: readonly Bar[], from: string | null, to: string | null): Range | undefined {
  const first = from === null ? 0 : bars.findIndex(({ lastDay }) => lastDay >= from);
  const last = to === null ? bars.length - 1 : bars.findLastIndex(({ day }) => day <= to);
  return first < 0 || last < first ? undefined : { first, last };
}

/** The period of a range; the full range is no restriction, so that new days join it by themselves. */
export function rangeToPeriod(bars: readonly Bar[], range: Range): { from: string | null; to: string | null } {
  const first = Math.min(range.first, range.last);
  const last = Math.max(range.first, range.last);
  if (first <= 0 && last >= bars.length - 1) return { from: null, to: null };
  return { from: bars[first]?.day ?? null, to: bars[last]?.lastDay ?? null };
}

/** Where a key moves one end of the range; undefined: not a key for it. */
export function moveEnd(key: string, index: number, count: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowLeft: index - 1,
    ArrowDown: index - 1,
    ArrowRight: index + 1,
    ArrowUp: index + 1,
    PageDown: index - 7,
    PageUp: index + 7,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined ? undefined : Math.min(Math.max(to, 0), count - 1);
}
