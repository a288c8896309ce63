import { loadZoneMatrix } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import type { ApiDependencies } from '../dependencies.ts';
import { presentZones } from '../graph/present-graph.ts';
import { bind } from '../route.ts';
import { toViewFilter } from '../view-filter.ts';

export function addMatrixRoutes(app: FastifyInstance, { db, infrastructure }: ApiDependencies): void {
  bind(app, 'matrix', async ({ query }) => {
    const rows = await loadZoneMatrix(db, toViewFilter(query, infrastructure));
    return {
      period: { from: query.from ?? null, to: query.to ?? null },
      zones: presentZones(rows),
      cells: [...rows.cells],
      counts: rows.counts,
    };
  });
}
