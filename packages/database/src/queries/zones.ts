import type { ScopeClaim } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db, Trx } from '../database.ts';
import { appendAuditEntry, type ChangeAuthor } from './audit.ts';
import { hostScope } from './host-scope.ts';
import { endStatementsOfPlace, placeId } from './places.ts';
import { endVersionedRows } from './versioned.ts';

export interface ZoneRow {
  readonly id: number;
  readonly name: string;
  readonly claim: ScopeClaim;
  readonly description: string;
  readonly prefixes: readonly string[];
  readonly hostCount: number;
}

/** What a person writes of a zone; prefixes are canonical. */
export interface ZoneDraftRow {
  readonly name: string;
  readonly claim: ScopeClaim;
  readonly description: string;
  readonly prefixes: readonly string[];
}

/** Absent fields stay as they are. */
export interface ZoneChange {
  readonly name?: string | undefined;
  readonly claim?: ScopeClaim | undefined;
  readonly description?: string | undefined;
  readonly prefixes?: readonly string[] | undefined;
}

/** Why a zone cannot be written: another zone has its name or one of its prefixes. */
export interface ZoneConflict {
  readonly field: 'name' | 'prefixes';
  readonly value: string;
  readonly otherZone: string;
}

export type ZoneResult = { readonly zone: ZoneRow } | { readonly conflict: ZoneConflict } | { readonly missing: true };

/** All zones by name, and the number of hosts that are in none. */
export async function listZones(db: Db): Promise<{ zones: ZoneRow[]; unassignedHosts: number }> {
  const { rows } = await sql<{ zones: ZoneRow[]; unassignedHosts: number }>`
    with ${hostScope()}
    select
      (select count(*)::int from host_scope where zone_id is null) as "unassignedHosts",
      (select coalesce(json_agg(row), '[]'::json) from (
        select z.id, z.name, z.claim, z.description,
          (select coalesce(json_agg(p.prefix order by p.prefix), '[]'::json) from zone_prefix p where p.zone_id = z.id) as prefixes,
          coalesce(h.hosts, 0) as "hostCount"
        from zone z
        left join (select zone_id, count(*) as hosts from host_scope group by zone_id) h on h.zone_id = z.id
        order by lower(z.name), z.id
      ) row) as zones`.execute(db);
  return rows[0] ?? { zones: [], unassignedHosts: 0 };
}

/** Another zone that has the name or a prefix already; `ownId` is the zone that would be written, null for a new one. */
export async function findZoneConflict(db: Db, change: ZoneChange, ownId: number | null): Promise<ZoneConflict | null> {
  if (change.name !== undefined) {
    const other = await db
      .selectFrom('zone')
      .select('name')
      .where(sql<boolean>`lower(name) = lower(${change.name})`)
      .where('id', 'is distinct from', ownId)
      .executeTakeFirst();
    if (other) return { field: 'name', value: change.name, otherZone: other.name };
  }
  if (!change.prefixes || change.prefixes.length === 0) return null;
  const other = await db
    .selectFrom('zone_prefix')
    .innerJoin('zone', 'zone.id', 'zone_prefix.zone_id')
    .select(['zone.name', sql<string>`zone_prefix.prefix::text`.as('prefix')])
    .where(sql<boolean>`zone_prefix.prefix = any(${[...change.prefixes]}::cidr[])`)
    .where('zone.id', 'is distinct from', ownId)
    .orderBy('zone_prefix.prefix')
    .executeTakeFirst();
  return other ? { field: 'prefixes', value: other.prefix, otherZone: other.name } : null;
}

async function setPrefixes(trx: Trx, zoneId: number, prefixes: readonly string[]): Promise<void> {
  await trx.deleteFrom('zone_prefix').where('zone_id', '=', zoneId).execute();
  await sql`insert into zone_prefix (prefix, zone_id)
    select distinct prefix, ${zoneId}::int from unnest(${[...prefixes]}::cidr[]) as given (prefix)`.execute(trx);
}

