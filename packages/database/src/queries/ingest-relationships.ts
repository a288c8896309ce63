import type { PoolClient } from 'pg';
import type { IdsByAddress } from './ingest-exporters.ts';
import type { RelationshipChange, RelationshipKey } from './ingest-relationship-changes.ts';
import { LARGEST_BIGINT, takeBackDays, takesBack } from './ingest-relationship-days.ts';
import { SAME_RELATIONSHIP } from './same-relationship.ts';
import { idOf, stageRelationships } from './stage-relationships.ts';

/**
 * Adds the staged relationships, and their days: one statement, so that nobody has to look up again what was just written. What
 * they are is in the tables of stage-relationships.ts.
 */
const MERGE = `
  with merged as (
    insert into relationship
      (client_id, server_id, protocol, port, client_port, method, confidence, state, first_seen, last_seen, scanner, folded,
       only_client_port, attempts, icmp_type, icmp_code)
    select client_id, server_id, protocol, port, client_port, method, confidence, state, first_seen, last_seen, scanner, folded,
      only_client_port, greatest(attempts, 0), icmp_type, icmp_code
    from window_relationship
    order by 1, 2, 3, 4, 5
    on conflict (client_id, server_id, protocol, port, client_port) do update set
      ${SAME_RELATIONSHIP}
    returning id, client_id, server_id, protocol, port, client_port
  )
  insert into relationship_day (relationship_id, day, exporter_id, flows, packets, octets)
  select merged.id, d.day, d.exporter_id, d.flows, d.packets, d.octets
  from merged
  join window_relationship w using (client_id, server_id, protocol, port, client_port)
  join window_relationship_day d using (position)
  order by 1, 2, 3
  on conflict (relationship_id, day, exporter_id) do update
    set flows = relationship_day.flows + excluded.flows,
        packets = relationship_day.packets + least(excluded.packets, ${LARGEST_BIGINT} - relationship_day.packets),
        octets = relationship_day.octets + least(excluded.octets, ${LARGEST_BIGINT} - relationship_day.octets)`;

interface KeyRow {
  id: string;
  client_id: number;
  server_id: number;
  protocol: number;
  port: number;
  client_port: number;
}

/** The key's five columns. */
function keyColumns(keys: readonly RelationshipKey[], hosts: IdsByAddress): number[][] {
  return [
    keys.map((key) => idOf(hosts, key.client)),
    keys.map((key) => idOf(hosts, key.server)),
    keys.map((key) => key.protocol),
    keys.map((key) => key.port),
    keys.map((key) => key.clientPort),
  ];
}

/** Relationship ids in the order of `keys`; undefined where there is no such row. */
function inOrder(
  keys: readonly RelationshipKey[],
  hosts: IdsByAddress,
  rows: readonly KeyRow[],
): (string | undefined)[] {
  const ids = new Map(
    rows.map((row) => [`${row.client_id} ${row.server_id} ${row.protocol} ${row.port} ${row.client_port}`, row.id]),
  );
  return keys.map((key) =>
    ids.get(`${hosts.get(key.client)} ${hosts.get(key.server)} ${key.protocol} ${key.port} ${key.clientPort}`),
  );
}

/** Lowers the attempts of relationships by those that were answered or corrected since. */
async function takeBackAttempts(
  client: PoolClient,
  changes: readonly RelationshipChange[],
  ids: readonly (string | undefined)[],
): Promise<void> {
  const fewer = changes.flatMap(({ attempts }, at) => (attempts < 0 ? [{ id: ids[at], attempts }] : []));
  if (fewer.length === 0) return;
  await client.query(
    `update relationship r set attempts = greatest(r.attempts + gone.attempts, 0)
     from unnest($1::bigint[], $2::bigint[]) as gone (id, attempts) where r.id = gone.id`,
    [fewer.map(({ id }) => id), fewer.map(({ attempts }) => attempts)],
  );
}

/** Relationship ids in the order of `changes`, locked; undefined where there is no such row. */
async function lockRelationships(
  client: PoolClient,
  changes: readonly RelationshipChange[],
  hosts: IdsByAddress,
): Promise<(string | undefined)[]> {
  const keys = changes.map((change) => change.key);
  const { rows } = await client.query<KeyRow>(
    `select r.id, r.client_id, r.server_id, r.protocol, r.port, r.client_port
     from unnest($1::int[], $2::int[], $3::smallint[], $4::int[], $5::int[]) as wanted (client_id, server_id, protocol, port, client_port)
     join relationship r using (client_id, server_id, protocol, port, client_port)
     order by 2, 3, 4, 5, 6
     for update of r`,
    keyColumns(keys, hosts),
  );
  return inOrder(keys, hosts, rows);
}

/** Adds relationships and their counts; one that is there keeps the strongest answer on direction and state. */
export async function addRelationships(
  client: PoolClient,
  changes: readonly RelationshipChange[],
  hosts: IdsByAddress,
  exporters: IdsByAddress,
): Promise<void> {
  if (changes.length === 0) return;
  await stageRelationships(client, changes, hosts, exporters);
  await client.query(MERGE);
  const fewer = changes.filter(takesBack);
  if (fewer.length === 0) return;
  const ids = await lockRelationships(client, fewer, hosts);
  await takeBackAttempts(client, fewer, ids);
  await takeBackDays(client, fewer, ids, exporters);
}

/** Takes answers back that later records corrected; a relationship of which nothing is left goes. */
export async function withdrawRelationships(
  client: PoolClient,
  changes: readonly RelationshipChange[],
  hosts: IdsByAddress,
  exporters: IdsByAddress,
): Promise<void> {
  if (changes.length === 0) return;
  const ids = await lockRelationships(client, changes, hosts);
  await takeBackDays(client, changes, ids, exporters);
  await takeBackAttempts(client, changes, ids);
  await client.query(
    `update relationship r set folded = greatest(r.folded + gone.folded, 0)
     from unnest($1::bigint[], $2::int[]) as gone (id, folded) where r.id = gone.id and gone.folded <> 0`,
    [ids, changes.map((change) => change.folded)],
  );
  await client.query(
    `delete from relationship r where r.id = any($1::bigint[])
     and not exists (select from relationship_day d where d.relationship_id = r.id)`,
    [ids.filter((id) => id !== undefined)],
  );
}
