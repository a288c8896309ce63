import { DIRECTION_CONFIDENCES, DIRECTION_METHODS } from '@scopemap/scope-model';
import type { PoolClient } from 'pg';
import type { IdsByAddress } from './ingest-exporters.ts';
import {
  type RelationshipChange,
  type RelationshipKey,
  STATES_STRONGEST_FIRST,
} from './ingest-relationship-changes.ts';
import { addDays, takeBackDays } from './ingest-relationship-days.ts';
import { instantText } from './instant-text.ts';

const UPSERT = `
  insert into relationship
    (client_id, server_id, protocol, port, client_port, method, confidence, state, first_seen, last_seen, scanner, folded,
     only_client_port, attempts, icmp_type, icmp_code)
  select client_id, server_id, protocol, port, client_port, method, confidence, state, first_seen, last_seen, scanner, folded,
    only_client_port, greatest(attempts, 0), icmp_type, icmp_code
  from unnest(
    $1::int[], $2::int[], $3::smallint[], $4::int[], $5::int[], $6::text[], $7::text[], $8::text[],
    $9::timestamptz[], $10::timestamptz[], $11::boolean[], $12::int[], $16::int[], $17::bigint[], $18::smallint[], $19::smallint[]
  ) as new (
    client_id, server_id, protocol, port, client_port, method, confidence, state, first_seen, last_seen, scanner, folded,
    only_client_port, attempts, icmp_type, icmp_code
  )
  order by 1, 2, 3, 4, 5
  on conflict (client_id, server_id, protocol, port, client_port) do update set
    (method, confidence) = (
      select method, confidence
      from (values (relationship.method, relationship.confidence), (excluded.method, excluded.confidence)) as answer (method, confidence)
      order by array_position($13::text[], method), array_position($14::text[], confidence)
      limit 1
    ),
    state = ($15::text[])[least(array_position($15::text[], relationship.state), array_position($15::text[], excluded.state))],
    first_seen = least(relationship.first_seen, excluded.first_seen),
    last_seen = greatest(relationship.last_seen, excluded.last_seen),
    scanner = relationship.scanner and excluded.scanner,
    folded = greatest(relationship.folded + excluded.folded, 0),
    only_client_port = case when relationship.only_client_port = excluded.only_client_port then excluded.only_client_port end,
    attempts = relationship.attempts + excluded.attempts,
    icmp_type = case when relationship.icmp_type = excluded.icmp_type then excluded.icmp_type end,
    icmp_code = case when (relationship.icmp_type, relationship.icmp_code) = (excluded.icmp_type, excluded.icmp_code)
      then excluded.icmp_code end
  returning id, client_id, server_id, protocol, port, client_port`;

interface KeyRow {
  id: string;
  client_id: number;
  server_id: number;
  protocol: number;
  port: number;
  client_port: number;
}

function idOf(ids: IdsByAddress, address: string): number {
  const id = ids.get(address);
  if (id === undefined) throw new Error(`no id for ${address}`);
  return id;
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

/** Adds relationships and their counts; one that is there keeps the strongest answer on direction and state. */
export async function addRelationships(
  client: PoolClient,
  changes: readonly RelationshipChange[],
  hosts: IdsByAddress,
  exporters: IdsByAddress,
): Promise<void> {
  if (changes.length === 0) return;
  const keys = changes.map((change) => change.key);
  const { rows } = await client.query<KeyRow>(UPSERT, [
    ...keyColumns(keys, hosts),
    changes.map((change) => change.method),
    changes.map((change) => change.confidence),
    changes.map((change) => change.state),
    changes.map((change) => instantText(change.first)),
    changes.map((change) => instantText(change.last)),
    changes.map((change) => change.scanner),
    changes.map((change) => change.folded),
    DIRECTION_METHODS,
    DIRECTION_CONFIDENCES,
    STATES_STRONGEST_FIRST,
    changes.map((change) => change.onlyClientPort),
    changes.map((change) => change.attempts),
    changes.map((change) => change.icmpType),
    changes.map((change) => change.icmpCode),
  ]);
  const ids = inOrder(keys, hosts, rows);
  await takeBackAttempts(client, changes, ids);
  await takeBackDays(client, changes, ids, exporters);
  await addDays(client, changes, ids, exporters);
}

/** Takes answers back that later records corrected; a relationship of which nothing is left goes. */
export async function withdrawRelationships(
  client: PoolClient,
  changes: readonly RelationshipChange[],
  hosts: IdsByAddress,
  exporters: IdsByAddress,
): Promise<void> {
  if (changes.length === 0) return;
  const keys = changes.map((change) => change.key);
  const { rows } = await client.query<KeyRow>(
    `select r.id, r.client_id, r.server_id, r.protocol, r.port, r.client_port
     from unnest($1::int[], $2::int[], $3::smallint[], $4::int[], $5::int[]) as gone (client_id, server_id, protocol, port, client_port)
     join relationship r using (client_id, server_id, protocol, port, client_port)
     order by 2, 3, 4, 5, 6
     for update of r`,
    keyColumns(keys, hosts),
  );
  const ids = inOrder(keys, hosts, rows);
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
