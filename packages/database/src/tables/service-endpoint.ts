import type {
  AddressSource,
  DirectionConfidence,
  DirectionMethod,
  EndpointBasis,
  EndpointRole,
  PortState,
} from '@scopemap/scope-model';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

export type ScanResult = 'running' | 'done' | 'incomplete' | 'failed';

export interface ScanRunTable {
  id: Generated<number>;
  kind: 'scan' | 'import';
  what: string;
  allowed: ColumnType<string[], string[] | undefined, never>;
  author: string;
  started_at: Generated<Date>;
  finished_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  result: Generated<ScanResult>;
  hosts_up: Generated<number>;
  open_endpoints: Generated<number>;
  error: ColumnType<string | null, string | null | undefined, string | null>;
  digest: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface ScannedHostTable {
  scan_id: number;
  host_id: number;
  seen_at: Date;
  ports: boolean;
}

export interface ServiceEndpointTable {
  id: Generated<number>;
  host_id: number;
  protocol: number;
  port: number;
  scan_state: ColumnType<PortState | null, PortState | null | undefined, PortState | null>;
  scanned_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  first_open_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  last_open_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  person_role: ColumnType<EndpointRole | null, EndpointRole | null | undefined, EndpointRole | null>;
  stated_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  basis: GeneratedAlways<Exclude<EndpointBasis, 'learned'> | null>;
  role: GeneratedAlways<EndpointRole | null>;
}

export interface ServiceEndpointStateTable {
  endpoint_id: number;
  scan_id: number;
  state: PortState;
  seen_at: Date;
}

export interface ServiceEndpointStatementTable {
  id: Generated<number>;
  endpoint_id: number;
  role: EndpointRole | null;
  author: string;
  reason: string;
  made_at: Generated<Date>;
}

export interface HostAddressTable {
  id: Generated<number>;
  address: string;
  asset: string;
  source: AddressSource;
  valid_from: Date;
  valid_to: Date | null;
}

export interface DirectionChangeTable {
  id: Generated<string>;
  changed_at: Generated<Date>;
  author: string;
  reason: string;
  cause_host_id: number;
  cause_port: number;
  protocol: number;
  before_client_id: number;
  before_server_id: number;
  before_port: number;
  before_client_port: number;
  before_only_client_port: number | null;
  before_method: DirectionMethod;
  before_confidence: DirectionConfidence;
  after_client_id: number;
  after_server_id: number;
  after_port: number;
  after_client_port: number;
  after_method: DirectionMethod;
  after_confidence: DirectionConfidence;
  state: string;
  first_seen: Date;
  last_seen: Date;
  scanner: boolean;
  folded: number;
  days: [day: string, exporter: number, flows: number, packets: number, octets: number][] | null;
  target_id: string | null;
  target_method: DirectionMethod | null;
  target_confidence: DirectionConfidence | null;
  undone_at: Date | null;
  attempts: ColumnType<string, number | undefined, number>;
  icmp_type: number | null;
  icmp_code: number | null;
}
