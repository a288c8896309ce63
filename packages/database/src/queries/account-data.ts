import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { notify } from '../notices.ts';
import type { ChangeAuthor } from './audit.ts';
import { addVersioned, type VersionedRow } from './versioned.ts';

/** A tag that says that a relationship carries account data, with the relationship. */
export interface AccountDataRow extends VersionedRow<'tag'> {
  readonly relationshipId: string;
  /** Name or address of either end; null when the relationship is gone. */
  readonly client: string | null;
  readonly server: string | null;
  readonly protocol: number | null;
  readonly port: number | null;
}

/** Those that hold, by flow and step. */
export async function listAccountData(db: Db): Promise<AccountDataRow[]> {
  const label = (side: 'client' | 'server') => sql`
    coalesce((select name from host_name where host_id = ${sql.ref(side)}.id
      order by array_position(array['person', 'import', 'sample'], source) limit 1), host(${sql.ref(side)}.address))`;
  const { rows } = await sql<AccountDataRow>`
    select tag.*, substr(tag.subject_id, 9) as "relationshipId", ${label('client')} as client, ${label('server')} as server,
      relationship.protocol, relationship.port
    from tag
    left join relationship on relationship.id = substr(tag.subject_id, 9)::bigint
    left join host client on client.id = relationship.client_id
    left join host server on server.id = relationship.server_id
    where tag.ended_at is null and tag.subject_kind = 'contact' and tag.statement ->> 'kind' = 'carries-account-data'
    order by tag.statement ->> 'flow', (tag.statement ->> 'step')::int, tag.id`.execute(db);
  return rows;
}

/** Numbers of relationships that there are not. */
export async function missingRelationships(db: Db, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from unnest(${[...ids]}::text[]) as given (id)
    where not exists (select from relationship where relationship.id = given.id::bigint)`.execute(db);
  return rows.map(({ id }) => id);
}

/** Says of each relationship that it carries account data, all or none. */
export async function markAccountData(
  db: Db,
  given: {
    readonly relationshipIds: readonly string[];
    readonly statement: unknown;
    readonly evidence: string | null;
    readonly until: string | null;
  },
  by: ChangeAuthor & { readonly reason: string },
): Promise<void> {
  const { relationshipIds, statement, evidence, until } = given;
  await db.transaction().execute(async (trx) => {
    for (const id of relationshipIds) {
      const about = { subject_kind: 'contact', subject_id: `contact-${id}` };
      await addVersioned(trx, 'tag', { ...about, statement, evidence, valid_until: until }, by);
    }
    await notify(trx, { kind: 'zones', table: 'tag' });
  });
}
