import type { ScopeCategory } from '@scopemap/scope-model';
import { type RawBuilder, sql } from 'kysely';
import type { Trx } from '../database.ts';
import { CARE_TABLE, categoryOf } from './decision-tables.ts';
import { hostScope } from './host-scope.ts';

const UNCLASSIFIED: ScopeCategory = 'UNDETERMINED';

/** What a run says of a zone, as the range of addresses that it is. */
export interface ClassifiedPlace {
  /** `zone-7`. */
  readonly key: string;
  readonly category: ScopeCategory;
}

/**
 * Hosts that no zone claims, by the groups that the views make of them. A group is decided as a zone is: it is in scope for each
 * host in it that is.
 */
async function looseGroups(trx: Trx): Promise<ClassifiedPlace[]> {
  const { rows } = await sql<{ key: string; category: number }>`
    with ${hostScope(sql`h.zone_id is null`)}
    select zone_key as key, (array_agg(category order by (${[...CARE_TABLE]}::smallint[])[category + 1]))[1] as category
    from host_scope group by zone_key`.execute(trx);
  return rows.map(({ key, category }) => ({ key, category: categoryOf(category) }));
}

async function replace(trx: Trx, places: readonly ClassifiedPlace[], kind: 'zone' | 'unassigned'): Promise<void> {
  const keys = places.map(({ key }) => key);
  await sql`delete from place_category where starts_with(key, ${kind}) and key <> all(${keys}::text[])`.execute(trx);
  await sql`
    insert into place_category (key, category)
    select * from unnest(${keys}::text[], ${places.map(({ category }) => category)}::text[])
    on conflict (key) do update set category = excluded.category where place_category.category <> excluded.category`.execute(
    trx,
  );
}

/** Stores what a run says of zones and, where hosts without a zone may have moved, of their groups. Categories of hosts stand. */
export async function writePlaceCategories(
  trx: Trx,
  zones: readonly ClassifiedPlace[],
  { looseMoved }: { readonly looseMoved: boolean },
): Promise<void> {
  await replace(trx, zones, 'zone');
  if (looseMoved) await replace(trx, await looseGroups(trx), 'unassigned');
}

/** The category of the place with this key; undetermined while it is not classified. */
export const placeCategory = (key: RawBuilder<unknown>) =>
  sql`coalesce((select k.category from place_category k where k.key = ${key}), ${UNCLASSIFIED})`;
