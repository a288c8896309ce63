import { type BundleKey, listRelationships, parseBundleKey } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { invalidField } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { toViewFilter } from '../view-filter.ts';
import { presentRelationship } from './present-relationship.ts';

function bundleOf(text: string): BundleKey {
  const bundle = parseBundleKey(text);
  if (!bundle) throw invalidField('bundle', `"${text}" is no bundle of the graph`);
  return bundle;
}

export function addRelationshipRoutes(app: FastifyInstance, { db, infrastructure }: ApiDependencies): void {
  bind(app, 'relationships', async ({ query }) => {
    const bundle = query.bundle === undefined ? undefined : bundleOf(query.bundle);
    const filter = { ...toViewFilter(query, infrastructure), hostId: query.hostId, bundle };
    const { relationships, total } = await listRelationships(db, filter, query);
    return { relationships: relationships.map(presentRelationship), total };
  });
}
