import type { ListProblem } from '@scopemap/contract';
import type { ListValues } from '@scopemap/database';
import type { z } from 'zod';
import type { TableLine } from './csv-table.ts';

/** What a line says: of which thing, and the cells that are not empty, as they are stored. */
export interface ReadLine {
  readonly line: number;
  readonly key: string;
  readonly subject: string;
  readonly given: ListValues;
}

type Cells = TableLine['cells'];

/** Says what cannot be used of a line; `column` null: the line as a whole. */
export type Complain = (column: string | null, message: string) => void;

/** How the lines of one kind of list are read and checked. Pure: what it must know of the installation is given to it. */
export interface LineReader {
  /** All that are read, in the order of an export. */
  readonly columns: readonly string[];
  /** What a new thing has where its line has an empty cell; any other column must be given then. */
  readonly defaults: ListValues;
  /** Things come from elsewhere, as hosts come from traffic: a line about a new one stores nothing. */
  readonly addsNone?: boolean;
  /** Null when the line cannot be used; then it has complained. */
  read(cells: Cells, complain: Complain): Omit<ReadLine, 'line'> | null;
  /** What stands against the outcome as a whole. */
  check?(outcome: ReadonlyMap<string, ListValues>, lines: readonly ReadLine[]): ListProblem[];
}

/** The value of a cell by its schema; undefined when it is empty, and when it cannot be used, of which it complains. */
export function readCell<Schema extends z.ZodType>(
  cells: Cells,
  column: string,
  schema: Schema,
  complain: Complain,
): z.output<Schema> | undefined {
  const text = cells[column] ?? '';
  if (text === '') return undefined;
  const parsed = schema.safeParse(text);
  if (parsed.success) return parsed.data;
  complain(column, parsed.error.issues[0]?.message ?? 'cannot be used');
  return undefined;
}

/** Cells that stand as they are, by their longest length, without the empty ones. */
export function textCells(
  cells: Cells,
  longest: Readonly<Record<string, number>>,
  complain: Complain,
): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [column, most] of Object.entries(longest)) {
    const text = cells[column] ?? '';
    if (text.length > most) complain(column, `is longer than ${most} signs`);
    else if (text !== '') given[column] = text;
  }
  return given;
}

/** Everything that the lines of a file say, and what is wrong with them. */
export function readLines(
  reader: LineReader,
  table: readonly TableLine[],
): { readonly lines: ReadLine[]; readonly problems: ListProblem[] } {
  const problems: ListProblem[] = [];
  const lines: ReadLine[] = [];
  const lineOf = new Map<string, number>();
  for (const { line, cells } of table) {
    const complain: Complain = (column, message) => {
      problems.push({ line, column, value: column === null ? null : (cells[column] ?? ''), message });
    };
    const before = problems.length;
    const read = reader.read(cells, complain);
    if (!read || problems.length > before) continue;
    const first = lineOf.get(read.key);
    if (first === undefined) {
      lineOf.set(read.key, line);
      lines.push({ line, ...read });
    } else complain(null, `${read.subject} stands in line ${first}, too`);
  }
  return { lines, problems };
}
