import { type Db, listHosts, listRelationships, loadGraph, parseBundleKey } from '@scopemap/database';
import { percentile } from './median.ts';

/** As the API asks. */
const BUDGET = { hosts: 600, namedPairs: 4 };
const PAGE = { limit: 50, offset: 0 };

/** The questions that a user's screen asks, by name. */
export async function questions(db: Db): Promise<ReadonlyMap<string, () => Promise<unknown>>> {
  const { hosts } = await listHosts(db, {}, PAGE);
  const { bundles } = await loadGraph(db, {}, BUDGET);
  const keys = bundles.map(({ key }) => parseBundleKey(key)).filter((key) => key !== null);
  let turn = 0;
  const next = <T>(list: readonly T[]) => list[turn++ % list.length] as T;
  return new Map<string, () => Promise<unknown>>([
    ['zone graph', () => loadGraph(db, {}, BUDGET)],
    ["one host's neighbourhood", () => loadGraph(db, { hostId: next(hosts).id }, BUDGET)],
    ["one host's relationships", () => listRelationships(db, { hostId: next(hosts).id }, PAGE)],
    ["a zone pair's relationships", () => listRelationships(db, { bundle: next(keys) }, PAGE)],
    ['hosts page', () => listHosts(db, {}, PAGE)],
  ]);
}

export interface ReadTimes {
  readonly question: string;
  readonly asked: number;
  /** Milliseconds. */
  readonly median: number;
  readonly p95: number;
}

/** Asks one question from `readers` connections at a time, for `seconds`, and once each at least. */
export async function timeReads(
  question: string,
  ask: () => Promise<unknown>,
  { readers, seconds }: { readonly readers: number; readonly seconds: number },
): Promise<ReadTimes> {
  const times: number[] = [];
  const until = performance.now() + seconds * 1000;
  const read = async () => {
    for (let i = 0; i < 1 || performance.now() < until; i++) {
      const begin = performance.now();
      await ask();
      times.push(performance.now() - begin);
    }
  };
  await ask();
  await Promise.all(Array.from({ length: readers }, read));
  return { question, asked: times.length, median: percentile(times, 0.5), p95: percentile(times, 0.95) };
}
