import type { Zone } from '@scopemap/contract';
import {
  createZone,
  deleteZone,
  listZones,
  notify,
  updateZone,
  type ZoneResult,
  type ZoneRow,
} from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';

function present(zone: ZoneRow): Zone {
  return { ...zone, prefixes: [...zone.prefixes] };
}

function noZone(id: number): ApiProblem {
  return new ApiProblem('not-found', `There is no zone ${id}.`);
}

/** The zone that was written, or the problem in its way. */
function written(result: ZoneResult, id: number): Zone {
  if ('zone' in result) return present(result.zone);
  if ('missing' in result) throw noZone(id);
  const { field, value, otherZone } = result.conflict;
  const message =
    field === 'name'
      ? `A zone named "${otherZone}" already exists.`
      : `The prefix ${value} already belongs to the zone "${otherZone}".`;
  throw new ApiProblem('conflict', message, { [field]: message });
}

export function addZoneRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'zones', async () => {
    const { zones, unassignedHosts } = await listZones(db);
    return { zones: zones.map(present), unassignedHosts };
  });

  bind(app, 'createZone', async ({ body, caller }) => {
    const zone = written(await createZone(db, body, caller), 0);
    await notify(db, { kind: 'zones' });
    return zone;
  });

  bind(app, 'updateZone', async ({ params, body, caller }) => {
    const zone = written(await updateZone(db, params.id, body, caller), params.id);
    await notify(db, { kind: 'zones' });
    return zone;
  });

  bind(app, 'deleteZone', async ({ params, caller }) => {
    if (!(await deleteZone(db, params.id, caller))) throw noZone(params.id);
    await notify(db, { kind: 'zones' });
    return {};
  });
}
