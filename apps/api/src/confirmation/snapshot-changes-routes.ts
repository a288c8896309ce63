import { type Db, findSnapshot, type SnapshotRow } from '@scopemap/database';
import { FACTS_VERSION } from '@scopemap/scope-model';
import type { FastifyInstance } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { presentSnapshot } from '../evidence/present-evidence.ts';
import { bind } from '../route.ts';

async function snapshotOf(db: Db, id: string): Promise<SnapshotRow> {
  const snapshot = await findSnapshot(db, id);
  if (!snapshot) throw new ApiProblem('not-found', `There is no snapshot ${id}.`);
  if (snapshot.modelVersion !== FACTS_VERSION)
    throw new ApiProblem('conflict', `Snapshot ${id} was taken with version ${snapshot.modelVersion} of the model.`);
  return snapshot;
}

/** What differs between two snapshots. */
export function addSnapshotChangesRoutes(app: FastifyInstance, { db, evidence }: ApiDependencies): void {
  bind(app, 'snapshotChanges', async ({ params, query }) => {
    const [before, after] = [await snapshotOf(db, query.since), await snapshotOf(db, params.id)];
    const { rows, candidates } = await evidence.compare(before.id, after.id);
    const groups = Map.groupBy(rows, ({ kind, change }) => `${kind} ${change}`);
    return {
      before: presentSnapshot(before),
      after: presentSnapshot(after),
      counts: [...groups.values()].flatMap((own) =>
        own[0] ? [{ kind: own[0].kind, change: own[0].change, count: own.length }] : [],
      ),
      total: rows.length,
      rows: rows.slice(0, query.limit),
      candidates,
    };
  });
}
