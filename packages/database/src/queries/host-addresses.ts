import type { AddressSource } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db, Trx } from '../database.ts';

/** Which asset had an address, and when. */
export interface AddressBinding {
  readonly address: string;
  /** What stays when the address changes: `mac:…`, or a name or inventory number. */
  readonly asset: string;
  readonly source: AddressSource;
  readonly from: Date;
  /** Null: still so, as far as is known. */
  readonly to: Date | null;
}

/** An asset that was met at an address at one moment. */
export interface AddressSighting {
  readonly address: string;
  readonly asset: string;
  readonly source: AddressSource;
  readonly seenAt: Date;
}

/** Stores bindings that a lease file or a list states, with their periods. The same again changes nothing; a longer period wins. */
export async function bindAddresses(db: Db, bindings: readonly AddressBinding[]): Promise<void> {
  if (bindings.length === 0) return;
  await sql`
    insert into host_address (address, asset, source, valid_from, valid_to)
    select address, asset, source, valid_from, nullif(max(coalesce(valid_to, 'infinity')), 'infinity')
    from unnest(
      ${bindings.map(({ address }) => address)}::inet[], ${bindings.map(({ asset }) => asset)}::text[],
      ${bindings.map(({ source }) => source)}::text[], ${bindings.map(({ from }) => from)}::timestamptz[],
      ${bindings.map(({ to }) => to)}::timestamptz[]
    ) as new (address, asset, source, valid_from, valid_to)
    group by 1, 2, 3, 4
    order by 1, 2, 3, 4
    on conflict (address, asset, source, valid_from) do update set valid_to =
      nullif(greatest(coalesce(host_address.valid_to, 'infinity'), coalesce(excluded.valid_to, 'infinity')), 'infinity')`.execute(
    db,
  );
}

/**
 * Stores sightings: one of the asset that was met at the address before makes that period longer, another asset begins its own.
 * Between the last sighting of one and the first of the next, the address belongs to nobody.
 */
export async function sightAddresses(trx: Trx, sightings: readonly AddressSighting[]): Promise<void> {
  if (sightings.length === 0) return;
  await sql`
    with seen as (
      select distinct on (address, source) *
      from unnest(
        ${sightings.map(({ address }) => address)}::inet[], ${sightings.map(({ asset }) => asset)}::text[],
        ${sightings.map(({ source }) => source)}::text[], ${sightings.map(({ seenAt }) => seenAt)}::timestamptz[]
      ) as s (address, asset, source, seen_at)
      order by address, source, seen_at desc
    ), before as (
      select distinct on (s.address, s.source) b.id, b.asset = s.asset as same, s.seen_at
      from seen s join host_address b using (address, source)
      where b.valid_from <= s.seen_at
      order by s.address, s.source, b.valid_from desc
    ), longer as (
      update host_address b set valid_to = greatest(b.valid_to, before.seen_at)
      from before where b.id = before.id and before.same
      returning b.address, b.source
    )
    insert into host_address (address, asset, source, valid_from, valid_to)
    select address, asset, source, seen_at, seen_at from seen
    where (address, source) not in (select address, source from longer)
    on conflict (address, asset, source, valid_from) do nothing`.execute(trx);
}

/** Who had an address in a period, both ends included, in order of time. Empty: only the address is known. */
export async function listAddressBindings(db: Db, address: string, from: Date, to: Date): Promise<AddressBinding[]> {
  const { rows } = await sql<AddressBinding>`
    select host(address) as address, asset, source, valid_from as "from", valid_to as "to" from host_address
    where address = ${address}::inet and valid_from <= ${to} and coalesce(valid_to, 'infinity') >= ${from}
    order by valid_from, source, asset`.execute(db);
  return rows;
}

/** A host's address and when it was seen; undefined when there is no such host. */
export async function findHostAddress(
  db: Db,
  hostId: number,
): Promise<{ readonly address: string; readonly firstSeen: Date; readonly lastSeen: Date } | undefined> {
  const { rows } = await sql<{ address: string; firstSeen: Date; lastSeen: Date }>`
    select host(address) as address, first_seen as "firstSeen", last_seen as "lastSeen" from host where id = ${hostId}`.execute(
    db,
  );
  return rows[0];
}
