import { listExporterDays } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';

const DAY_MS = 86_400_000;

export function addExporterDayRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'exporterDays', async ({ query }) => {
    const { last, days } = await listExporterDays(db, query.days);
    const to = last ?? new Date().toISOString().slice(0, 10);
    const from = new Date(Date.parse(to) - (query.days - 1) * DAY_MS).toISOString().slice(0, 10);
    return { from, to, days };
  });
}
