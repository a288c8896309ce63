import type { RelationshipWindow } from '@scopemap/scope-model';
import type { PoolClient } from 'pg';
import { instantText } from './instant-text.ts';

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

/** Creates what is missing in `host` or `exporter`, widens the time spans of the rest, and returns all ids. */
export async function upsertSeen(
  client: PoolClient,
  table: 'host' | 'exporter',
  seen: ReadonlyMap<string, Seen>,
): Promise<IdsByAddress> {
  if (seen.size === 0) return new Map();
  const addresses = [...seen.keys()];
  const spans = [...seen.values()];
  await client.query(
    `insert into ${table} (address, first_seen, last_seen)
     select * from unnest($1::inet[], $2::timestamptz[], $3::timestamptz[]) as seen (address, first_seen, last_seen)
     order by address
     on conflict (address) do update
       set first_seen = least(${table}.first_seen, excluded.first_seen),
           last_seen = greatest(${table}.last_seen, excluded.last_seen)
       where ${table}.first_seen > excluded.first_seen or ${table}.last_seen < excluded.last_seen`,
    [addresses, spans.map((span) => instantText(span.first)), spans.map((span) => instantText(span.last))],
  );
  // By position and not by text: Postgres may write an IPv6 address otherwise than we do.
  const { rows } = await client.query<{ position: string; id: number }>(
    `select position, id from unnest($1::inet[]) with ordinality as wanted (address, position) join ${table} using (address)`,
    [addresses],
  );
  return new Map(rows.map(({ position, id }) => [addresses[Number(position) - 1] as string, id]));
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
