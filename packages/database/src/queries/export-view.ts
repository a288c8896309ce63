import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { FLAGGED_FIRST, hostView } from './host-view.ts';
import { decoded as decodedHost, COLUMNS as HOST_COLUMNS, type HostRow, type StoredHost } from './hosts.ts';
import { relationshipView, type ViewFilter } from './relationship-view.ts';
import {
  type CodedRelationship,
  decodedRelationship,
  COLUMNS as RELATIONSHIP_COLUMNS,
  type RelationshipViewRow,
} from './relationships.ts';
import { readCursor } from './wide-read.ts';

const BATCH = 1_000;

/** All relationships under a filter, in the order of their pages, of one moment. `take` gets them by the thousand. */
export function exportRelationships(
  db: Db,
  filter: ViewFilter,
  take: (rows: RelationshipViewRow[]) => Promise<void>,
): Promise<void> {
  const query = sql`
    ${relationshipView(filter, 'counts')}
    select ${RELATIONSHIP_COLUMNS}
    from viewed v
    join relationship r on r.id = v.id
    join host_scope c on c.id = v.client_id
    join host_scope s on s.id = v.server_id
    order by v.status, v.octets desc, v.id`;
  return readCursor<CodedRelationship>(db, query, BATCH, (rows) => take(rows.map(decodedRelationship)));
}

/** All hosts under a filter, in the order of their pages, of one moment. `take` gets them by the thousand. */
export function exportHosts(db: Db, filter: ViewFilter, take: (rows: HostRow[]) => Promise<void>): Promise<void> {
  const query = sql`
    ${hostView(filter, 'no counts')},
    met as (
      select id, count(distinct service)::int as services, count(distinct peer)::int as peers from host_end group by id
    )
    select ${HOST_COLUMNS} from host_view v left join met m using (id) order by ${FLAGGED_FIRST}`;
  return readCursor<StoredHost>(db, query, BATCH, (rows) => take(rows.map(decodedHost)));
}
