import { isEmpty } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';

export function addStatusRoutes(app: FastifyInstance, { db, status }: ApiDependencies): void {
  bind(app, 'status', async () => ({
    product: 'Scopemap',
    version: status.version,
    flowPorts: [...status.flowPorts],
    dataFolder: status.dataFolder,
    empty: await isEmpty(db),
    collector: status.collector(),
  }));
}
