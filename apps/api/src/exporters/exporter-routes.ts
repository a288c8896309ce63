import type { Exporter } from '@scopemap/contract';
import { type ExporterRow, listCollectorLosses, listExporters, nameExporter, notify } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';

function present(exporter: ExporterRow): Exporter {
  return {
    ...exporter,
    versions: [...exporter.versions],
    problems: { ...exporter.problems },
    undecodable: { ...exporter.undecodable },
    firstSeen: exporter.firstSeen.toISOString(),
    lastSeen: exporter.lastSeen.toISOString(),
  };
}

export function addExporterRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'exporters', async () => {
    const [exporters, losses] = await Promise.all([listExporters(db), listCollectorLosses(db)]);
    return {
      exporters: exporters.map(present),
      losses: losses.map((loss) => ({ ...loss, last: loss.last.toISOString() })),
    };
  });

  bind(app, 'nameExporter', async ({ params, body, caller }) => {
    const isNamed = await nameExporter(db, params.id, body.name, caller);
    const named = isNamed && (await listExporters(db)).find(({ id }) => id === params.id);
    if (!named) throw new ApiProblem('not-found', `There is no exporter ${params.id}.`);
    await notify(db, { kind: 'zones' });
    return present(named);
  });
}
