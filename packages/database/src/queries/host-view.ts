import { type RawBuilder, sql } from 'kysely';
import { isUnfiltered, relationshipView, type ViewFilter } from './relationship-view.ts';

/** {@link relationshipView} and `host_view`: the hosts of the view with the worst `status` of their relationships and `server`. */
export function hostView(filter: ViewFilter, counts: 'counts' | 'no counts', orHost?: number): RawBuilder<unknown> {
  const always = isUnfiltered(filter) ? sql`true` : orHost === undefined ? sql`false` : sql`h.id = ${orHost}`;
  return sql`
    ${relationshipView(filter, counts)},
    host_end as (
      select client_id as id, server_id as peer, status, null::integer as service from viewed
      union all
      select server_id, client_id, status, case when directed then service_code end from viewed
    ),
    host_seen as (
      select id, min(status) as status, bool_or(service is not null) as server
      from host_end group by id
    ),
    host_view as (
      select h.*, coalesce(e.status, 3) as status, coalesce(e.server, false) as server
      from host_scope h left join host_seen e using (id)
      where e.id is not null or ${always}
    )`;
}

/** Order of `host_view v`, what needs a person first: contradictions, then worse status, then closer to the CDE. */
export const FLAGGED_FIRST = sql`v.conflict desc, v.status, v.category, v.server desc, v.address`;
