import type { Kysely, Transaction } from 'kysely';
import type {
  AccountLinkTable,
  AccountPasskeyTable,
  AccountRecoveryCodeTable,
  AccountSessionTable,
  AccountTable,
  ApiTokenTable,
} from './tables/account.ts';
import type { AddressTranslationTable } from './tables/address-translation.ts';
import type { AuditEntryTable } from './tables/audit-entry.ts';
import type { AuditForwardingTable } from './tables/audit-forwarding.ts';
import type {
  CategoryChangeTable,
  HostCategoryTable,
  PlaceCategoryTable,
  ScopeRunTable,
} from './tables/classification.ts';
import type { CommentMessageTable, CommentThreadTable } from './tables/comment.ts';
import type { EvidenceExportTable, SnapshotPartTable, SnapshotTable } from './tables/evidence.ts';
import type {
  CollectorLossTable,
  ExporterHealthTable,
  ExporterSequenceTable,
  ExporterTable,
  ExporterTemplateTable,
} from './tables/exporter.ts';
import type { ExporterAdmissionModeTable, ExporterAdmissionTable } from './tables/exporter-admission.ts';
import type { FlowTable } from './tables/flow.ts';
import type { GrowthOfExporterTable, GrowthTable } from './tables/growth.ts';
import type { HostClaimTable, HostInventoryTable, HostNameTable, HostTable } from './tables/host.ts';
import type { ImportJobTable } from './tables/import-job.ts';
import type { ListImportTable } from './tables/list-import.ts';
import type { MapLayoutTable } from './tables/map-layout.ts';
import type {
  ControlBoundaryTable,
  NetworkControlTable,
  RuleBindingTable,
  RuleSetTable,
  RuleTable,
} from './tables/network-control.ts';
import type {
  AppliedWindowTable,
  LearnedEndpointTable,
  RelationshipDayTable,
  RelationshipTable,
  SegmentEvidenceTable,
} from './tables/relationship.ts';
import type { ReviewDecisionTable } from './tables/review-decision.ts';
import type { RuleJudgementTable, RuleVerdictTable } from './tables/rule-verdict.ts';
import type { SavedViewTable } from './tables/saved-view.ts';
import type {
  ConfirmationRemarkTable,
  ConfirmationSignatureTable,
  ConfirmationVersionTable,
  ScopeConfirmationTable,
} from './tables/scope-confirmation.ts';
import type {
  BoundaryWatchTable,
  CalendarEventTable,
  ScopeSettingTable,
  SegmentationTestTable,
  SegmentTable,
  ThirdPartyTable,
} from './tables/scope-evidence.ts';
import type {
  DirectionChangeTable,
  HostAddressTable,
  ScannedHostTable,
  ScanRunTable,
  ServiceEndpointStatementTable,
  ServiceEndpointStateTable,
  ServiceEndpointTable,
} from './tables/service-endpoint.ts';
import type { TagTable } from './tables/tag.ts';
import type { ApprovalTable, ZonePrefixTable, ZoneTable } from './tables/zone.ts';

/** Every table, as Kysely sees it. */
export interface Database {
  account: AccountTable;
  account_session: AccountSessionTable;
  account_passkey: AccountPasskeyTable;
  account_recovery_code: AccountRecoveryCodeTable;
  account_link: AccountLinkTable;
  api_token: ApiTokenTable;
  exporter: ExporterTable;
  exporter_health: ExporterHealthTable;
  collector_loss: CollectorLossTable;
  exporter_sequence: ExporterSequenceTable;
  exporter_template: ExporterTemplateTable;
  growth: GrowthTable;
  growth_of_exporter: GrowthOfExporterTable;
  exporter_admission: ExporterAdmissionTable;
  exporter_admission_mode: ExporterAdmissionModeTable;
  zone: ZoneTable;
  zone_prefix: ZonePrefixTable;
  host: HostTable;
  host_name: HostNameTable;
  host_claim: HostClaimTable;
  host_inventory: HostInventoryTable;
  relationship: RelationshipTable;
  relationship_day: RelationshipDayTable;
  segment_evidence: SegmentEvidenceTable;
  learned_endpoint: LearnedEndpointTable;
  approval: ApprovalTable;
  flow: FlowTable;
  applied_window: AppliedWindowTable;
  import_job: ImportJobTable;
  list_import: ListImportTable;
  scan_run: ScanRunTable;
  scanned_host: ScannedHostTable;
  service_endpoint: ServiceEndpointTable;
  service_endpoint_state: ServiceEndpointStateTable;
  service_endpoint_statement: ServiceEndpointStatementTable;
  host_address: HostAddressTable;
  address_translation: AddressTranslationTable;
  direction_change: DirectionChangeTable;
  audit_entry: AuditEntryTable;
  audit_forwarding: AuditForwardingTable;
  tag: TagTable;
  network_control: NetworkControlTable;
  control_boundary: ControlBoundaryTable;
  rule_set: RuleSetTable;
  rule: RuleTable;
  rule_binding: RuleBindingTable;
  rule_verdict: RuleVerdictTable;
  rule_judgement: RuleJudgementTable;
  segmentation_test: SegmentationTestTable;
  segment: SegmentTable;
  third_party: ThirdPartyTable;
  boundary_watch: BoundaryWatchTable;
  calendar_event: CalendarEventTable;
  scope_setting: ScopeSettingTable;
  review_decision: ReviewDecisionTable;
  scope_run: ScopeRunTable;
  host_category: HostCategoryTable;
  category_change: CategoryChangeTable;
  place_category: PlaceCategoryTable;
  map_layout: MapLayoutTable;
  saved_view: SavedViewTable;
  snapshot: SnapshotTable;
  snapshot_part: SnapshotPartTable;
  evidence_export: EvidenceExportTable;
  scope_confirmation: ScopeConfirmationTable;
  confirmation_version: ConfirmationVersionTable;
  confirmation_signature: ConfirmationSignatureTable;
  confirmation_remark: ConfirmationRemarkTable;
  comment_thread: CommentThreadTable;
  comment_message: CommentMessageTable;
}

export type Db = Kysely<Database>;
/** A query that must not run outside a transaction takes this. */
export type Trx = Transaction<Database>;
