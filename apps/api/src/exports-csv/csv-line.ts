import { type CsvValue, csvRecord } from '@scopemap/evidence';

/** One record of a CSV file (RFC 4180) with its line end. Texts that begin like a formula get an apostrophe in front. */
export function csvLine(values: readonly CsvValue[]): string {
  return `${csvRecord(values)}\r\n`;
}
