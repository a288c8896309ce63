import { useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';

/** Rows of a table that is longer than what is loaded of it. */
export interface RemoteRows<Row> {
  readonly total: number;
  /** Undefined: it is on its way. */
  at(index: number): Row | undefined;
  /** Tells which rows are in sight, from and up to and including these. */
  onRange(from: number, to: number): void;
}

const PAGE = 500;
/** Pages that are held at a time; whoever scrolls on has seen the ones before. */
const MOST_PAGES = 8;

interface RemoteRowsOptions<Row> {
  /** What the pages are asked by: the name of the endpoint and the filter. */
  readonly key: readonly unknown[];
  /** The first rows, which are there already. */
  readonly first: readonly Row[];
  readonly total: number;
  /** Reads one page. */
  load(page: { readonly limit: number; readonly offset: number }, signal: AbortSignal): Promise<readonly Row[]>;
}

/** Loads the pages of a long table that come in sight; null while all rows are there already. */
export function useRemoteRows<Row>({ key, first, total, load }: RemoteRowsOptions<Row>): RemoteRows<Row> | null {
  const [wanted, setWanted] = useState<readonly number[]>([]);
  const long = total > first.length && first.length > 0;
  const pages = useQueries({
    queries: (long ? wanted : []).map((page) => ({
      queryKey: [...key, 'page', page],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        load({ limit: PAGE, offset: first.length + page * PAGE }, signal),
    })),
  });
  const onRange = useCallback(
    (from: number, to: number) => {
      const pageOf = (index: number) => Math.floor((index - first.length) / PAGE);
      const near: number[] = [];
      for (let page = Math.max(0, pageOf(from)); page <= pageOf(Math.min(to, total - 1)); page++) near.push(page);
      setWanted((before) =>
        near.every((page) => before.includes(page)) ? before : [...new Set([...near, ...before])].slice(0, MOST_PAGES),
      );
    },
    [first.length, total],
  );
  const rows = new Map(wanted.map((page, index) => [page, pages[index]?.data]));
  const at = (index: number) =>
    index < first.length
      ? first[index]
      : rows.get(Math.floor((index - first.length) / PAGE))?.[(index - first.length) % PAGE];
  // The table asks for rows at every frame of a scroll: only another answer makes another object.
  return useMemo(() => (long ? { total, at, onRange } : null), [long, total, first, pages, onRange]);
}
