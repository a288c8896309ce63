import type { HostDetail } from '@scopemap/contract';
import {
  claimHost,
  type Db,
  findHost,
  listHostClaims,
  listHosts,
  loadScopeFacts,
  nameHost,
  notify,
} from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { toViewFilter } from '../view-filter.ts';
import { presentHost, presentHostDetail } from './present-host.ts';

function noHost(id: number): ApiProblem {
  return new ApiProblem('not-found', `There is no host ${id}.`);
}

async function hostDetail(db: Db, id: number): Promise<HostDetail> {
  const [host, facts, claims] = await Promise.all([findHost(db, id), loadScopeFacts(db, id), listHostClaims(db, id)]);
  if (!host || !facts) throw noHost(id);
  return presentHostDetail(host, facts, claims);
}

export function addHostRoutes(app: FastifyInstance, { db, infrastructure }: ApiDependencies): void {
  bind(app, 'hosts', async ({ query }) => {
    const { hosts, total } = await listHosts(db, toViewFilter(query, infrastructure), query);
    return { hosts: hosts.map(presentHost), total };
  });

  bind(app, 'host', ({ params }) => hostDetail(db, params.id));

  bind(app, 'claimHost', async ({ params, body, caller }) => {
    if (!(await claimHost(db, params.id, body, caller))) throw noHost(params.id);
    await notify(db, { kind: 'zones' });
    return hostDetail(db, params.id);
  });

  bind(app, 'nameHost', async ({ params, body, caller }) => {
    if (!(await nameHost(db, params.id, body.name, caller))) throw noHost(params.id);
    await notify(db, { kind: 'zones' });
    return hostDetail(db, params.id);
  });
}
