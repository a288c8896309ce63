import { type GraphBudget, loadGraph } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { toViewFilter } from '../view-filter.ts';
import { presentGraph } from './present-graph.ts';

/** What the picture can carry; see the contract of the graph. */
const BUDGET: GraphBudget = { hosts: 600, bundleHosts: 50, bundleRelationships: 200 };

export function addGraphRoutes(app: FastifyInstance, { db, infrastructure }: ApiDependencies): void {
  bind(app, 'graph', async ({ query }) => {
    const rows = await loadGraph(db, toViewFilter(query, infrastructure), BUDGET);
    return presentGraph(rows, { from: query.from ?? null, to: query.to ?? null });
  });
}
