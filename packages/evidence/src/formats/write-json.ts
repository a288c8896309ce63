import type { Cell, EvidenceTable } from '../tables/evidence-table.ts';

/** The table with its columns and rows as JSON, in pieces: one row a line, so that two packs can be compared by line. */
export function* writeJson(table: EvidenceTable, rows: Iterable<Readonly<Record<string, Cell>>>): Generator<string> {
  const { id, title, requirements, columns } = table;
  yield `${JSON.stringify({ id, title, requirements, columns }).slice(0, -1)},"rows":[`;
  let separator = '\n';
  for (const row of rows) {
    yield `${separator}${JSON.stringify(row)}`;
    separator = ',\n';
  }
  yield '\n]}\n';
}
