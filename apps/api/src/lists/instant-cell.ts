import type { Complain } from './list-lines.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/;

/**
 * An instant in UTC: `2027-06-30T12:00:00Z`, or a day, which means its end. As ISO 8601 with milliseconds; undefined when the cell
 * is empty or, of which it complains, holds something else.
 */
export function instantCell(
  cells: Readonly<Record<string, string>>,
  column: string,
  complain: Complain,
): string | undefined {
  const text = cells[column] ?? '';
  if (text === '') return undefined;
  const instant = new Date(DAY.test(text) ? `${text}T23:59:59.999Z` : INSTANT.test(text) ? text : Number.NaN);
  // A day that the month does not have would become one of the next.
  if (!Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text.slice(0, 10))) {
    return instant.toISOString();
  }
  complain(column, `"${text}" is no day such as 2027-06-30, and no instant such as 2027-06-30T12:00:00Z`);
  return undefined;
}