/** Zone writers one after the other, so that a conflict is found before the unique index speaks; readers go on. */
export async function lockZones(trx: Trx): Promise<void> {
  await sql`lock table zone in share row exclusive mode`.execute(trx);
}

async function readZone(db: Db, id: number): Promise<ZoneResult> {
  const zone = (await listZones(db)).zones.find((candidate) => candidate.id === id);
  return zone ? { zone } : { missing: true };
}

/** What the audit keeps of a zone. */
export async function zoneContent(trx: Trx, id: number): Promise<ZoneDraftRow | undefined> {
  const { rows } = await sql<ZoneDraftRow>`
    select name, claim, description,
      (select coalesce(json_agg(p.prefix order by p.prefix), '[]'::json) from zone_prefix p where p.zone_id = zone.id) as prefixes
    from zone where id = ${id}`.execute(trx);
  return rows[0];
}

const subjectOf = (id: number, name: string) => `zone ${id} (${name})`;

/** Adds a zone; hosts fall into it by longest prefix from the next read on. */
export async function createZone(db: Db, zone: ZoneDraftRow, by: ChangeAuthor): Promise<ZoneResult> {
  const { name, claim, description, prefixes } = zone;
  const result = await db.transaction().execute(async (trx) => {
    await lockZones(trx);
    const conflict = await findZoneConflict(trx, zone, null);
    if (conflict) return { conflict };
    const { id } = await trx
      .insertInto('zone')
      .values({ name, claim, description })
      .returning('id')
      .executeTakeFirstOrThrow();
    await setPrefixes(trx, id, prefixes);
    const after = await zoneContent(trx, id);
    const change = { action: 'zone.create', subject: subjectOf(id, name), before: null, after, reason: null };
    await appendAuditEntry(trx, by, change);
    return { id };
  });
  return 'id' in result ? readZone(db, result.id) : result;
}

/** Changes the given fields of a zone. */
export async function updateZone(db: Db, id: number, change: ZoneChange, by: ChangeAuthor): Promise<ZoneResult> {
  const { prefixes, ...columns } = change;
  const given = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  const conflict = await db.transaction().execute(async (trx) => {
    await lockZones(trx);
    const found = await findZoneConflict(trx, change, id);
    if (found) return found;
    const before = await zoneContent(trx, id);
    if (!before) return null;
    if (Object.keys(given).length > 0) await trx.updateTable('zone').set(given).where('id', '=', id).execute();
    if (prefixes) await setPrefixes(trx, id, prefixes);
    const after = await zoneContent(trx, id);
    const entry = { action: 'zone.change', subject: subjectOf(id, before.name), before, after, reason: null };
    await appendAuditEntry(trx, by, entry);
    return null;
  });
  return conflict ? { conflict } : readZone(db, id);
}

/** {@link deleteZone} within a transaction that holds the lock of the zones. */
export async function removeZone(trx: Trx, id: number, by: ChangeAuthor): Promise<boolean> {
  const zone = await zoneContent(trx, id);
  if (!zone) return false;
  const approvals = await trx
    .deleteFrom('approval')
    .where(({ or, eb }) => or([eb('source_zone_id', '=', id), eb('target_zone_id', '=', id)]))
    .returning(['source_zone_id', 'target_zone_id', 'protocol', 'port', 'business_need', 'approved_by'])
    .execute();
  await trx.deleteFrom('zone').where('id', '=', id).execute();
  await endStatementsOfPlace(trx, placeId('zone', id), { ...by, reason: `the zone ${zone.name} was removed` });
  await endVersionedRows(trx, 'segment', sql<boolean>`zone_id = ${id}`, {
    ...by,
    reason: `the zone ${zone.name} was removed`,
  });
  const before = { ...zone, approvals };
  const entry = { action: 'zone.delete', subject: subjectOf(id, zone.name), before, after: null, reason: null };
  await appendAuditEntry(trx, by, entry);
  return true;
}

/** Removes a zone with its prefixes and approvals; its hosts stay, in the next wider zone or in none. False: no such zone. */
export function deleteZone(db: Db, id: number, by: ChangeAuthor): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await lockZones(trx);
    return removeZone(trx, id, by);
  });
}
