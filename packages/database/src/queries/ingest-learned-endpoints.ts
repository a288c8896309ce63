import type { LearnedEndpoint } from '@scopemap/scope-model';
import type { PoolClient } from 'pg';
import type { Db } from '../database.ts';

/** Remembers service endpoints that a window taught; one that is there keeps the newer evidence. */
export async function saveLearnedEndpoints(client: PoolClient, endpoints: readonly LearnedEndpoint[]): Promise<void> {
  if (endpoints.length === 0) return;
  await client.query(
    `insert into learned_endpoint (address, protocol, port, basis, peers, conversations)
     select distinct on (address, protocol, port) *
     from unnest($1::inet[], $2::smallint[], $3::int[], $4::text[], $5::int[], $6::int[])
       as new (address, protocol, port, basis, peers, conversations)
     order by address, protocol, port
     on conflict (address, protocol, port) do update
       set basis = excluded.basis, peers = excluded.peers, conversations = excluded.conversations, learned_at = now()`,
    [
      endpoints.map((endpoint) => endpoint.address),
      endpoints.map((endpoint) => endpoint.protocol),
      endpoints.map((endpoint) => endpoint.port),
      endpoints.map((endpoint) => endpoint.by),
      endpoints.map((endpoint) => endpoint.peers),
      endpoints.map((endpoint) => endpoint.conversations),
    ],
  );
}

/** The `limit` endpoints that were learnt last, oldest first, as a new `EndpointKnowledge` wants them. */
export async function loadLearnedEndpoints(db: Db, limit: number): Promise<LearnedEndpoint[]> {
  const rows = await db.selectFrom('learned_endpoint').selectAll().orderBy('learned_at', 'desc').limit(limit).execute();
  return rows.reverse().map(({ address, protocol, port, basis, peers, conversations }) => ({
    address,
    protocol,
    port,
    by: basis,
    peers,
    conversations,
  }));
}
