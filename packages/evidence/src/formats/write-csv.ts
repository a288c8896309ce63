import type { Cell, ColumnKind, EvidenceTable } from '../tables/evidence-table.ts';
import { type CsvValue, csvRecord } from './csv-record.ts';

function csvValue(cell: Cell, kind: ColumnKind): CsvValue {
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'number') return kind === 'instant' ? new Date(cell).toISOString() : cell;
  return typeof cell === 'object' && cell !== null ? cell.join('; ') : cell;
}

/** The rows as CSV (RFC 4180), line by line with its end: header first, UTF-8, instants in ISO 8601, lists with `; `. */
export function* writeCsv(table: EvidenceTable, rows: Iterable<Readonly<Record<string, Cell>>>): Generator<string> {
  const columns = Object.entries(table.columns);
  yield `${csvRecord(columns.map(([, { header }]) => header))}\r\n`;
  for (const row of rows) {
    yield `${csvRecord(columns.map(([key, { kind }]) => csvValue(row[key] ?? null, kind)))}\r\n`;
  }
}
