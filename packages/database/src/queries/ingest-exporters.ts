import type { RelationshipWindow } from '@scopemap/scope-model';
import type { PoolClient } from 'pg';
import { copyRows } from './copy-binary.ts';

/** An exporter from which something was received; times are milliseconds since 1970 UTC, by the receiver's clock. */
export interface SeenExporter {
  readonly address: string;
  readonly first: number;
  readonly last: number;
}

/** Canonical address -> id. */
export type IdsByAddress = ReadonlyMap<string, number>;

interface Seen {
  first: number;
  last: number;
}

/** Widens the time span of `address`. */
export function see(seen: Map<string, Seen>, address: string, first: number, last: number): void {
  const span = seen.get(address);
  if (!span) seen.set(address, { first, last });
  else {
    span.first = Math.min(span.first, first);
    span.last = Math.max(span.last, last);
  }
}

async function stage(client: PoolClient, seen: ReadonlyMap<string, Seen>): Promise<void> {
  await client.query(
    `create temporary table if not exists window_seen (
       position integer, address inet, first_seen timestamptz, last_seen timestamptz
     ) on commit delete rows;
     truncate window_seen`,
  );
  let position = 0;
  await copyRows(client, 'copy window_seen from stdin (format binary)', seen, (rows, [address, { first, last }]) => {
    rows.row(4);
    rows.int4(position++);
    rows.inet(address);
    rows.timestamptz(first);
    rows.timestamptz(last);
  });
  await client.query('analyze window_seen (address)');
}

/** Creates what is missing in `host` or `exporter`, widens the time spans of the rest, and returns all ids. */
export async function upsertSeen(
  client: PoolClient,
  table: 'host' | 'exporter',
  seen: ReadonlyMap<string, Seen>,
): Promise<IdsByAddress> {
  if (seen.size === 0) return new Map();
  const addresses = [...seen.keys()];
  await stage(client, seen);
  // Locked in the order of addresses before they change, as everywhere.
  await client.query(
    `update ${table} t set first_seen = least(t.first_seen, w.first_seen), last_seen = greatest(t.last_seen, w.last_seen)
     from (
       select k.id, s.first_seen, s.last_seen from window_seen s join ${table} k using (address)
       where k.first_seen > s.first_seen or k.last_seen < s.last_seen
       order by k.address for update of k
     ) w
     where t.id = w.id`,
  );
  // Only what is missing is offered: a row that turns out to be there would use up an id all the same.
  await client.query(
    `insert into ${table} (address, first_seen, last_seen)
     select address, first_seen, last_seen from window_seen s
     where not exists (select from ${table} k where k.address = s.address)
     order by address
     on conflict (address) do update
       set first_seen = least(${table}.first_seen, excluded.first_seen),
           last_seen = greatest(${table}.last_seen, excluded.last_seen)`,
  );
  // By position and not by text: Postgres may write an IPv6 address otherwise than we do.
  const { rows } = await client.query<[position: number, id: number]>({
    text: `select position, id from window_seen join ${table} using (address)`,
    rowMode: 'array',
  });
  return new Map(rows.map(([position, id]) => [addresses[position] as string, id]));
}

/** Ids of all exporters of a window: those that sent, and those that the counts name. */
export function upsertExporters(
  client: PoolClient,
  exporters: readonly SeenExporter[],
  contacts: RelationshipWindow,
): Promise<IdsByAddress> {
  const seen = new Map<string, Seen>();
  for (const { address, first, last } of exporters) see(seen, address, first, last);
  const note = (named: readonly { exporter: string; first: number; last: number }[]) => {
    for (const { exporter, first, last } of named) if (!seen.has(exporter)) see(seen, exporter, first, last);
  };
  for (const { days } of contacts.relationships) note(days);
  for (const { before, after } of contacts.corrections) {
    note(before.days);
    note(after.days);
  }
  note(contacts.segmentEvidence);
  return upsertSeen(client, 'exporter', seen);
}
