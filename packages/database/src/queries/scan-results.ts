import type { PortState } from '@scopemap/scope-model';
import { CompiledQuery, sql } from 'kysely';
import type { Db, Trx } from '../database.ts';
import { lockDirections } from './direction-lock.ts';
import type { EndpointKey } from './endpoint-key.ts';
import { sightAddresses } from './host-addresses.ts';
import { announceCorrections, redecideWithin } from './redecide.ts';

/** What a scan found of one host that is up. */
export interface ScannedHost {
  readonly address: string;
  readonly seenAt: Date;
  readonly ports: readonly { readonly protocol: number; readonly port: number; readonly state: PortState }[];
  /** Ports that were scanned but not listed one by one, with their common state. Ranges are inclusive. */
  readonly rest: readonly PortRange[];
  readonly names: readonly string[];
  /** Lower case, with colons; null when the scanner was not in the host's segment. */
  readonly mac: string | null;
}

export interface PortRange {
  readonly protocol: number;
  readonly from: number;
  readonly to: number;
  readonly state: PortState;
}

export interface StoredScan {
  readonly hostsUp: number;
  readonly openEndpoints: number;
  /** Stored relationships whose direction it corrected. */
  readonly corrected: number;
}

/** Ids of the hosts in their order; those never seen before are created. */
async function seeHosts(trx: Trx, scanId: number, hosts: readonly ScannedHost[]): Promise<number[]> {
  const addresses = hosts.map(({ address }) => address);
  const times = hosts.map(({ seenAt }) => seenAt);
  await sql`
    insert into host (address, first_seen, last_seen)
    select address, min(seen), max(seen) from unnest(${addresses}::inet[], ${times}::timestamptz[]) as new (address, seen)
    group by address order by address
    on conflict (address) do update
      set first_seen = least(host.first_seen, excluded.first_seen), last_seen = greatest(host.last_seen, excluded.last_seen)`.execute(
    trx,
  );
  const { rows } = await sql<{ id: number }>`
    select h.id from unnest(${addresses}::inet[]) with ordinality as w (address, position) join host h using (address)
    order by w.position`.execute(trx);
  const ids = rows.map(({ id }) => id);
  const looked = hosts.map(({ ports, rest }) => ports.length + rest.length > 0);
  await sql`
    insert into scanned_host (scan_id, host_id, seen_at, ports)
    select ${scanId}, id, max(seen), bool_or(ports)
    from unnest(${ids}::int[], ${times}::timestamptz[], ${looked}::boolean[]) as new (id, seen, ports)
    group by id
    on conflict (scan_id, host_id) do update
      set seen_at = greatest(scanned_host.seen_at, excluded.seen_at), ports = scanned_host.ports or excluded.ports`.execute(
    trx,
  );
  const names = hosts.map((host) => host.names[0] ?? null);
  await sql`
    insert into host_name (host_id, source, name)
    select distinct on (id) id, 'import', name from unnest(${ids}::int[], ${names}::text[]) as new (id, name)
    where name is not null
    order by id
    on conflict (host_id, source) do nothing`.execute(trx);
  return ids;
}

/** Endpoints that the scan speaks of, in a temporary table: listed ones, and known ones among those it only summed up. */
async function stage(trx: Trx, hosts: readonly ScannedHost[], ids: readonly number[]): Promise<void> {
  const listed = hosts.flatMap(({ ports, seenAt }, i) => ports.map((port) => ({ ...port, host: ids[i], seenAt })));
  const rest = hosts.flatMap(({ rest, seenAt }, i) => rest.map((range) => ({ ...range, host: ids[i], seenAt })));
  await sql`drop table if exists scan_finding`.execute(trx);
  await sql`
    create temporary table scan_finding on commit drop as
    -- A port listed twice is open when one of the listings says so.
    select distinct on (host_id, protocol, port) *
    from (
      select * from unnest(
        ${listed.map(({ host }) => host)}::int[], ${listed.map(({ protocol }) => protocol)}::smallint[],
        ${listed.map(({ port }) => port)}::int[], ${listed.map(({ state }) => state)}::text[],
        ${listed.map(({ seenAt }) => seenAt)}::timestamptz[]
      ) as new (host_id, protocol, port, state, seen_at)
      union all
      select e.host_id, e.protocol, e.port, r.state, r.seen_at
      from unnest(
        ${rest.map(({ host }) => host)}::int[], ${rest.map(({ protocol }) => protocol)}::smallint[],
        ${rest.map(({ from }) => from)}::int[], ${rest.map(({ to }) => to)}::int[],
        ${rest.map(({ state }) => state)}::text[], ${rest.map(({ seenAt }) => seenAt)}::timestamptz[]
      ) as r (host_id, protocol, first, last, state, seen_at)
      join service_endpoint e on (e.host_id, e.protocol) = (r.host_id, r.protocol) and e.port between r.first and r.last
    ) found
    order by host_id, protocol, port, state = 'open' desc, seen_at desc`.execute(trx);
}

