import { hasPorts } from '@scopemap/net';
import type { ContactFact } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Trx } from '../../database.ts';

const CONTACTS_A_READ = 20_000;

interface ContactRecord
  extends Pick<
    ContactFact,
    'directed' | 'method' | 'confidence' | 'protocol' | 'state' | 'scanner' | 'first' | 'last' | 'flows'
  > {
  readonly id: string;
  readonly client: number;
  readonly server: number;
  readonly port: number;
  readonly undecided: boolean;
  readonly observers: readonly number[];
}

function toContact(row: ContactRecord, addresses: ReadonlyMap<number, string>): ContactFact {
  const { client, server, undecided, id, port, observers, ...rest } = row;
  return {
    ...rest,
    id: `contact-${id}`,
    from: addresses.get(client) as string,
    to: addresses.get(server) as string,
    port: undecided || !hasPorts(row.protocol) ? null : port,
    observers: observers.map((exporter) => `exporter-${exporter}`),
  };
}

/**
 * Every relationship in the order of ids, some thousands at a time. Flows are those of the day's largest observer, added up: a second
 * exporter on the way sees the same traffic again.
 */
export async function* readContacts(trx: Trx, addresses: ReadonlyMap<number, string>): AsyncGenerator<ContactFact[]> {
  let after = '0';
  for (;;) {
    const { rows } = await sql<ContactRecord>`
      with page as materialized (select * from relationship where id > ${after}::bigint order by id limit ${sql.lit(CONTACTS_A_READ)}),
      seen as (
        select d.* from relationship_day d
        where d.relationship_id > ${after}::bigint and d.relationship_id <= (select max(id) from page)
      ),
      counted as (
        select relationship_id as id, sum(flows)::float8 as flows
        from (select relationship_id, max(flows) as flows from seen group by relationship_id, day) of_day group by 1
      ),
      watched as (
        select relationship_id as id, array_agg(distinct exporter_id order by exporter_id) as observers from seen group by 1
      )
      select r.id::text as id, r.client_id as client, r.server_id as server, r.client_port = -1 as directed, r.protocol, r.port,
        r.client_port <> -1 and (r.client_port <> r.port or r.folded > 0) as undecided, r.method::text as method,
        r.confidence::text as confidence, r.state::text as state, r.scanner,
        floor(extract(epoch from r.first_seen) * 1000)::float8 as first,
        floor(extract(epoch from r.last_seen) * 1000)::float8 as last,
        coalesce(c.flows, 0) as flows, coalesce(w.observers, '{}') as observers
      from page r left join counted c using (id) left join watched w using (id)
      order by r.id`.execute(trx);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => toContact(row, addresses));
    after = last.id;
  }
}
