import type { PictureSource } from '@scopemap/api';
import {
  completeHosts,
  completeRelationships,
  type Db,
  listRelationships,
  type Page,
  type PictureSelection,
  parseBundleKey,
} from '@scopemap/database';
import { percentile } from './median.ts';

/** As the page asks. */
const PAGE = { limit: 50, offset: 0 };
const NEIGHBOURS = { limit: 200, offset: 0 };

interface KnownGraph {
  readonly hosts: readonly { readonly id: number }[];
  readonly bundles: readonly { readonly id: string }[];
}

/** The answer of the picture, once it has read everything. */
async function known<Answer>(ask: () => Promise<Answer | null>): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The questions that a user's screen asks, by name. Hosts and zone pairs take turns. */
export async function questions(db: Db, picture: PictureSource): Promise<ReadonlyMap<string, () => Promise<unknown>>> {
  const { hosts, bundles } = JSON.parse(await known(() => picture.graph())) as KnownGraph;
  const keys = bundles.map(({ id }) => parseBundleKey(id)).filter((key) => key !== null);
  let turn = 0;
  const next = <T>(list: readonly T[]) => list[turn++ % list.length] as T;
  const related = async (of: PictureSelection, page: Page) =>
    completeRelationships(db, await known(() => picture.relationships(of, page)), undefined);
  return new Map<string, () => Promise<unknown>>([
    ['zone graph', () => known(() => picture.graph())],
    [
      'hosts page',
      async () => {
        const page = { ...PAGE, offset: (turn++ % 20) * PAGE.limit };
        return completeHosts(db, await known(() => picture.hosts(page)));
      },
    ],
    ["one host's neighbourhood", () => related({ hostId: next(hosts).id }, NEIGHBOURS)],
    ["a zone pair's relationships", () => related({ bundle: next(keys) }, PAGE)],
    ["one host's neighbourhood, from tables", () => listRelationships(db, { hostId: next(hosts).id }, NEIGHBOURS)],
    ["a zone pair's relationships, from tables", () => listRelationships(db, { bundle: next(keys) }, PAGE)],
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
