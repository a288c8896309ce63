import type { ManyHostsClaimPreview } from '@scopemap/contract';
import { claimHosts, listClaimedHosts, notify } from '@scopemap/database';
import { SCOPE_CLAIMS } from '@scopemap/scope-model';
import type { FastifyInstance } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { toViewFilter } from '../view-filter.ts';

const SAMPLE = 20;

/** A claim of many hosts at once: first what it would change, then the change. */
export function addManyHostsRoutes(app: FastifyInstance, { db, infrastructure }: ApiDependencies): void {
  bind(app, 'previewHostClaims', async ({ query }): Promise<ManyHostsClaimPreview> => {
    const hosts = await listClaimedHosts(db, toViewFilter(query, infrastructure));
    return {
      hosts: hosts.length,
      replaces: SCOPE_CLAIMS.map((claim) => ({
        claim,
        hosts: hosts.filter((host) => host.claim === claim).length,
      })).filter((replaced) => replaced.hosts > 0),
      sample: hosts.slice(0, SAMPLE).map(({ claim: _claim, ...host }) => host),
    };
  });

  bind(app, 'claimHosts', async ({ body: { filter, expected, claim, reason }, caller }) => {
    const hosts = await listClaimedHosts(db, toViewFilter(filter, infrastructure));
    if (hosts.length !== expected) {
      throw new ApiProblem(
        'conflict',
        `The filter finds ${hosts.length} hosts by now, not ${expected}. Nothing was changed; look at the preview again.`,
      );
    }
    const ids = hosts.map(({ id }) => id);
    if (!(await claimHosts(db, ids, { claim, reason }, caller))) {
      throw new ApiProblem('conflict', 'A host is gone by now. Nothing was changed; look at the preview again.');
    }
    await notify(db, { kind: 'zones' });
    return { hosts: ids.length };
  });
}
