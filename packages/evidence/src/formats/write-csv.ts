import type { Cell, ColumnKind, EvidenceTable } from '../tables/evidence-table.ts';

/** Spreadsheets take a text that begins so for a formula; an apostrophe before it keeps it a text (CWE-1236). */
const FORMULA = /^[=+\-@\t\r\n]/;
const QUOTED = /[",\r\n]/;

function fieldText(cell: Cell, kind: ColumnKind): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'number') return kind === 'instant' ? new Date(cell).toISOString() : String(cell);
  const text = typeof cell === 'string' ? cell : cell.join('; ');
  return FORMULA.test(text) ? `'${text}` : text;
}

function quoted(field: string): string {
  return QUOTED.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** The rows as CSV (RFC 4180), line by line with its end: header first, UTF-8, instants in ISO 8601, lists with `; `. */
export function* writeCsv(table: EvidenceTable, rows: Iterable<Readonly<Record<string, Cell>>>): Generator<string> {
  const columns = Object.entries(table.columns);
  yield `${columns.map(([, { header }]) => quoted(header)).join(',')}\r\n`;
  for (const row of rows) {
    yield `${columns.map(([key, { kind }]) => quoted(fieldText(row[key] ?? null, kind))).join(',')}\r\n`;
  }
}
