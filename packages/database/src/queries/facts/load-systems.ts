import type { AssetFact, InventoryFact } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Trx } from '../../database.ts';
import { INVENTORY_COLUMNS } from '../lists/host-list.ts';
import { type BoundMachines, bindMachines, type StatedMachine } from './bind-machines.ts';

/** Hosts and machines, as the facts have them. */
export interface LoadedSystems extends BoundMachines {
  /** By the address: one for each host, and one for each machine. */
  readonly assets: readonly AssetFact[];
  /** Address by host id. */
  readonly addresses: ReadonlyMap<number, string>;
}

interface HostRecord {
  readonly id: number;
  readonly address: string;
  readonly name: string | null;
  readonly first: number;
  readonly last: number;
  readonly scanned: boolean;
  readonly seen: boolean;
  readonly inventory: InventoryFact | null;
}

const inventoryMembers = sql.raw(INVENTORY_COLUMNS.map((column) => `'${column}', nullif(i.${column}, '')`).join(', '));

/** `seen` is asked only where a scan knows the host, too: every other one can only come from traffic. */
async function loadHosts(trx: Trx): Promise<HostRecord[]> {
  const { rows } = await sql<HostRecord>`
    with label as (
      select distinct on (host_id) host_id as id, name from host_name
      order by host_id, array_position(array['person', 'import', 'sample'], source)
    ), scanned as (select distinct host_id as id from scanned_host)
    select h.id, host(h.address) as address, l.name, floor(extract(epoch from h.first_seen) * 1000)::float8 as first,
      floor(extract(epoch from h.last_seen) * 1000)::float8 as last, s.id is not null as scanned,
      s.id is null or exists (select from relationship r where r.client_id = h.id)
        or exists (select from relationship r where r.server_id = h.id) as seen,
      case when i.host_id is not null then json_build_object(${inventoryMembers}) end as inventory
    from host h left join label l using (id) left join scanned s using (id) left join host_inventory i on i.host_id = h.id
    order by h.id`.execute(trx);
  return rows;
}

interface LeaseRecord extends StatedMachine {
  /** Of the machine, when the same statement has both. */
  readonly name: string | null;
}

/** A lease that has MAC address and name speaks of one machine. A sighting holds for its instant; other periods end before their end. */
async function loadMachines(trx: Trx): Promise<LeaseRecord[]> {
  const { rows } = await sql<LeaseRecord>`
    with stated as (
      select address, source, valid_from, valid_to, array_agg(asset order by asset) filter (where starts_with(asset, 'mac:')) as macs,
        array_agg(asset order by asset) filter (where not starts_with(asset, 'mac:')) as names
      from host_address group by 1, 2, 3, 4
    )
    select host(address) as address, machine, source as basis,
      case when cardinality(macs) = 1 and cardinality(names) = 1 then names[1] end as name,
      floor(extract(epoch from valid_from) * 1000)::float8 as "from",
      (floor(extract(epoch from valid_to) * 1000) + case when source like '%-mac' then 1 else 0 end)::float8 as until
    from stated, unnest(coalesce(macs, names)) as machine
    where valid_to is null or valid_to > valid_from or source like '%-mac'
    order by address, valid_from, machine`.execute(trx);
  return rows;
}

/** Every host as an asset by its address; machines where an address changed hands or a machine its address. */
export async function loadSystems(trx: Trx): Promise<LoadedSystems> {
  const hosts = await loadHosts(trx);
  const stated = await loadMachines(trx);
  const bound = bindMachines(stated);
  const assets: AssetFact[] = hosts.map(({ address, name, first, last, scanned, seen, inventory }) => ({
    id: address,
    name,
    firstSeen: first,
    lastSeen: last,
    knownBy: [...(seen ? ['flow'] : []), ...(scanned ? ['scan'] : [])],
    inventory,
  }));
  const names = new Map(stated.flatMap(({ machine, name }) => (name === null ? [] : [[machine, name] as const])));
  const known = new Set(assets.map(({ id }) => id));
  for (const id of bound.machines) {
    const name = names.get(id) ?? (id.startsWith('mac:') ? null : id);
    assets.push({ id, name, firstSeen: null, lastSeen: null, knownBy: ['import'], inventory: null });
  }
  return {
    ...bound,
    // The times between machines of an address that was never met have nobody to speak of.
    bindings: bound.bindings.filter(({ asset, address }) => asset !== address || known.has(address)),
    assets,
    addresses: new Map(hosts.map(({ id, address }) => [id, address])),
  };
}
