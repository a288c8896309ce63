import type { ExporterDay } from '@scopemap/contract';
import { formatCount, formatDay } from '../ui/format.ts';

const DAY_MS = 86_400_000;
const MINUTES_PER_DAY = 1440;

/** All UTC days from `from` to `to`, both included. */
export function daysBetween(from: string, to: string): string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, index) =>
    new Date(Date.parse(from) + index * DAY_MS).toISOString().slice(0, 10),
  );
}

/** What a day of an exporter says: `gap`, nothing came; `loss`, something came and something is known to be missing. */
export type DayState = 'gap' | 'loss' | 'heard';

export function dayState(day: ExporterDay | undefined): DayState {
  if (!day) return 'gap';
  return day.lost > 0 || day.undecodableSets > 0 ? 'loss' : 'heard';
}

export const DAY_MARK: Readonly<Record<DayState, string>> = { gap: '✕', loss: '!', heard: '●' };

/** `22 Nov 2026: heard in 1,380 of 1,440 minutes, 12 lost`. */
export function dayLabel(on: string, day: ExporterDay | undefined): string {
  if (!day) return `${formatDay(on)}: nothing received`;
  const parts = [
    `heard in ${formatCount(day.minutes)} of ${formatCount(MINUTES_PER_DAY)} minutes`,
    day.lost > 0 && `${formatCount(day.lost)} lost`,
    day.undecodableSets > 0 && `${formatCount(day.undecodableSets)} sets not decoded`,
  ];
  return `${formatDay(on)}: ${parts.filter(Boolean).join(', ')}`;
}

/** Share of the day's minutes in which something came, 0 to 1. */
export function heardShare(day: ExporterDay | undefined): number {
  return day ? Math.min(day.minutes / MINUTES_PER_DAY, 1) : 0;
}
