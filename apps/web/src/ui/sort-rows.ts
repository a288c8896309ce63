export interface Sorting {
  readonly key: string;
  readonly descending: boolean;
}

const COLLATOR = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Sorted copy; equal rows keep their order, texts compare naturally (`host-2` before `host-10`). */
export function sortRows<Row>(
  rows: readonly Row[],
  value: (row: Row) => string | number,
  descending: boolean,
): readonly Row[] {
  const sign = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, key: value(row) }))
    .sort((a, b) => sign * compare(a.key, b.key))
    .map(({ row }) => row);
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : COLLATOR.compare(String(a), String(b));
}

/** The sorting after a click on a column's header: numbers begin with the largest, texts with the first. */
export function toggleSorting(sorting: Sorting, key: string, numeric: boolean): Sorting {
  return sorting.key === key ? { key, descending: !sorting.descending } : { key, descending: numeric };
}
