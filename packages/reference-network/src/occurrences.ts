import type { Schedule } from './schedule.ts';
import { hashText, seededRandom } from './seeded-random.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** An ordinary relationship is used at least once in so many days, however small the scale. */
const LONGEST_PAUSE_DAYS = 5;

/** 0 is Sunday. Day 0 of the epoch was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Office days since the epoch, so that "every third office day" does not fall on weekends. */
function officeDayNumber(day: number): number {
  const sinceMonday = day + 3;
  return Math.floor(sinceMonday / 7) * 5 + Math.min(weekdayOf(day) - 1, 4);
}

function dayOfMonth(day: number): number {
  return new Date(day * DAY).getUTCDate();
}

/** How often on this day: fractions become "every n-th day", shifted per relationship. */
function countOn(dayNumber: number, perDay: number, seed: number): number {
  if (perDay >= 1) return Math.round(perDay);
  const every = Math.min(LONGEST_PAUSE_DAYS, Math.max(1, Math.round(1 / perDay)));
  return (dayNumber + (seed % every)) % every === 0 ? 1 : 0;
}

/** `count` moments between two hours, sorted: denser in the middle of the span when `peaked`, else apart from each other. */
function spreadOver(
  dayStart: number,
  fromHour: number,
  toHour: number,
  count: number,
  random: () => number,
  peaked: boolean,
): number[] {
  const moments: number[] = [];
  for (let i = 0; i < count; i++) {
    const share = peaked ? (random() + random()) / 2 : (i + 0.8 * random()) / count;
    moments.push(dayStart + Math.floor((fromHour + share * (toHour - fromHour)) * HOUR));
  }
  return moments.sort((a, b) => a - b);
}

/** A job of fixed hour starts up to ten minutes late. */
function jobAt(dayStart: number, hour: number, random: () => number): number[] {
  return [dayStart + hour * HOUR + Math.floor(random() * 600_000)];
}

function hourly(dayStart: number, random: () => number): number[] {
  return Array.from({ length: 24 }, (_, hour) => dayStart + hour * HOUR + Math.floor(random() * 300_000));
}

/**
 * Moments (ms since 1970 UTC, sorted) at which the relationship `id` begins a conversation on UTC day `day` (days since
 * 1970). Depends on nothing but its arguments, so that two periods agree on the days they share. `once` has none here.
 */
export function momentsOnDay(id: string, schedule: Schedule, day: number, scale: number): number[] {
  const seed = hashText(id);
  const random = seededRandom((seed ^ Math.imul(day, 0x9e3779b1)) >>> 0);
  const dayStart = day * DAY;
  switch (schedule.kind) {
    case 'business': {
      const weekday = weekdayOf(day);
      if (weekday === 0 || weekday === 6) return [];
      return spreadOver(dayStart, 6, 17, countOn(officeDayNumber(day), schedule.perDay * scale, seed), random, true);
    }
    case 'store':
      return spreadOver(dayStart, 8, 20, countOn(day, schedule.perDay * scale, seed), random, true);
    case 'continuous':
      return spreadOver(dayStart, 0, 24, countOn(day, schedule.perDay * scale, seed), random, false);
    case 'hourly':
      return hourly(dayStart, random);
    case 'nightly':
      return jobAt(dayStart, schedule.hour, random);
    case 'weekly':
      return weekdayOf(day) === schedule.weekday ? jobAt(dayStart, schedule.hour, random) : [];
    case 'month-end':
      return dayOfMonth(day + 1) === 1 || dayOfMonth(day) === 3 ? jobAt(dayStart, schedule.hour, random) : [];
    case 'once':
      return [];
  }
}

/** The single moment of a `once` schedule, some minutes after that many days before the end. */
export function onceMoment(daysBeforeEnd: number, end: number): number {
  return end - daysBeforeEnd * DAY + 617_000;
}
