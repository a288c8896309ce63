const WHOLE = new Intl.NumberFormat('en');
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `12,345` */
export function formatCount(value: number): string {
  return WHOLE.format(value);
}

/** `1 host`, `3 hosts`, `1,200 hosts` */
export function formatPlural(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

/** `812`, `41.2 k`, `3.1 M`: for tight places; the exact count belongs beside it or in a title. */
export function formatShort(value: number): string {
  if (value < 10_000) return formatCount(value);
  const [divisor, unit] = value < 999_950 ? [1e3, 'k'] : value < 999_950_000 ? [1e6, 'M'] : [1e9, 'G'];
  return `${(value / divisor).toFixed(1)} ${unit}`;
}

/** Octets in decimal units: `18.3 MB`. */
export function formatOctets(octets: number): string {
  let value = octets;
  let unit = 0;
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return unit === 0 ? `${formatCount(value)} B` : `${value.toFixed(1)} ${UNITS[unit]}`;
}

const DATE_TIME = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });

/** An instant in UTC, as evidence is read across time zones: `17 Sept 2026, 02:10`. */
export function formatInstant(iso: string): string {
  return DATE_TIME.format(new Date(iso));
}

/** A UTC day `2026-09-17` as `17 Sept 2026`. */
export function formatDay(day: string): string {
  return DAY.format(new Date(`${day.slice(0, 10)}T00:00:00Z`));
}

export function formatMonth(day: string): string {
  return MONTH.format(new Date(`${day}T00:00:00Z`));
}

/** `1 Sept – 30 Sept 2026`; open ends say so. */
export function formatPeriod(from: string | null, to: string | null): string {
  if (!from && !to) return 'All time';
  if (!from) return `until ${formatDay(to as string)}`;
  if (!to) return `since ${formatDay(from)}`;
  if (from === to) return formatDay(from);
  const sameYear = from.slice(0, 4) === to.slice(0, 4);
  return `${sameYear ? SHORT_DAY.format(new Date(`${from}T00:00:00Z`)) : formatDay(from)} – ${formatDay(to)}`;
}

/** How long ago, coarsely: `just now`, `5 minutes ago`, `3 days ago`. */
export function formatAge(iso: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  if (seconds < 60) return 'just now';
  if (seconds < 3600) return `${formatPlural(Math.floor(seconds / 60), 'minute')} ago`;
  if (seconds < 86_400) return `${formatPlural(Math.floor(seconds / 3600), 'hour')} ago`;
  return `${formatPlural(Math.floor(seconds / 86_400), 'day')} ago`;
}
