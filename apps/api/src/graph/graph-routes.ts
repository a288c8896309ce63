import { isUnfiltered, loadGraph } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import type { ApiDependencies } from '../dependencies.ts';
import { bindWritten, WrittenAnswer } from '../route.ts';
import { toViewFilter } from '../view-filter.ts';
import { BUDGET } from './graph-budget.ts';
import { presentGraph } from './present-graph.ts';

export function addGraphRoutes(app: FastifyInstance, { db, infrastructure, picture }: ApiDependencies): void {
  bindWritten(app, 'graph', async ({ query }) => {
    const filter = toViewFilter(query, infrastructure);
    const written = isUnfiltered(filter) ? await picture?.graph() : null;
    if (written) return new WrittenAnswer(written);
    const rows = await loadGraph(db, filter, BUDGET);
    return presentGraph(rows, { from: query.from ?? null, to: query.to ?? null });
  });
}
