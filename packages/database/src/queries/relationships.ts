import type {
  ContactState,
  DirectionConfidence,
  DirectionMethod,
  ReviewStatus,
  ScopeCategory,
  Standing,
} from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { formatBundleKey } from './bundle-key.ts';
import { categoryOf, reviewStatusOf, standingOf } from './decision-tables.ts';
import type { Page } from './hosts.ts';
import { relationshipView, type ViewFilter } from './relationship-view.ts';
import { wideRead } from './wide-read.ts';

export interface RelationshipSideRow {
  readonly hostId: number;
  readonly address: string;
  readonly name: string | null;
  readonly zoneId: number | null;
  readonly zoneName: string | null;
  readonly category: ScopeCategory;
  readonly standing: Standing;
}

export interface RelationshipViewRow {
  readonly id: string;
  readonly client: RelationshipSideRow;
  readonly server: RelationshipSideRow;
  readonly directed: boolean;
  /** Direction unknown, and the two sides do not share one port. */
  readonly undecided: boolean;
  /** Key of the bundle that it is in. */
  readonly bundle: string;
  readonly protocol: number;
  readonly port: number;
  readonly clientPort: number;
  readonly folded: number;
  /** Of all time: conversations that came to nothing. */
  readonly attempts: number;
  readonly icmpType: number | null;
  readonly icmpCode: number | null;
  readonly method: DirectionMethod;
  readonly confidence: DirectionConfidence;
  readonly state: ContactState;
  readonly status: ReviewStatus;
  readonly approval: { readonly businessNeed: string; readonly approvedBy: string; readonly inDate: boolean } | null;
  readonly flows: number;
  readonly packets: number;
  readonly octets: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly observers: readonly string[];
}

type CodedSide = Omit<RelationshipSideRow, 'category' | 'standing'> & { category: number; standing: number };
/** A relationship as the database writes it: categories and status as codes. */
export type CodedRelationship = Omit<RelationshipViewRow, 'client' | 'server' | 'status' | 'bundle'> & {
  client: CodedSide;
  server: CodedSide;
  status: number;
  /** Keys of the bundle's places; service code, null for infrastructure. */
  bundle: { source: string; target: string; service: number | null };
};

const side = (name: 'c' | 's') => {
  const column = (of: string) => sql.ref(`${name}.${of}`);
  return sql`json_build_object('hostId', ${column('id')}, 'address', host(${column('address')}), 'name', ${column('name')},
    'zoneId', ${column('zone_id')}, 'zoneName', ${column('zone_name')},
    'category', ${column('category')}, 'standing', ${column('standing')})`;
};

/** Columns of a {@link CodedRelationship} from `viewed v`, its row `r` and its ends `c` and `s`. */
export const COLUMNS = sql`
  v.id::text as id, ${side('c')} as client, ${side('s')} as server, v.directed, v.service_code < 0 as undecided,
  case when not v.directed and v.server_code < v.client_code
    then json_build_object('source', s.zone_key, 'target', c.zone_key, 'service', case when not v.infra then v.service_code end)
    else json_build_object('source', c.zone_key, 'target', s.zone_key, 'service', case when not v.infra then v.service_code end)
  end as bundle,
  r.protocol, r.port, r.client_port as "clientPort", r.folded, r.attempts::float8 as attempts,
  r.icmp_type as "icmpType", r.icmp_code as "icmpCode", r.method, r.confidence, r.state, v.status,
  (select json_build_object('businessNeed', a.business_need, 'approvedBy', a.approved_by, 'inDate', v.approved)
    from approval a where a.id = v.approval_id) as approval,
  v.flows, v.packets, v.octets, v.first_seen as "firstSeen", v.last_seen as "lastSeen",
  (select coalesce(json_agg(distinct host(e.address)), '[]'::json)
    from relationship_day d join exporter e on e.id = d.exporter_id where d.relationship_id = v.id) as observers`;

function decodedSide(coded: CodedSide): RelationshipSideRow {
  return { ...coded, category: categoryOf(coded.category), standing: standingOf(coded.standing) };
}

export function decodedRelationship(row: CodedRelationship): RelationshipViewRow {
  const status = reviewStatusOf(row.status);
  const { source, target, service } = row.bundle;
  return {
    ...row,
    client: decodedSide(row.client),
    server: decodedSide(row.server),
    status,
    bundle: formatBundleKey({ source, target, directed: row.directed, service: service ?? 'infra', status }),
  };
}

/** One page of the relationships under a filter, worst status first and then the largest, and how many there are in all. */
export async function listRelationships(
  db: Db,
  filter: ViewFilter,
  page: Page,
): Promise<{ relationships: RelationshipViewRow[]; total: number }> {
  const { rows } = await wideRead(db, (trx) =>
    sql<{ total: number; relationships: CodedRelationship[] }>`
      ${relationshipView(filter, 'counts')},
      page as (select * from viewed order by status, octets desc, id limit ${page.limit} offset ${page.offset})
      select
        (select count(*)::int from viewed) as total,
        (select coalesce(json_agg(row), '[]'::json) from (
          select ${COLUMNS}
          from page v
          join (select * from relationship where id = any(array(select id from page))) r on r.id = v.id
          join host_scope c on c.id = v.client_id
          join host_scope s on s.id = v.server_id
          order by v.status, v.octets desc, v.id
        ) row) as relationships`.execute(trx),
  );
  const { total, relationships } = rows[0] ?? { total: 0, relationships: [] };
  return { total, relationships: relationships.map(decodedRelationship) };
}
