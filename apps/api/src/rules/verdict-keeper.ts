import { setImmediate, setTimeout } from 'node:timers/promises';
import {
  type Db,
  dropStaleVerdicts,
  type JudgedRelationship,
  listHostIds,
  listOtherMessages,
  listRuleJudgements,
  listUnjudged,
  type RuleVerdictRow,
  storeRuleVerdicts,
} from '@scopemap/database';
import type { LiveEventSource } from '../events/live-events.ts';
import { createControlJudge } from './control-judge.ts';
import { basisOf, type ControlBindings, listControlBindings, loadRuleFile } from './control-rules.ts';
import { loadPlaces, type PlaceIndex } from './place-index.ts';

export interface VerdictKeeperOptions {
  readonly db: Db;
  readonly events: LiveEventSource;
  readonly onError: (error: Error) => void;
  /** Between two passes, so that steady traffic is judged in batches; default 2 s. */
  readonly pauseMs?: number;
}

/** Keeps the stored verdicts in step with rules, bindings, places and relationships. */
export interface VerdictKeeper {
  /** Works until nothing is left to be judged. */
  settled(): Promise<void>;
  /** Ends the pass that is under way and starts no other. */
  close(): Promise<void>;
}

const RELATIONSHIPS_A_BATCH = 20_000;
/** Judged without a break; requests are answered in between. */
const RELATIONSHIPS_A_SLICE = 500;
/** Ids are given before they become visible: a slow transaction may bring some that are lower than the last one seen. */
const LOOKED_AT_AGAIN = 200_000;

/** Has no verdicts: what other bases said of the same rules does not count. */
const NO_RULE_SET = 0;

/** Starts at once. New traffic is judged as it comes; a change of rules or places starts over. */
export function createVerdictKeeper({ db, events, onError, pauseMs = 2_000 }: VerdictKeeperOptions): VerdictKeeper {
  const stopping = new AbortController();
  let wanted = true;
  // At the start nothing is known of what happened while nobody listened.
  let changed = true;
  let running: Promise<void> | null = null;

  const isStale = () => changed || stopping.signal.aborted;

  async function work(): Promise<void> {
    while (wanted && !stopping.signal.aborted) {
      const afterChange = changed;
      wanted = false;
      changed = false;
      await judgeAll(db, afterChange, isStale).catch(onError);
      if (wanted && !changed) await setTimeout(pauseMs, null, { signal: stopping.signal }).catch(() => {});
    }
  }

  function start(): Promise<void> {
    running ??= work().finally(() => {
      running = null;
      // Said between the last look and now.
      if (wanted && !stopping.signal.aborted) void start();
    });
    return running;
  }

  const unsubscribe = events.subscribe(({ kind }) => {
    if (kind !== 'zones' && kind !== 'traffic') return;
    wanted = true;
    changed ||= kind === 'zones';
    void start();
  });
  void start();

  return {
    async settled() {
      wanted = true;
      changed = true;
      await start();
    },
    async close() {
      unsubscribe();
      stopping.abort();
      await running;
    },
  };
}

/** `changed`: not only traffic is new; then what is gone is looked for as well. */
async function judgeAll(db: Db, changed: boolean, isStale: () => boolean): Promise<void> {
  const [controls, judgements] = await Promise.all([listControlBindings(db), listRuleJudgements(db)]);
  const relevant = controls.filter(({ bindings, boundaries }) => bindings.length > 0 || boundaries.length > 0);
  if (relevant.length === 0 && judgements.length === 0) return;
  const ids = relevant.map(({ id }) => id);
  if (changed) await dropStaleVerdicts(db, ids);
  const places = await loadPlaces(db);
  for (const control of relevant) {
    if (isStale()) return;
    const basis = basisOf(control, places);
    const before = judgements.find(({ controlId }) => controlId === control.id);
    const from = before?.basis === basis ? Math.max(Number(before.lastRelationship) - LOOKED_AT_AGAIN, 0) : null;
    await judgeControl(db, control, places, basis, from, isStale);
  }
}

/** `from` null: nothing that was judged before holds any more. */
async function judgeControl(
  db: Db,
  control: ControlBindings,
  places: PlaceIndex,
  basis: string,
  from: number | null,
  isStale: () => boolean,
): Promise<void> {
  const ids = { controlId: control.id, ruleSetId: control.ruleSet.id };
  const judge = createControlJudge(control, await loadRuleFile(db, control.ruleSet), places);
  let hosts = await listHostIds(db);

  /** Null: the pass is stale. */
  async function judged(batch: readonly JudgedRelationship[]): Promise<RuleVerdictRow[] | null> {
    if (batch.some(({ clientId, serverId }) => !hosts.has(clientId) || !hosts.has(serverId)))
      hosts = await listHostIds(db);
    const rows: RuleVerdictRow[] = [];
    for (let at = 0; at < batch.length; at += RELATIONSHIPS_A_SLICE) {
      await setImmediate();
      if (isStale()) return null;
      for (const relationship of batch.slice(at, at + RELATIONSHIPS_A_SLICE)) {
        const client = hosts.get(relationship.clientId);
        const server = hosts.get(relationship.serverId);
        const row = client && server ? judge(relationship, { client, server }) : null;
        if (row) rows.push(row);
      }
    }
    return rows;
  }

  let after = String(from ?? 0);
  let afresh = from === null;
  for (;;) {
    const others = afresh ? [] : await listOtherMessages(db, control.id);
    const batch = await listUnjudged(
      db,
      afresh ? { ...ids, ruleSetId: NO_RULE_SET } : ids,
      after,
      RELATIONSHIPS_A_BATCH,
    );
    const rows = await judged([...others, ...batch]);
    if (!rows) return;
    after = batch.at(-1)?.id ?? after;
    if (!(await storeRuleVerdicts(db, { ...ids, basis, lastRelationship: after }, rows, afresh))) return;
    afresh = false;
    if (batch.length < RELATIONSHIPS_A_BATCH) return;
  }
}
