import { MapLayout } from '@scopemap/contract';
import { loadMapLayout, storeMapLayout } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';

/** Where the boxes of the map stand, the same for everybody. */
export function addLayoutRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'mapLayout', async () => {
    const stored = await loadMapLayout(db);
    const parsed = MapLayout.safeParse(stored);
    // A layout of another version of the product cannot be used: the next one replaces it.
    return parsed.success ? parsed.data : { revision: stored.revision, layout: null };
  });

  bind(app, 'storeMapLayout', async ({ body, caller }) => {
    const revision = await storeMapLayout(db, body, caller);
    if (revision === null) throw new ApiProblem('conflict', 'Somebody else has arranged the map meanwhile.');
    return { revision };
  });
}
