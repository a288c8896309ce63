import { sql } from 'kysely';
import type { Db, Trx } from '../database.ts';
import type { ChangeAuthor } from './audit.ts';
import { endVersionedRows } from './versioned.ts';

/** The fact id of a zone or segment, e.g. `zone-7`: what places are stored as. */
export function placeId(kind: 'zone' | 'segment', id: number): string {
  return `${kind}-${id}`;
}

/** Those of `places` (`zone-7`, `segment-3`) that do not exist now. */
export async function missingPlaces(db: Db, places: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ place: string }>`
    select place from unnest(${[...places]}::text[]) as given (place)
    where place not in (
      select 'zone-' || id from zone union all select 'segment-' || id from segment where ended_at is null)`.execute(
    db,
  );
  return rows.map(({ place }) => place);
}

/** Ends everything that is said of a place which is no more. */
export async function endStatementsOfPlace(
  trx: Trx,
  place: string,
  by: ChangeAuthor & { readonly reason: string },
): Promise<void> {
  const either = (one: string, other: string) => sql<boolean>`${place} in (${sql.ref(one)}, ${sql.ref(other)})`;
  await endVersionedRows(trx, 'tag', sql<boolean>`subject_id = ${place}`, by);
  await endVersionedRows(trx, 'control_boundary', either('place', 'other_place'), by);
  await endVersionedRows(trx, 'rule_binding', either('source_place', 'target_place'), by);
  await endVersionedRows(trx, 'segmentation_test', either('source_place', 'target_place'), by);
  await endVersionedRows(trx, 'boundary_watch', either('place', 'other_place'), by);
}
