import type { PoolClient } from 'pg';
import { type BinaryRows, copyRows } from './copy-binary.ts';
import type { IdsByAddress } from './ingest-exporters.ts';
import type { RelationshipChange } from './ingest-relationship-changes.ts';
import { addedDays, exact } from './ingest-relationship-days.ts';

/** Kept as long as the connection, empty between transactions: making tables anew for each window would bloat the catalogue. */
const TABLES = `
  create temporary table if not exists window_relationship (
    position integer, client_id integer, server_id integer, protocol smallint, port integer, client_port integer,
    method direction_method, confidence direction_confidence, state contact_state, first_seen timestamptz, last_seen timestamptz,
    scanner boolean, folded integer, only_client_port integer, attempts bigint, icmp_type smallint, icmp_code smallint
  ) on commit delete rows;
  create temporary table if not exists window_relationship_day (
    position integer, day date, exporter_id integer, flows bigint, packets bigint, octets bigint
  ) on commit delete rows`;

/** Throws when the window's hosts or exporters lack the address. */
export function idOf(ids: IdsByAddress, address: string): number {
  const id = ids.get(address);
  if (id === undefined) throw new Error(`no id for ${address}`);
  return id;
}

function addRelationship(rows: BinaryRows, position: number, change: RelationshipChange, hosts: IdsByAddress): void {
  const { key } = change;
  rows.row(17);
  rows.int4(position);
  rows.int4(idOf(hosts, key.client));
  rows.int4(idOf(hosts, key.server));
  rows.int2(key.protocol);
  rows.int4(key.port);
  rows.int4(key.clientPort);
  rows.word(change.method);
  rows.word(change.confidence);
  rows.word(change.state);
  rows.timestamptz(change.first);
  rows.timestamptz(change.last);
  rows.bool(change.scanner);
  rows.int4(change.folded);
  rows.int4(change.onlyClientPort);
  rows.int8(change.attempts);
  rows.int2(change.icmpType);
  rows.int2(change.icmpCode);
}

function addDays(rows: BinaryRows, position: number, change: RelationshipChange, exporters: IdsByAddress): void {
  for (const { day, exporter, flows, packets, octets } of addedDays(change)) {
    rows.row(6);
    rows.int4(position);
    rows.date(day);
    rows.int4(idOf(exporters, exporter));
    rows.int8(exact(flows));
    rows.int8(exact(packets));
    rows.int8(exact(octets));
  }
}

/** Puts changes into `window_relationship`, and what they add per day into `window_relationship_day`, until the transaction ends. */
export async function stageRelationships(
  client: PoolClient,
  changes: readonly RelationshipChange[],
  hosts: IdsByAddress,
  exporters: IdsByAddress,
): Promise<void> {
  await client.query(TABLES);
  // Sorts and joins of one window in memory, by a plan that is not compiled: that takes longer than it saves.
  await client.query("select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)");
  const copy = (table: string, add: (rows: BinaryRows, position: number, change: RelationshipChange) => void) =>
    copyRows(client, `copy ${table} from stdin (format binary)`, changes.entries(), (rows, [position, change]) =>
      add(rows, position, change),
    );
  await copy('window_relationship', (rows, position, change) => addRelationship(rows, position, change, hosts));
  await copy('window_relationship_day', (rows, position, change) => addDays(rows, position, change, exporters));
  // Of temporary tables the planner knows nothing otherwise, and then it may compare every row with every other.
  await client.query('analyze window_relationship (client_id, server_id); analyze window_relationship_day (position)');
}
