import type { ContactState, DirectionConfidence, DirectionMethod } from '@scopemap/scope-model';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

export interface RelationshipTable {
  id: Generated<string>;
  client_id: number;
  server_id: number;
  protocol: number;
  port: number;
  client_port: Generated<number>;
  method: DirectionMethod;
  confidence: DirectionConfidence;
  state: ContactState;
  first_seen: Date;
  last_seen: Date;
  scanner: Generated<boolean>;
  folded: Generated<number>;
  only_client_port: ColumnType<number | null, number | null | undefined, number | null>;
  attempts: ColumnType<string, number | undefined, number>;
  icmp_type: ColumnType<number | null, number | null | undefined, number | null>;
  icmp_code: ColumnType<number | null, number | null | undefined, number | null>;
}

export interface RelationshipDayTable {
  relationship_id: ColumnType<string, string | number, string | number>;
  /** `YYYY-MM-DD`, UTC. */
  day: ColumnType<string, string, string>;
  exporter_id: number;
  flows: ColumnType<string, number, number>;
  packets: ColumnType<string, number, number>;
  octets: ColumnType<string, number, number>;
}

export interface AppliedWindowTable {
  id: string;
  applied_at: Generated<Date>;
  counters: JSONColumnType<Record<string, number>>;
}

export interface SegmentEvidenceTable {
  sender_id: number;
  destination: string;
  protocol: number;
  port: number;
  exporter_id: number;
  reach: 'local' | 'routed';
  packets: ColumnType<string, number, number>;
  octets: ColumnType<string, number, number>;
  first_seen: Date;
  last_seen: Date;
}

export interface LearnedEndpointTable {
  address: string;
  protocol: number;
  port: number;
  basis: 'opened' | 'fan-in';
  peers: number;
  conversations: number;
  learned_at: Generated<Date>;
}
