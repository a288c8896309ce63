import {
  confirmEndpoint,
  type Db,
  findHostAddress,
  listAddressBindings,
  listDirectionChanges,
  listEndpointHistory,
  listServiceEndpoints,
  listTranslations,
} from '@scopemap/database';
import { hasPorts, protocolNumber } from '@scopemap/net';
import type { FastifyInstance } from 'fastify';
import { ApiProblem, invalidField } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { presentChange, presentEndpoint, presentEvent } from './present-endpoints.ts';

/** A scan may list every port of a host; those of which something is known to serve come first. */
const MOST_ENDPOINTS = 1000;
/** As many as tables list; a gateway may stand for more hosts, so the answer says how many there are. */
const MOST_TRANSLATIONS = 5000;

async function hostOf(db: Db, id: number) {
  const host = await findHostAddress(db, id);
  if (!host) throw new ApiProblem('not-found', `There is no host ${id}.`);
  return host;
}

/** Number of a protocol whose ports can be service endpoints. */
function protocolWithPorts(text: string): number {
  const protocol = protocolNumber(text);
  if (protocol === null) throw invalidField('protocol', `"${text}" is no protocol name or number`);
  if (!hasPorts(protocol)) throw invalidField('protocol', `${text} has no ports`);
  return protocol;
}

/** What is known of a host's ports and addresses, and how its relationships got their direction. */
export function addEndpointRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'serviceEndpoints', async ({ params }) => {
    await hostOf(db, params.id);
    const rows = await listServiceEndpoints(db, params.id);
    const spoken = rows.toSorted((a, b) => Number(a.basis === null) - Number(b.basis === null));
    return { endpoints: spoken.slice(0, MOST_ENDPOINTS).map(presentEndpoint), total: rows.length };
  });

  bind(app, 'endpointHistory', async ({ params }) => {
    await hostOf(db, params.id);
    const events = await listEndpointHistory(db, params.id, protocolWithPorts(params.protocol), params.port);
    return { events: events.map(presentEvent) };
  });

  bind(app, 'stateEndpoint', async ({ params, body, caller }) => {
    const { address } = await hostOf(db, params.id);
    const protocol = protocolWithPorts(params.protocol);
    const result = await confirmEndpoint(db, { ...body, ...caller, address, protocol, port: params.port });
    if (!result) throw new ApiProblem('not-found', `There is no host ${params.id}.`);
    return result;
  });

  bind(app, 'directionChanges', async ({ params, query }) => {
    await hostOf(db, params.id);
    const changes = await listDirectionChanges(db, { hostId: params.id, limit: query.limit });
    return { changes: changes.map(presentChange) };
  });

  bind(app, 'hostAddresses', async ({ params }) => {
    const { address, firstSeen, lastSeen } = await hostOf(db, params.id);
    const [bindings, { pairs, total }] = await Promise.all([
      listAddressBindings(db, address, firstSeen, lastSeen),
      listTranslations(db, address, MOST_TRANSLATIONS),
    ]);
    return {
      bindings: bindings.map(({ from, to, ...binding }) => ({
        ...binding,
        from: from.toISOString(),
        to: to?.toISOString() ?? null,
      })),
      translations: pairs.map(({ from, to, ...pair }) => ({
        ...pair,
        exporters: [...pair.exporters],
        from: from.toISOString(),
        to: to.toISOString(),
      })),
      translationTotal: total,
    };
  });
}
