import type { ContactRows } from './contact-table.ts';

/** Rows of contacts by system, one list behind the other. */
export interface Adjacency {
  rows(system: number): Int32Array;
}

export function createAdjacency(contacts: Pick<ContactRows, 'count' | 'from' | 'to'>, systems: number): Adjacency {
  const { count, from, to } = contacts;
  const starts = new Int32Array(systems + 1);
  for (let row = 0; row < count; row++) {
    countOne(starts, (from[row] as number) + 1);
    countOne(starts, (to[row] as number) + 1);
  }
  for (let system = 0; system < systems; system++) (starts[system + 1] as number) += starts[system] as number;
  const next = starts.slice();
  const rows = new Int32Array(count * 2);
  for (let row = 0; row < count; row++) {
    rows[countOne(next, from[row] as number)] = row;
    rows[countOne(next, to[row] as number)] = row;
  }
  // Systems that came later have no contact.
  return { rows: (system) => rows.subarray(starts[system] ?? rows.length, starts[system + 1] ?? rows.length) };
}

/** Adds one and gives the number before. */
function countOne(counts: Int32Array, index: number): number {
  const before = counts[index] as number;
  counts[index] = before + 1;
  return before;
}
