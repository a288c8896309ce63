import type { ListProblem } from '@scopemap/contract';
import { CsvError, parse } from 'csv-parse/sync';

/** A line of a table with a head line; `cells` by the column's name. */
export interface TableLine {
  /** Where it begins in the file, from 1. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export interface CsvTable {
  readonly columns: readonly string[];
  readonly lines: readonly TableLine[];
  readonly problems: readonly ListProblem[];
}

const SEPARATORS = [',', ';', '\t'] as const;
/** More columns than any list has; a file with more is none. */
const MOST_COLUMNS = 200;
/** What `csvRecord` writes before a text that a spreadsheet would take for a formula. */
const GUARDED = /^'+[=+\-@\t\r\n]/;

const problem = (line: number, message: string): ListProblem => ({ line, column: null, value: null, message });

/** `Claim reason` and `claim_reason` are the same column. */
function columnName(head: string): string {
  return head
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** Spreadsheets write the separator of their language: the one that the head line has most of. */
function separatorOf(head: string): string {
  const count = (separator: string) => head.split(separator).length;
  return SEPARATORS.reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}

const withoutGuard = (cell: string) => (GUARDED.test(cell) ? cell.slice(1) : cell);

/** The columns that the first line of a text names; none when it is no head line. */
export function headColumns(text: string): string[] {
  const head = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/, 1)[0] ?? '';
  try {
    const [columns] = parse(head, { delimiter: separatorOf(head) }) as string[][];
    return columns?.map(columnName) ?? [];
  } catch {
    return [];
  }
}

interface ReadRecord {
  readonly record: readonly string[];
  /** Of the last line that it stands on. */
  readonly info: { readonly lines: number };
}

const lineEnds = (cells: readonly string[]) =>
  cells.reduce((sum, cell) => sum + cell.split(/\r\n|\r|\n/).length - 1, 0);

/**
 * Reads a CSV text (RFC 4180) with a head line; separators are commas, semicolons or tabs. A quoted cell may hold line ends. What
 * is no proper CSV is a problem that names the line; without problems every line has a cell for each column.
 */
export function readCsvTable(text: string): CsvTable {
  if (text.includes('\0') || text.includes('\uFFFD')) {
    const message = 'the file is not UTF-8 text; save it as "CSV UTF-8"';
    return { columns: [], lines: [], problems: [problem(1, message)] };
  }
  let records: ReadRecord[];
  try {
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true } as const;
    const head = text.split(/\r\n|\r|\n/, 1)[0] ?? '';
    records = parse(text, { ...options, delimiter: separatorOf(head) }) as unknown as ReadRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    return { columns: [], lines: [], problems: [problem(line, wordsOf(error))] };
  }
  const [head, ...rows] = records;
  const columns = head?.record.map(columnName) ?? [];
  if (columns.length > MOST_COLUMNS)
    return { columns: [], lines: [], problems: [problem(1, 'it has too many columns')] };
  const problems: ListProblem[] = columns
    .filter((column, index) => column !== '' && columns.indexOf(column) !== index)
    .map((column) => ({ ...problem(1, 'the column is there twice'), column }));
  const lines: TableLine[] = [];
  for (const { record, info } of rows) {
    if (record.every((cell) => cell.trim() === '')) continue;
    const line = info.lines - lineEnds(record);
    if (record.length !== columns.length) {
      problems.push(problem(line, `it has ${record.length} cells, the head line ${columns.length}`));
      continue;
    }
    const cells = Object.fromEntries(columns.map((column, i) => [column, withoutGuard((record[i] as string).trim())]));
    lines.push({ line, cells });
  }
  return { columns, lines, problems };
}

/** The parser's own messages repeat the text of the record. */
function wordsOf({ code }: CsvError): string {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quoted cell that begins here or before is not closed';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'text follows a quoted cell';
    case 'INVALID_OPENING_QUOTE':
      return 'a quote stands within a cell that does not begin with one';
    default:
      return `it is no CSV (${code})`;
  }
}
