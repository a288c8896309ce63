import {
  type BundleKey,
  completeRelationships,
  isUnfiltered,
  listRelationships,
  type PictureSelection,
  parseBundleKey,
} from '@scopemap/database';
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

/** What the picture in memory can be asked for: one of the two. */
function selectionOf(hostId: number | undefined, bundle: BundleKey | undefined): PictureSelection | null {
  if (hostId !== undefined) return bundle ? null : { hostId };
  return bundle ? { bundle } : null;
}

export function addRelationshipRoutes(app: FastifyInstance, { db, infrastructure, picture }: ApiDependencies): void {
  bind(app, 'relationships', async ({ query }) => {
    const bundle = query.bundle === undefined ? undefined : bundleOf(query.bundle);
    const view = toViewFilter(query, infrastructure);
    const page = { limit: query.limit, offset: query.offset };
    const selection = isUnfiltered(view) ? selectionOf(query.hostId, bundle) : null;
    const known = selection && (await picture?.relationships(selection, page));
    const { relationships, total } = known
      ? await completeRelationships(db, known, infrastructure)
      : await listRelationships(db, { ...view, hostId: query.hostId, bundle }, page);
    return { relationships: relationships.map(presentRelationship), total };
  });
}
