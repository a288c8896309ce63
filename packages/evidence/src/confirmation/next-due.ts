import type { Confirmation } from '@scopemap/contract';

const DAY_MS = 86_400_000;

/** Days between two confirmations: 365 or 366, 180 to 184, 90 to 92 (12.5.2, 12.5.2.1, A3.2.1; periods as in the standard's table). */
const PERIOD_DAYS: Readonly<Record<Confirmation['entityRole'], number>> = {
  merchant: 365,
  'service-provider': 182,
  designated: 91,
};

/** The day (ISO 8601, UTC) by which the next confirmation is due after one that was approved at `approvedAt`. */
export function nextDue(role: Confirmation['entityRole'], approvedAt: Date): string {
  return new Date(approvedAt.getTime() + PERIOD_DAYS[role] * DAY_MS).toISOString().slice(0, 10);
}
