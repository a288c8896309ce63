import { listExporters } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';

export function addExporterRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'exporters', async () => {
    const exporters = await listExporters(db);
    return {
      exporters: exporters.map((exporter) => ({
        ...exporter,
        versions: [...exporter.versions],
        problems: { ...exporter.problems },
        firstSeen: exporter.firstSeen.toISOString(),
        lastSeen: exporter.lastSeen.toISOString(),
      })),
    };
  });
}
