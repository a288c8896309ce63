import type { BoundaryCoverage, ScopeRun } from '@scopemap/contract';
import { listScopeRuns, type ScopeRunRow } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
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

/** A problem until there has been a first run: no items would read as nothing to do. */
function classified<Result>(result: Result | null): Result {
  if (result === null) throw new ApiProblem('unavailable', 'Nothing is classified yet; the first run is under way.');
  return result;
}

async function coverage({ db, classifier }: ApiDependencies): Promise<{ boundaries: BoundaryCoverage[] }> {
  const boundaries = classified(await classifier.coverage());
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
export function addRunRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const { db, classifier } = deps;

  bind(app, 'scopeRuns', async ({ query }) => {
    const { runs, total } = await listScopeRuns(db, query);
    return { runs: runs.map(presentRun), total };
  });

  bind(app, 'scopeItems', async ({ query }) => {
    const { items, total } = classified(await classifier.items(query));
    const named = await factNamer(
      db,
      items.flatMap(({ subject, facts }) => [subject, ...facts]),
    );
    return {
      items: items.map((item) => ({ ...item, subject: named(item.subject), facts: item.facts.map(named) })),
      total,
    };
  });

  bind(app, 'scopeCoverage', () => coverage(deps));
}
