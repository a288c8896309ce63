import type { Zone, ZonePreview } from '@scopemap/contract';
import {
  createZone,
  deleteZone,
  findZoneConflict,
  listZones,
  type MovingHost,
  notify,
  previewZone,
  updateZone,
  type ZoneConflict,
  type ZoneResult,
  type ZoneRow,
} from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { presentConsequences } from '../scope/what-if-routes.ts';

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
  throw conflictProblem(result.conflict);
}

function conflictProblem({ field, value, otherZone }: ZoneConflict): ApiProblem {
  const message =
    field === 'name'
      ? `A zone named "${otherZone}" already exists.`
      : `The prefix ${value} already belongs to the zone "${otherZone}".`;
  return new ApiProblem('conflict', message, { [field]: message });
}

/** Hosts that a preview names. */
const SAMPLE = 50;

function presentMoves(moving: readonly MovingHost[]): Omit<ZonePreview, 'categories'> {
  const moves = new Map<string, ZonePreview['moves'][number]>();
  for (const { from, to } of moving) {
    const key = JSON.stringify([from, to]);
    moves.set(key, { from, to, hosts: (moves.get(key)?.hosts ?? 0) + 1 });
  }
  return {
    hosts: moving.length,
    moves: [...moves.values()].sort((a, b) => b.hosts - a.hosts),
    sample: moving.slice(0, SAMPLE),
  };
}

export function addZoneRoutes(app: FastifyInstance, { db, classifier }: ApiDependencies): void {
  bind(app, 'zones', async () => {
    const { zones, unassignedHosts } = await listZones(db);
    return { zones: zones.map(present), unassignedHosts };
  });

  bind(app, 'previewZone', async ({ body: { id, zone, categories } }) => {
    if (id !== null && !(await listZones(db)).zones.some((each) => each.id === id)) throw noZone(id);
    const conflict = zone && (await findZoneConflict(db, zone, id));
    if (conflict) throw conflictProblem(conflict);
    const moving = await previewZone(db, { id, name: zone?.name ?? '', prefixes: zone?.prefixes ?? null });
    const possible = { id: id === null ? null : `zone-${id}`, zone };
    return {
      ...presentMoves(moving),
      categories: categories ? await presentConsequences(db, await classifier.whatIfZone(possible)) : null,
    };
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
