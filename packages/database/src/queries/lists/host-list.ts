import { sql } from 'kysely';
import type { Trx } from '../../database.ts';
import type { ListChange } from '../../tables/list-import.ts';
import { type AuditedChange, appendAuditEntries, type ChangeAuthor } from '../audit.ts';
import type { StoredList } from './list-kind.ts';

/** Columns of the inventory, as the table has them. */
export const INVENTORY_COLUMNS = [
  'type',
  'vendor',
  'product',
  'version',
  'purpose',
  'owner',
  'location',
  'environment',
] as const;

const inventoryColumns = sql.raw(INVENTORY_COLUMNS.join(', '));

type By = ChangeAuthor & { readonly reason: string };

const part = (change: ListChange, side: 'before' | 'after', columns: readonly string[]) =>
  Object.fromEntries(columns.map((column) => [column, change[side]?.[column] ?? '']));

function changed(changes: readonly ListChange[], columns: readonly string[]): ListChange[] {
  return changes.filter((change) =>
    columns.some((column) => (change.before?.[column] ?? '') !== (change.after?.[column] ?? '')),
  );
}

/** Hosts in the order of their ids, so that two lists at once wait for each other instead of blocking for good. */
async function lockHosts(trx: Trx, changes: readonly ListChange[]): Promise<Map<string, number>> {
  const addresses = changes.map(({ key }) => key);
  const { rows } = await sql<{ id: number; address: string }>`
    select id, host(address) as address from host where address = any(${addresses}::inet[]) order by id for update`.execute(
    trx,
  );
  return new Map(rows.map(({ id, address }) => [address, id]));
}

/** A name that the host has by another source needs none of a person. */
async function writeNames(trx: Trx, changes: readonly ListChange[]): Promise<void> {
  const rows = JSON.stringify(changes.map(({ key, after }) => ({ address: key, name: after?.name ?? '' })));
  await sql`
    with given as (
      select h.id, g.name, g.name <> '' and g.name is distinct from (
        select n.name from host_name n where n.host_id = h.id and n.source <> 'person'
        order by array_position(array['import', 'sample'], n.source) limit 1
      ) as needed
      from jsonb_to_recordset(${rows}::jsonb) as g (address inet, name text) join host h using (address)
    ), gone as (
      delete from host_name n using given where n.host_id = given.id and n.source = 'person' and not given.needed
    )
    insert into host_name (host_id, source, name) select id, 'person', name from given where needed
    on conflict (host_id, source) do update set name = excluded.name`.execute(trx);
}

async function writeClaims(trx: Trx, changes: readonly ListChange[], by: By): Promise<void> {
  const rows = JSON.stringify(
    changes.map(({ key, after }) => ({ address: key, claim: after?.claim ?? '', reason: after?.claim_reason ?? '' })),
  );
  await sql`
    update host_claim c set closed_at = now()
    from jsonb_to_recordset(${rows}::jsonb) as g (address inet) join host h using (address)
    where c.host_id = h.id and c.closed_at is null`.execute(trx);
  await sql`
    insert into host_claim (host_id, claim, reason, author)
    select h.id, g.claim, g.reason, ${by.author}
    from jsonb_to_recordset(${rows}::jsonb) as g (address inet, claim text, reason text) join host h using (address)
    where g.claim <> ''`.execute(trx);
}

async function writeInventory(trx: Trx, changes: readonly ListChange[]): Promise<void> {
  const rows = JSON.stringify(
    changes.map((change) => ({ address: change.key, ...part(change, 'after', INVENTORY_COLUMNS) })),
  );
  const types = sql.raw(INVENTORY_COLUMNS.map((column) => `${column} text`).join(', '));
  const set = sql.raw(INVENTORY_COLUMNS.map((column) => `${column} = excluded.${column}`).join(', '));
  await sql`
    insert into host_inventory (host_id, ${inventoryColumns})
    select h.id, ${sql.raw(INVENTORY_COLUMNS.map((column) => `g.${column}`).join(', '))}
    from jsonb_to_recordset(${rows}::jsonb) as g (address inet, ${types}) join host h using (address)
    on conflict (host_id) do update set ${set}`.execute(trx);
}

/** Hosts by address: name, claim of the host itself with its reason, inventory. A list adds no host. */
export const hostList: StoredList = {
  async read(trx) {
    const { rows } = await sql<Record<string, string>>`
      select host(h.address) as address, coalesce(l.name, '') as name, coalesce(c.claim, '') as claim,
        coalesce(c.reason, '') as claim_reason,
        ${sql.raw(INVENTORY_COLUMNS.map((column) => `coalesce(i.${column}, '') as ${column}`).join(', '))}
      from host h
      left join (
        select distinct on (host_id) host_id, name from host_name
        order by host_id, array_position(array['person', 'import', 'sample'], source)
      ) l on l.host_id = h.id
      left join host_claim c on c.host_id = h.id and c.closed_at is null
      left join host_inventory i on i.host_id = h.id
      order by h.address`.execute(trx);
    return rows.map((values) => ({
      key: values.address as string,
      subject: values.name ? `${values.name} (${values.address})` : (values.address as string),
      values,
    }));
  },

  async write(trx, changes, by) {
    const ids = await lockHosts(trx, changes);
    const subjectOf = (address: string) => `host ${ids.get(address)} (${address})`;
    const known = changes.filter(({ key }) => ids.has(key));
    const [names, claims, inventories] = [
      changed(known, ['name']),
      changed(known, ['claim', 'claim_reason']),
      changed(known, INVENTORY_COLUMNS),
    ];
    if (names.length > 0) await writeNames(trx, names);
    if (claims.length > 0) await writeClaims(trx, claims, by);
    if (inventories.length > 0) await writeInventory(trx, inventories);
    const said = (values: ListChange['before']) =>
      values?.claim ? { claim: values.claim, reason: values.claim_reason } : null;
    const entries: AuditedChange[] = [
      ...names.map(({ key, before, after }) => ({
        action: 'host.name',
        subject: subjectOf(key),
        before: before?.name || null,
        after: after?.name || null,
        reason: by.reason,
      })),
      ...claims.map(({ key, before, after }) => ({
        action: 'host.claim',
        subject: subjectOf(key),
        before: said(before),
        after: said(after),
        reason: after?.claim_reason || by.reason,
      })),
      ...inventories.map((change) => ({
        action: 'host.inventory',
        subject: subjectOf(change.key),
        before: part(change, 'before', INVENTORY_COLUMNS),
        after: part(change, 'after', INVENTORY_COLUMNS),
        reason: by.reason,
      })),
    ];
    await appendAuditEntries(trx, by, entries);
    return [];
  },
};
