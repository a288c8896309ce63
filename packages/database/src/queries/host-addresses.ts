import type { AddressSource } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db } from '../database.ts';

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

/** An asset that was met at an address, first and last. */
export interface AddressSighting {
  readonly address: string;
  readonly asset: string;
  readonly source: AddressSource;
  readonly from: Date;
  readonly to: Date;
}

/**
 * A lease of an address ends, whatever was planned, when one of another machine begins. The machine's MAC address and its name are
 * rows of one lease, with one beginning; a lease that shares an asset with the next is renewed, not ended.
 */
async function endReplacedLeases(db: Db, addresses: readonly string[]): Promise<void> {
  await sql`
    update host_address lease set valid_to = replaced.at
    from (
      select b.id, min(next.valid_from) as at
      from host_address b
      join host_address next on next.address = b.address and next.source = b.source
        and next.valid_from > b.valid_from and next.valid_from < coalesce(b.valid_to, 'infinity')
      where b.address = any(${addresses}::inet[]) and b.source = 'dhcp-lease'
        and not exists (
          select from host_address own join host_address renewed using (address, source, asset)
          where (own.address, own.source, own.valid_from) = (b.address, b.source, b.valid_from)
            and renewed.valid_from = next.valid_from
        )
      group by b.id
    ) replaced
    where lease.id = replaced.id`.execute(db);
}

/**
 * Stores bindings that a lease file or a list states, with their periods. The same again changes nothing. Of two statements on the
 * end of one period the later call holds, since an end that was still to come was a plan.
 */
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
    on conflict (address, asset, source, valid_from) do update set valid_to = excluded.valid_to`.execute(db);
  const leased = bindings.filter(({ source }) => source === 'dhcp-lease').map(({ address }) => address);
  if (leased.length > 0) await endReplacedLeases(db, [...new Set(leased)]);
}

/** Runs one statement with its values: on a connection or in a transaction of Kysely. */
type Run = (text: string, values: unknown[]) => Promise<unknown>;

/** The sightings in rounds, each address and source at most once in a round, the one seen last in the last of its rounds. */
function inRounds(sightings: readonly AddressSighting[]): AddressSighting[][] {
  const rounds: AddressSighting[][] = [];
  const met = new Map<string, number>();
  for (const sighting of sightings.toSorted((a, b) => a.to.getTime() - b.to.getTime())) {
    const key = `${sighting.address} ${sighting.source}`;
    const round = met.get(key) ?? 0;
    met.set(key, round + 1);
    rounds[round] ??= [];
    rounds[round].push(sighting);
  }
  return rounds;
}

/**
 * Stores sightings: one of the asset that was met at the address before makes that period longer, another asset begins its own.
 * Between the last sighting of one and the first of the next, the address belongs to nobody.
 */
export async function sightAddresses(run: Run, sightings: readonly AddressSighting[]): Promise<void> {
  for (const round of inRounds(sightings)) await sightOnce(run, round);
}

async function sightOnce(run: Run, sightings: readonly AddressSighting[]): Promise<void> {
  await run(
    `with seen as (
       select * from unnest($1::inet[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
         as s (address, asset, source, first_at, last_at)
     ), before as (
       select distinct on (s.address, s.source) b.id, b.asset = s.asset as same, s.last_at
       from seen s join host_address b using (address, source)
       where b.valid_from <= s.last_at
       order by s.address, s.source, b.valid_from desc
     ), locked as (
       select id, last_at from host_address join before using (id) where same order by id for update of host_address
     ), longer as (
       update host_address b set valid_to = greatest(b.valid_to, locked.last_at)
       from locked where b.id = locked.id
       returning b.address, b.source
     )
     insert into host_address (address, asset, source, valid_from, valid_to)
     select address, asset, source, first_at, last_at from seen
     where (address, source) not in (select address, source from longer)
     on conflict (address, asset, source, valid_from) do nothing`,
    [
      sightings.map(({ address }) => address),
      sightings.map(({ asset }) => asset),
      sightings.map(({ source }) => source),
      sightings.map(({ from }) => from.toISOString()),
      sightings.map(({ to }) => to.toISOString()),
    ],
  );
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
