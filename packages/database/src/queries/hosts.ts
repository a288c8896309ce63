import type { ReviewStatus, ScopeCategory } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { appendAuditEntry, type ChangeAuthor } from './audit.ts';
import { categoryOf, reviewStatusOf } from './decision-tables.ts';
import { FLAGGED_FIRST, hostView } from './host-view.ts';
import type { ViewFilter } from './relationship-view.ts';
import { wideRead } from './wide-read.ts';

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

export interface HostRow {
  readonly id: number;
  readonly address: string;
  readonly name: string | null;
  readonly zoneId: number | null;
  readonly zoneName: string | null;
  readonly category: ScopeCategory;
  readonly conflict: boolean;
  /** Worst status of its relationships in the view. */
  readonly status: ReviewStatus;
  /** Distinct services it offered, and distinct hosts it met, in the view. */
  readonly services: number;
  readonly peers: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

/** A host as the database writes it: category and status as codes. */
export type StoredHost = Omit<HostRow, 'category' | 'status'> & { category: number; status: number };

/** Columns of a {@link StoredHost} from `host_view v` and what it `met m`. */
export const COLUMNS = sql`
  v.id, host(v.address) as address, v.name, v.zone_id as "zoneId", v.zone_name as "zoneName", v.category, v.conflict, v.status,
  coalesce(m.services, 0) as services, coalesce(m.peers, 0) as peers, v.first_seen as "firstSeen", v.last_seen as "lastSeen"`;

/** What each host of `page` met in the view. */
const met = sql`
  met as (
    select id, count(distinct service)::int as services, count(distinct peer)::int as peers
    from host_end where id in (select id from page) group by id
  )`;

export function decoded({ category, status, ...row }: StoredHost): HostRow {
  return { ...row, category: categoryOf(category), status: reviewStatusOf(status) };
}

type ListedHost = Omit<StoredHost, 'firstSeen' | 'lastSeen'> & { firstSeen: string; lastSeen: string };

/** One page of the hosts under a filter, those that need a person first, and how many there are in all. */
export async function listHosts(db: Db, filter: ViewFilter, page: Page): Promise<{ hosts: HostRow[]; total: number }> {
  const { rows } = await wideRead(db, (trx) =>
    sql<{ total: number; hosts: ListedHost[] }>`
      ${hostView(filter, 'no counts')},
      page as (select * from host_view v order by ${FLAGGED_FIRST} limit ${page.limit} offset ${page.offset}), ${met}
      select
        (select count(*)::int from host_view) as total,
        (select coalesce(json_agg(row), '[]'::json) from (
          select ${COLUMNS} from page v left join met m using (id) order by ${FLAGGED_FIRST}
        ) row) as hosts`.execute(trx),
  );
  const { total, hosts } = rows[0] ?? { total: 0, hosts: [] };
  return {
    total,
    hosts: hosts.map((row) =>
      decoded({ ...row, firstSeen: new Date(row.firstSeen), lastSeen: new Date(row.lastSeen) }),
    ),
  };
}

/** One host with everything that is stored of it. */
export async function findHost(db: Db, id: number): Promise<HostRow | undefined> {
  const { rows } = await wideRead(db, (trx) =>
    sql<StoredHost>`
      ${hostView({ hostId: id }, 'no counts', id)},
      page as (select * from host_view where id = ${id}), ${met}
      select ${COLUMNS} from page v left join met m using (id)`.execute(trx),
  );
  return rows[0] && decoded(rows[0]);
}

/** Gives a host the name a person chose, or another one. False when there is no such host. */
export function nameHost(db: Db, id: number, name: string, by: ChangeAuthor): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const host = await trx
      .selectFrom('host')
      .leftJoin('host_name', (join) => join.onRef('host_id', '=', 'id').on('source', '=', 'person'))
      .select([sql<string>`host(address)`.as('address'), 'name'])
      .where('id', '=', id)
      .forUpdate('host')
      .executeTakeFirst();
    if (!host) return false;
    await trx
      .insertInto('host_name')
      .values({ host_id: id, source: 'person', name })
      .onConflict((conflict) => conflict.columns(['host_id', 'source']).doUpdateSet({ name }))
      .execute();
    const subject = `host ${id} (${host.address})`;
    await appendAuditEntry(trx, by, { action: 'host.name', subject, before: host.name, after: name, reason: null });
    return true;
  });
}
