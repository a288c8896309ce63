/**
 * Spreadsheets take a text that begins so for a formula; an apostrophe before it keeps it a text (CWE-1236). A text that has
 * apostrophes there already gets one more, so that a reader who takes one away always has the text as it was.
 */
const FORMULA = /^'*[=+\-@\t\r\n]/;
const QUOTED = /[",\r\n]/;

export type CsvValue = string | number | boolean | null | undefined;

function field(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One record of a CSV file (RFC 4180), without its line end. */
export function csvRecord(values: readonly CsvValue[]): string {
  return values.map(field).join(',');
}
