import type { ScopePlan, WhatIfResult } from '@scopemap/contract';
import type { Db } from '@scopemap/database';
import type { FactRef, ReductionPlan } from '@scopemap/scope-model';
import type { FastifyInstance } from 'fastify';
import { invalidField } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import type { WhatIfResult as Consequences } from './classify-installation.ts';
import { factNamer } from './named-facts.ts';

/** Moves that an answer lists. */
const MOST_MOVES = 1000;

const system = (id: string): FactRef => ({ kind: 'asset', id });

/** What would follow, with the names of what it speaks of. */
export async function presentConsequences(db: Db, { before, after, diff }: Consequences): Promise<WhatIfResult> {
  const moved = diff.moved.slice(0, MOST_MOVES);
  const changes = moved.flatMap(({ because }) => because.flatMap(({ fact }) => fact ?? []));
  const named = await factNamer(db, [...moved.map(({ id }) => system(id)), ...changes]);
  return {
    before,
    after,
    total: diff.moved.length,
    moved: moved.map(({ id, from, to, reasonBefore, reasonAfter, because }) => ({
      system: named(system(id)),
      from,
      to,
      before: reasonBefore.text,
      after: reasonAfter.text,
      because: because.flatMap(({ fact, change }) => (fact ? [{ ...named(fact), change }] : [])),
    })),
  };
}

async function presentPlan(db: Db, { now, steps, stuck }: ReductionPlan): Promise<ScopePlan> {
  const systems = steps.flatMap((step) => [
    ...step.leavesConnected,
    ...step.leavesScope,
    ...step.leavesScopeOnceTested,
  ]);
  const decisions = steps.flatMap((step) => step.decisions.map(({ kind, id }): FactRef => ({ kind, id })));
  const named = await factNamer(db, [...[...systems, ...stuck].map(system), ...decisions]);
  const listed = (ids: readonly string[]) => ids.map((id) => named(system(id)));
  return {
    now,
    steps: steps.map((step) => ({
      decisions: step.decisions.map(({ kind, id, lastSeen, flows }) => ({
        ...named({ kind, id }),
        kind,
        lastSeen: lastSeen === null ? null : new Date(lastSeen).toISOString(),
        flows,
      })),
      endedContacts: step.endedContacts.length,
      changes: [...step.changes] as ScopePlan['steps'][number]['changes'],
      leavesConnected: listed(step.leavesConnected),
      leavesScope: listed(step.leavesScope),
      leavesScopeOnceTested: listed(step.leavesScopeOnceTested),
      after: step.after,
    })),
    stuck: listed(stuck),
  };
}

/** What would follow from changes that nobody has made, and which ones would take the most out of scope. */
export function addWhatIfRoutes(app: FastifyInstance, { db, classifier }: ApiDependencies): void {
  bind(app, 'scopeWhatIf', async ({ body }) => {
    const result = await classifier.whatIf(body.changes);
    if ('unfit' in result) throw invalidField(`changes.${result.index}`, result.unfit);
    return presentConsequences(db, result);
  });

  bind(app, 'scopePlan', async ({ query }) => presentPlan(db, await classifier.plan(query)));
}
