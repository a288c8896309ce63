import type { BoundaryCoverage, ScopeRun } from '@scopemap/contract';
import { type Db, listCoverage, listScopeItems, listScopeRuns, type ScopeRunRow } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { factNamer } from './named-facts.ts';

function presentRun({ factsAt, madeAt, checkedAt, ...run }: ScopeRunRow): ScopeRun {
  return {
    ...run,
    factsAt: factsAt.toISOString(),
    madeAt: madeAt.toISOString(),
    checkedAt: checkedAt.toISOString(),
  };
}

async function coverage(db: Db): Promise<{ boundaries: BoundaryCoverage[] }> {
  const boundaries = await listCoverage(db);
  const refs = boundaries.flatMap(({ between, shortfalls }) => [
    ...between,
    ...shortfalls.flatMap(({ facts }) => facts),
  ]);
  const named = await factNamer(db, refs);
  return {
    boundaries: boundaries.map(({ between: [one, other], grade, shortfalls }) => ({
      between: [
        { ...one, name: named(one).name },
        { ...other, name: named(other).name },
      ],
      grade,
      shortfalls: shortfalls.map((shortfall) => ({ ...shortfall, facts: shortfall.facts.map(named) })),
    })),
  };
}

/** Runs of the classification, and what the latest one wants people to look at. */
export function addRunRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'scopeRuns', async ({ query }) => {
    const { runs, total } = await listScopeRuns(db, query);
    return { runs: runs.map(presentRun), total };
  });

  bind(app, 'scopeItems', async ({ query: { severity, code, ...page } }) => {
    const { items, total } = await listScopeItems(db, { severity, code }, page);
    const named = await factNamer(
      db,
      items.flatMap(({ subject, facts }) => [subject, ...facts]),
    );
    return {
      items: items.map((item) => ({ ...item, subject: named(item.subject), facts: item.facts.map(named) })),
      total,
    };
  });

  bind(app, 'scopeCoverage', () => coverage(db));
}
