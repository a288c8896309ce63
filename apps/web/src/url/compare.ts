/** What the period of a view is compared with: other days, or a snapshot with its window and moment. */
export type Compare =
  | { readonly kind: 'days'; readonly from: string; readonly to: string }
  | { readonly kind: 'snapshot'; readonly id: string };

const DAYS = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;
const SNAPSHOT = /^snap:([0-9a-f-]{36})$/;

/** Reads `2026-08-01..2026-08-31` or `snap:<id>`; null for anything else. */
export function readCompare(text: string | null): Compare | null {
  const days = DAYS.exec(text ?? '');
  if (days) return { kind: 'days', from: days[1] as string, to: days[2] as string };
  const snapshot = SNAPSHOT.exec(text ?? '');
  return snapshot ? { kind: 'snapshot', id: snapshot[1] as string } : null;
}

export function writeCompare(compare: Compare | null): string | null {
  if (!compare) return null;
  return compare.kind === 'days' ? `${compare.from}..${compare.to}` : `snap:${compare.id}`;
}

const DAY_MS = 86_400_000;

/** As many days as from `from` to `to`, right before them. */
export function daysBefore(from: string, to: string): Compare {
  const length = Date.parse(to) - Date.parse(from) + DAY_MS;
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  return { kind: 'days', from: day(Date.parse(from) - length), to: day(Date.parse(from) - DAY_MS) };
}