/** Adds hosts to a scan's results, inside its transaction. Returns the endpoints found open. */
async function recordHosts(trx: Trx, scanId: number, hosts: readonly ScannedHost[]): Promise<EndpointKey[]> {
  const ids = await seeHosts(trx, scanId, hosts);
  await stage(trx, hosts, ids);
  await sql`
    insert into service_endpoint (host_id, protocol, port)
    select host_id, protocol, port from scan_finding order by 1, 2, 3
    on conflict (host_id, protocol, port) do nothing`.execute(trx);
  await sql`
    insert into service_endpoint_state (endpoint_id, scan_id, state, seen_at)
    select e.id, ${scanId}, f.state, f.seen_at from scan_finding f join service_endpoint e using (host_id, protocol, port)
    on conflict (endpoint_id, scan_id) do nothing`.execute(trx);
  await sql`
    update service_endpoint e set
      scan_state = case when f.seen_at >= coalesce(e.scanned_at, '-infinity') then f.state else e.scan_state end,
      scanned_at = greatest(e.scanned_at, f.seen_at),
      first_open_at = case when f.state = 'open' then least(e.first_open_at, f.seen_at) else e.first_open_at end,
      last_open_at = case when f.state = 'open' then greatest(e.last_open_at, f.seen_at) else e.last_open_at end
    from scan_finding f where (e.host_id, e.protocol, e.port) = (f.host_id, f.protocol, f.port)`.execute(trx);
  await sightAddresses(
    (text, values) => trx.executeQuery(CompiledQuery.raw(text, values)),
    hosts.flatMap(({ address, mac, seenAt }) =>
      mac === null ? [] : [{ address, asset: `mac:${mac}`, source: 'scan-mac' as const, from: seenAt, to: seenAt }],
    ),
  );
  const { rows } = await sql<EndpointKey>`
    select host(h.address) as address, f.protocol, f.port from scan_finding f join host h on h.id = f.host_id
    where f.state = 'open' order by h.address, 2, 3`.execute(trx);
  return rows;
}

export interface ScanToStore {
  readonly hosts: AsyncIterable<readonly ScannedHost[]>;
  /** SHA-256 of the result's text, hex, when the same result may come again. */
  readonly digest?: string;
  /** Asked after the last host: the scanner did not come to its end. */
  readonly isIncomplete: () => boolean;
  readonly author: string;
}

/**
 * Stores what a started run found, in one transaction: hosts, states with their history, names and MAC addresses; directions of
 * stored relationships follow the ports found open. Rejects, and leaves nothing but the run, when `hosts` does.
 */
export function storeScan(db: Db, scanId: number, scan: ScanToStore): Promise<StoredScan> {
  return db.transaction().execute(async (trx) => {
    await lockDirections(trx);
    const { what } = await trx.selectFrom('scan_run').select('what').where('id', '=', scanId).executeTakeFirstOrThrow();
    const up = new Set<string>();
    const open = new Map<string, EndpointKey>();
    for await (const hosts of scan.hosts) {
      for (const { address } of hosts) up.add(address);
      for (const endpoint of await recordHosts(trx, scanId, hosts))
        open.set(`${endpoint.protocol} ${endpoint.port} ${endpoint.address}`, endpoint);
    }
    // Not before all is stored: where both ends listen, the scan does not say who called.
    const why = { author: scan.author, reason: `found open: ${what}` };
    const corrected = await redecideWithin(trx, [...open.values()], why);
    await trx
      .updateTable('scan_run')
      .set({
        result: scan.isIncomplete() ? 'incomplete' : 'done',
        finished_at: sql<Date>`now()`,
        hosts_up: up.size,
        open_endpoints: open.size,
        digest: scan.digest ?? null,
      })
      .where('id', '=', scanId)
      .execute();
    await announceCorrections(trx, corrected);
    return { hostsUp: up.size, openEndpoints: open.size, corrected };
  });
}

/** What an earlier import of the same result found; undefined when there was none. */
export async function findStoredScan(
  db: Db,
  digest: string,
): Promise<(StoredScan & { readonly incomplete: boolean }) | undefined> {
  const row = await db
    .selectFrom('scan_run')
    .select(['hosts_up', 'open_endpoints', 'result'])
    .where('digest', '=', digest)
    .executeTakeFirst();
  if (!row) return undefined;
  const { hosts_up: hostsUp, open_endpoints: openEndpoints, result } = row;
  return { hostsUp, openEndpoints, corrected: 0, incomplete: result === 'incomplete' };
}
