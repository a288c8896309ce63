import type { HostDetail } from '@scopemap/contract';
import {
  claimHost,
  completeHosts,
  findCategoryHistory,
  findHost,
  isUnfiltered,
  listHostClaims,
  listHosts,
  nameHost,
  notify,
} from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { factNamer } from '../scope/named-facts.ts';
import { toViewFilter } from '../view-filter.ts';
import { factsOf, presentHost, presentHostDetail } from './present-host.ts';

function noHost(id: number): ApiProblem {
  return new ApiProblem('not-found', `There is no host ${id}.`);
}

/** Moves of a host that its page tells of. */
const MOST_MOVES = 20;

async function hostDetail({ db, classifier }: ApiDependencies, id: number): Promise<HostDetail> {
  const [host, history, claims] = await Promise.all([
    findHost(db, id),
    findCategoryHistory(db, id, MOST_MOVES),
    listHostClaims(db, id),
  ]);
  if (!host) throw noHost(id);
  // A classification that is away takes no page with it: what is stored stands.
  const systems = history.current ? await classifier.explain(host.address).catch(() => []) : [];
  const named = await factNamer(db, factsOf(systems));
  return presentHostDetail({ host, claims, systems, history, named });
}

export function addHostRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const { db, infrastructure, picture } = deps;

  bind(app, 'hosts', async ({ query }) => {
    const filter = toViewFilter(query, infrastructure);
    const known = isUnfiltered(filter) ? await picture?.hosts({ limit: query.limit, offset: query.offset }) : null;
    const { hosts, total } = known ? await completeHosts(db, known) : await listHosts(db, filter, query);
    return { hosts: hosts.map(presentHost), total };
  });

  bind(app, 'host', ({ params }) => hostDetail(deps, params.id));

  bind(app, 'claimHost', async ({ params, body, caller }) => {
    if (!(await claimHost(db, params.id, body, caller))) throw noHost(params.id);
    await notify(db, { kind: 'zones' });
    return hostDetail(deps, params.id);
  });

  bind(app, 'nameHost', async ({ params, body, caller }) => {
    if (!(await nameHost(db, params.id, body.name, caller))) throw noHost(params.id);
    await notify(db, { kind: 'zones' });
    return hostDetail(deps, params.id);
  });
}
