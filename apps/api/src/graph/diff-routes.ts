import type { GraphDiff } from '@scopemap/contract';
import { type ComparedPeriod, type Db, findSnapshot, loadGraphDiff } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { ApiProblem, invalidField } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { toViewFilter } from '../view-filter.ts';

const LISTED = { hosts: 500 };

interface Asked {
  readonly cmpFrom?: string | undefined;
  readonly cmpTo?: string | undefined;
  readonly cmpSnapshot?: string | undefined;
}

async function comparedPeriod(db: Db, { cmpFrom, cmpTo, cmpSnapshot }: Asked): Promise<ComparedPeriod> {
  if (cmpSnapshot !== undefined) {
    const snapshot = await findSnapshot(db, cmpSnapshot);
    if (!snapshot) throw new ApiProblem('not-found', 'There is no such snapshot to compare with.');
    const day = (at: Date) => at.toISOString().slice(0, 10);
    return { from: day(snapshot.periodStart), to: day(snapshot.periodEnd), at: snapshot.takenAt };
  }
  if (cmpFrom === undefined && cmpTo === undefined)
    throw invalidField('cmpFrom', 'or cmpTo or cmpSnapshot has to be given');
  if (cmpFrom && cmpTo && cmpFrom > cmpTo) throw invalidField('cmpTo', 'lies before the first day');
  return { from: cmpFrom, to: cmpTo };
}

/** What changed between two periods. */
export function addGraphDiffRoutes(app: FastifyInstance, { db, infrastructure }: ApiDependencies): void {
  bind(app, 'graphDiff', async ({ query }): Promise<GraphDiff> => {
    const compared = await comparedPeriod(db, query);
    const { hosts, bundles, ...rest } = await loadGraphDiff(db, toViewFilter(query, infrastructure), compared, LISTED);
    return {
      period: { from: query.from ?? null, to: query.to ?? null },
      compared: { from: compared.from ?? null, to: compared.to ?? null },
      ...rest,
      hosts: hosts.map(({ zoneKey, ...host }) => ({ ...host, zone: zoneKey })),
      bundles: bundles.map(({ key, ...counts }) => ({ id: key, change: changeOf(counts), ...counts })),
    };
  });
}

function changeOf({ added, removed, kept }: { added: number; removed: number; kept: number }) {
  if (kept > 0 || (added > 0 && removed > 0)) return 'changed';
  return added > 0 ? 'added' : 'removed';
}
