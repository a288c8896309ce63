import { hasPorts } from '@scopemap/net';
import type { ContactFact, ContactState, DecidingContact } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Trx } from '../../database.ts';

const CONTACTS_A_READ = 20_000;
/** Of those without counts, which cost a tenth. */
const DECIDING_A_READ = 50_000;

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

/** More than these are read like all. */
const MOST_CHANGED = 100_000;
/** Transactions are numbered in a circle: of what is further back, before and after cannot be told. */
const FURTHEST_BACK = 1_000_000_000;

type DecidingRecord = [
  id: number,
  client: number,
  server: number,
  directed: boolean,
  protocol: number,
  port: number,
  state: ContactState,
  scanner: boolean,
  first: number,
  last: number,
];

const RECORD = sql`json_build_array(id, client_id, server_id, client_port = -1, protocol,
  case when client_port <> -1 and (client_port <> port or folded > 0) then -1 else port end, state, scanner,
  floor(extract(epoch from first_seen) * 1000)::bigint, floor(extract(epoch from last_seen) * 1000)::bigint)`;

function toDeciding(text: string, addresses: ReadonlyMap<number, string>): DecidingContact[] {
  return (JSON.parse(text) as DecidingRecord[]).map(
    ([id, client, server, directed, protocol, port, state, scanner, first, latest]): DecidingContact => ({
      id: `contact-${id}`,
      from: addresses.get(client) as string,
      to: addresses.get(server) as string,
      directed,
      protocol,
      port: port < 0 || !hasPorts(protocol) ? null : port,
      state,
      scanner,
      first,
      last: latest,
    }),
  );
}

/** What a classification depends on of every relationship, some thousands at a time in the order of ids; counts are not looked at. */
export async function* readDecidingContacts(
  trx: Trx,
  addresses: ReadonlyMap<number, string>,
): AsyncGenerator<readonly DecidingContact[]> {
  let after = '0';
  for (;;) {
    const { rows } = await sql<{ last: string | null; text: string }>`
      select max(id)::text as last, json_agg(${RECORD} order by id)::text as text
      from (select * from relationship where id > ${after}::bigint order by id limit ${sql.lit(DECIDING_A_READ)}) page`.execute(
      trx,
    );
    const [{ last, text }] = rows as [(typeof rows)[0]];
    if (last === null) return;
    yield toDeciding(text, addresses);
    after = last;
  }
}

/** The oldest transaction that this snapshot may not see: whatever it does not see was written by this one or a later one. */
export async function snapshotMark(trx: Trx): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::xid::text as mark`.execute(trx);
  return (rows[0] as { mark: string }).mark;
}

/** Relationships that were written since the mark of an earlier snapshot, among them some that it saw, and how many there are in all. */
export interface ChangedContacts {
  readonly contacts: readonly DecidingContact[];
  readonly total: number;
}

/** In the order of ids. Null when there are too many, or the mark is too old to tell. */
export async function readChangedContacts(
  trx: Trx,
  addresses: ReadonlyMap<number, string>,
  mark: string,
): Promise<ChangedContacts | null> {
  const { rows } = await sql<{ back: number; total: number; changed: number; text: string }>`
    select age(${mark}::xid) as back, (select count(*)::float8 from relationship) as total, changed, text
    from (
      select count(*)::float8 as changed, coalesce(json_agg(${RECORD} order by id), '[]')::text as text
      from (
        select * from relationship where age(xmin) <= age(${mark}::xid) order by id limit ${sql.lit(MOST_CHANGED + 1)}
      ) written
    ) found`.execute(trx);
  const [{ back, total, changed, text }] = rows as [(typeof rows)[0]];
  if (back < 0 || back > FURTHEST_BACK || changed > MOST_CHANGED) return null;
  return { contacts: toDeciding(text, addresses), total };
}
