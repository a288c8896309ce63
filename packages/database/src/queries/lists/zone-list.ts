import type { ScopeClaim } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Trx } from '../../database.ts';
import type { KeptChange, ListChange, ListValues } from '../../tables/list-import.ts';
import { appendAuditEntries, type ChangeAuthor } from '../audit.ts';
import { lockZones, removeZone, zoneContent } from '../zones.ts';
import type { StoredList } from './list-kind.ts';

const networks = (values: ListValues) => (values.networks ?? '').split(' ').filter((word) => word !== '');

interface Written {
  readonly change: ListChange;
  readonly id: number;
  readonly before: unknown;
}

async function writeColumns(trx: Trx, change: ListChange, values: ListValues): Promise<Written> {
  const columns = {
    name: values.name as string,
    claim: values.claim as ScopeClaim,
    description: values.description ?? '',
  };
  const known = change.before
    ? await trx.selectFrom('zone').select('id').where(sql<boolean>`lower(name) = ${change.key}`).executeTakeFirst()
    : undefined;
  if (!known) {
    const { id } = await trx.insertInto('zone').values(columns).returning('id').executeTakeFirstOrThrow();
    return { change, id, before: null };
  }
  const before = await zoneContent(trx, known.id);
  await trx.updateTable('zone').set(columns).where('id', '=', known.id).execute();
  return { change, id: known.id, before };
}

/** All at once, so that a network may go from one zone to another. */
async function writeNetworks(trx: Trx, written: readonly Written[]): Promise<void> {
  const ids = written.map(({ id }) => id);
  await sql`delete from zone_prefix where zone_id = any(${ids}::int[])`.execute(trx);
  const rows = written.flatMap(({ id, change }) => networks(change.after ?? {}).map((prefix) => ({ prefix, id })));
  await sql`insert into zone_prefix (prefix, zone_id)
    select distinct prefix, id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (prefix cidr, id int)`.execute(
    trx,
  );
}

async function remove(trx: Trx, change: ListChange, by: ChangeAuthor): Promise<KeptChange[]> {
  const zone = await trx
    .selectFrom('zone')
    .select([
      'id',
      ({ exists, selectFrom }) =>
        exists(
          selectFrom('approval')
            .select('approval.id')
            .where(({ or, eb }) =>
              or([eb('source_zone_id', '=', eb.ref('zone.id')), eb('target_zone_id', '=', eb.ref('zone.id'))]),
            ),
        ).as('approved'),
    ])
    .where(sql<boolean>`lower(name) = ${change.key}`)
    .executeTakeFirst();
  if (!zone) return [];
  if (zone.approved) return [{ subject: change.subject, why: 'services from or to this zone were approved since' }];
  await removeZone(trx, zone.id, by);
  return [];
}

/** Zones by name: `name, claim, description, networks` (prefixes with spaces between them). */
export const zoneList: StoredList = {
  async read(trx) {
    const { rows } = await sql<{ name: string; claim: string; description: string; networks: string }>`
      select name, claim, description,
        coalesce((select string_agg(prefix::text, ' ' order by prefix::text collate "C") from zone_prefix p where p.zone_id = zone.id), '') as networks
      from zone order by lower(name), id`.execute(trx);
    return rows.map((values) => ({ key: values.name.toLowerCase(), subject: values.name, values: { ...values } }));
  },

  async write(trx, changes, by) {
    await lockZones(trx);
    const kept: KeptChange[] = [];
    for (const change of changes) if (change.after === null) kept.push(...(await remove(trx, change, by)));
    const written: Written[] = [];
    for (const change of changes)
      if (change.after !== null) written.push(await writeColumns(trx, change, change.after));
    if (written.length === 0) return kept;
    await writeNetworks(trx, written);
    const entries = [];
    for (const { id, change, before } of written) {
      const action = before === null ? 'zone.create' : 'zone.change';
      const after = await zoneContent(trx, id);
      entries.push({ action, subject: `zone ${id} (${change.subject})`, before, after, reason: by.reason });
    }
    await appendAuditEntries(trx, by, entries);
    return kept;
  },
};
