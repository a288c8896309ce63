import type { ExporterDay } from '@scopemap/contract';
import { daysBetween } from '../coverage/day-grid.ts';
import { formatPlural } from '../ui/format.ts';

/** What a day lacks: exporters of which nothing came, and those of which something is known to be missing. */
export interface DayGap {
  readonly silent: readonly number[];
  readonly losing: readonly number[];
}

interface HeardDays {
  readonly from: string;
  readonly to: string;
  readonly days: readonly ExporterDay[];
}

/**
 * Days on which evidence has a gap. An exporter counts from the first day on which it was heard; days before `from` are not
 * known and so not in the result.
 */
export function dayGaps({ from, to, days }: HeardDays): ReadonlyMap<string, DayGap> {
  const byDay = Map.groupBy(days, ({ day }) => day);
  const known = new Set<number>();
  const gaps = new Map<string, DayGap>();
  for (const day of daysBetween(from, to)) {
    const heard = byDay.get(day) ?? [];
    for (const { exporterId } of heard) known.add(exporterId);
    const ids = new Set(heard.map(({ exporterId }) => exporterId));
    const silent = [...known].filter((id) => !ids.has(id));
    const losing = heard
      .filter(({ lost, undecodableSets }) => lost > 0 || undecodableSets > 0)
      .map(({ exporterId }) => exporterId);
    if (silent.length + losing.length > 0) gaps.set(day, { silent, losing });
  }
  return gaps;
}

/** `core-sw-1 silent; edge-fw lost records`. */
export function gapText({ silent, losing }: DayGap, names: ReadonlyMap<number, string>): string {
  const list = (ids: readonly number[]) => {
    const [first, second, ...more] = ids.map((id) => names.get(id) ?? `exporter ${id}`);
    if (first === undefined) return '';
    if (second === undefined) return first;
    return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`;
  };
  return [silent.length > 0 && `${list(silent)} silent`, losing.length > 0 && `${list(losing)} lost records`]
    .filter(Boolean)
    .join('; ');
}

/** What the chosen days say of their evidence; `first` is the first day of which anything is known. */
export function gapSummary(
  chosen: readonly { readonly day: string; readonly lastDay: string; readonly flows: number; readonly days: number }[],
  gaps: ReadonlyMap<string, DayGap>,
  known: { readonly from: string } | undefined,
): string {
  const empty = chosen.reduce((sum, { flows, days }) => sum + (flows === 0 ? days : 0), 0);
  if (empty > 0) return `${formatPlural(empty, 'day')} without flows`;
  const broken = chosen.filter(({ day }) => gaps.has(day)).length;
  if (broken > 0) return `${formatPlural(broken, 'day')} with gaps of an exporter`;
  if (!known || chosen.some(({ day }) => day < known.from)) return 'flows on every day';
  return 'every exporter heard on every day';
}
