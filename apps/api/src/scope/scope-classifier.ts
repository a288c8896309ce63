import { setTimeout } from 'node:timers/promises';
import { type DatabaseServer, type Db, listenToNotices } from '@scopemap/database';
import {
  type BoundaryCoverage,
  type PlanOptions,
  type ReductionPlan,
  type ScopeChange,
  ScopeChangeError,
  type ScopeItem,
  type ScopeSuggestion,
} from '@scopemap/scope-model';
import {
  type ExplainedSystem,
  InstallationClassifier,
  type ItemSearch,
  type ReadAgain,
  type WhatIfResult,
} from './classify-installation.ts';
import type { PossibleZoneFact } from './possible-zone.ts';

/** Keeps the stored categories in step with the facts, and answers why they are what they are. */
export interface ScopeClassifier {
  /** The systems behind an address, the one that speaks for it first. Empty: not classified yet. */
  explain(address: string): Promise<readonly ExplainedSystem[]>;
  /** One page of what people have to look at, and how many there are; null before the first run. */
  items(search: ItemSearch): Promise<{ readonly items: readonly ScopeItem[]; readonly total: number } | null>;
  /** How well boundaries were watched; null before the first run. */
  coverage(): Promise<readonly BoundaryCoverage[] | null>;
  /** What would follow from changes, for the facts of now; or why they do not fit them, and the first that does not. */
  whatIf(changes: readonly ScopeChange[]): Promise<WhatIfResult | UnfitChange>;
  /** What would follow if a zone were written or removed, for the facts of now. */
  whatIfZone(possible: PossibleZoneFact): Promise<WhatIfResult>;
  /** Which contacts and rules to end first, for the facts of now. */
  plan(options: PlanOptions): Promise<ReductionPlan>;
  /** What the facts of now suggest and nobody has said yet. */
  suggestions(): Promise<readonly ScopeSuggestion[]>;
  /** Classifies what is stored now; resolves when the result is stored, too. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** A change that speaks of something which does not exist. */
export interface UnfitChange {
  readonly unfit: string;
  /** From 0. */
  readonly index: number;
}

export interface ScopeClassifierOptions {
  readonly db: Db;
  /** Where changes are heard; without it only `refresh` classifies. */
  readonly server?: DatabaseServer;
  readonly version: string;
  readonly onError?: (error: Error) => void;
}

/** Changes that come so close together are one. */
const TOGETHER_MS = 40;
/** Of the time that reading all contacts takes, how many times it rests before traffic makes it read them again. */
const REST = 2;
/** Expiry and the period move on by themselves. */
const AT_LEAST_EVERY_MS = 10 * 60_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;

/** What changed: nobody knows; relationships, beside facts; facts of any other kind; or tags alone. */
type Change = ReadAgain;

/** From the one that makes a run read the most to the one that makes it read the least. */
const CHANGES: readonly Change[] = ['all', 'traffic', 'facts', 'statements'];

function changeOf(payload: string): Change | null {
  const notice: unknown = JSON.parse(payload);
  const kind = typeof notice === 'object' && notice !== null && 'kind' in notice ? notice.kind : null;
  if (kind === 'traffic') return 'traffic';
  if (typeof notice === 'object' && notice && 'table' in notice && notice.table === 'review_decision') return null;
  if (kind === 'zones' && 'table' in (notice as object) && (notice as { table: unknown }).table === 'tag')
    return 'statements';
  return kind === 'zones' || kind === 'rules' || kind === 'import' ? 'facts' : null;
}

/**
 * Classifies once at the start and after each change that the database tells of; changes during a run make one more run. A run
 * that fails is tried again with growing pauses; until then the last complete one stands.
 */
export function createScopeClassifier({
  db,
  server,
  version,
  onError = () => {},
}: ScopeClassifierOptions): ScopeClassifier {
  const installation = new InstallationClassifier({ db, version });
  const stopping = new AbortController();
  const pending = new Set<Change>();
  let trafficRestsUntil = 0;
  let retryMs = FIRST_RETRY_MS;
  let running: Promise<void> | null = null;
  /** Runs one after the other, whoever asks for them. */
  let queue: Promise<unknown> = Promise.resolve();

  const pause = (ms: number) => setTimeout(ms, null, { signal: stopping.signal }).catch(() => {});

  function classify(again: ReadAgain): Promise<void> {
    const run = queue.then(async () => {
      const began = performance.now();
      await installation.classify(again);
      if (again === 'all' || again === 'traffic')
        trafficRestsUntil = performance.now() + REST * (performance.now() - began);
    });
    queue = run.catch(() => {});
    return run;
  }

  async function work(): Promise<void> {
    while (pending.size > 0 && !stopping.signal.aborted) {
      await pause(
        pending.has('facts') || pending.has('statements')
          ? TOGETHER_MS
          : Math.max(TOGETHER_MS, trafficRestsUntil - performance.now()),
      );
      if (stopping.signal.aborted) return;
      const rests = performance.now() < trafficRestsUntil;
      const taken = [...pending].filter((change) => change !== 'traffic' || !rests);
      for (const change of taken) pending.delete(change);
      try {
        await classify(CHANGES.find((change) => taken.includes(change)) ?? 'facts');
        retryMs = FIRST_RETRY_MS;
      } catch (error) {
        if (stopping.signal.aborted) return;
        onError(error as Error);
        for (const change of taken) pending.add(change);
        await pause(retryMs);
        retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
      }
    }
  }

  function heard(change: Change): void {
    pending.add(change);
    running ??= work().finally(() => {
      running = null;
    });
  }

  const notices =
    server &&
    listenToNotices(server, {
      onNotice: (payload) => {
        const change = changeOf(payload);
        if (change) heard(change);
      },
      // At first, and again after what nobody heard.
      onListening: () => heard('all'),
      onError,
    });
  const clock = server && setInterval(() => heard('facts'), AT_LEAST_EVERY_MS);
  clock?.unref();

  return {
    explain: async (address) => installation.explain(address),
    items: async (search) => installation.items(search),
    coverage: async () => installation.coverage(),
    whatIf: (changes) =>
      installation.whatIf(changes).catch((error: unknown) => {
        if (error instanceof ScopeChangeError) return { unfit: error.message, index: error.index };
        throw error;
      }),
    whatIfZone: (possible) => installation.whatIfZone(possible),
    plan: (planOptions) => installation.plan(planOptions),
    suggestions: () => installation.suggestions(),
    refresh: () => classify('all'),
    async close() {
      stopping.abort();
      clearInterval(clock);
      await notices?.close();
      await running;
      await queue;
    },
  };
}
