import type { Kysely, Transaction } from 'kysely';
import type { ExporterHealthTable, ExporterTable, ExporterTemplateTable } from './tables/exporter.ts';
import type { FlowTable } from './tables/flow.ts';
import type { HostClaimTable, HostNameTable, HostTable } from './tables/host.ts';
import type { ImportJobTable } from './tables/import-job.ts';
import type {
  AppliedWindowTable,
  LearnedEndpointTable,
  RelationshipDayTable,
  RelationshipTable,
  SegmentEvidenceTable,
} from './tables/relationship.ts';
import type {
  DirectionChangeTable,
  HostAddressTable,
  ScannedHostTable,
  ScanRunTable,
  ServiceEndpointStatementTable,
  ServiceEndpointStateTable,
  ServiceEndpointTable,
} from './tables/service-endpoint.ts';
import type { ApprovalTable, ZonePrefixTable, ZoneTable } from './tables/zone.ts';

/** Every table, as Kysely sees it. */
export interface Database {
  exporter: ExporterTable;
  exporter_health: ExporterHealthTable;
  exporter_template: ExporterTemplateTable;
  zone: ZoneTable;
  zone_prefix: ZonePrefixTable;
  host: HostTable;
  host_name: HostNameTable;
  host_claim: HostClaimTable;
  relationship: RelationshipTable;
  relationship_day: RelationshipDayTable;
  segment_evidence: SegmentEvidenceTable;
  learned_endpoint: LearnedEndpointTable;
  approval: ApprovalTable;
  flow: FlowTable;
  applied_window: AppliedWindowTable;
  import_job: ImportJobTable;
  scan_run: ScanRunTable;
  scanned_host: ScannedHostTable;
  service_endpoint: ServiceEndpointTable;
  service_endpoint_state: ServiceEndpointStateTable;
  service_endpoint_statement: ServiceEndpointStatementTable;
  host_address: HostAddressTable;
  direction_change: DirectionChangeTable;
}

export type Db = Kysely<Database>;
/** A query that must not run outside a transaction takes this. */
export type Trx = Transaction<Database>;
