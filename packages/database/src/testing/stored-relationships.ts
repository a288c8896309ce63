import { sql } from 'kysely';
import type { Db } from '../database.ts';

/** A relationship of the database in a form to compare with. */
export interface StoredRelationship {
  /** `client > server protocol/port`, or `a:port - b:port protocol` when the direction is not decided. */
  readonly name: string;
  readonly state: string;
  /** Day, exporter, flows, packets, octets. */
  readonly days: (string | number)[][];
}

const NAME = sql`
  case when r.client_port = -1
    then host(c.address) || ' > ' || host(s.address) || ' ' || r.protocol || '/' || r.port
    else host(c.address) || ':' || r.client_port || ' - ' || host(s.address) || ':' || r.port || ' ' || r.protocol
  end`;

/** All relationships, in order of their names. */
export async function storedRelationships(db: Db): Promise<StoredRelationship[]> {
  const { rows } = await sql<StoredRelationship>`
    select
      ${NAME} as name,
      r.state,
      (select jsonb_agg(jsonb_build_array(d.day, host(e.address), d.flows, d.packets, d.octets) order by d.day, e.address)
       from relationship_day d join exporter e on e.id = d.exporter_id where d.relationship_id = r.id) as days
    from relationship r join host c on c.id = r.client_id join host s on s.id = r.server_id
    order by 1`.execute(db);
  return rows;
}

/** Only their names. */
export async function storedNames(db: Db): Promise<string[]> {
  return (await storedRelationships(db)).map((relationship) => relationship.name);
}

/** How often each was tried in vain, by name. */
export async function storedAttempts(db: Db): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ name: string; attempts: number }>`
    select ${NAME} as name, r.attempts::float8 as attempts
    from relationship r join host c on c.id = r.client_id join host s on s.id = r.server_id`.execute(db);
  return new Map(rows.map(({ name, attempts }) => [name, attempts]));
}
