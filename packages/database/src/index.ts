export { dumpDatabase } from './backup/dump-database.ts';
export { BackupError, type BackupManifest } from './backup/manifest.ts';
export { restoreDatabase } from './backup/restore-database.ts';
export { type ConnectOptions, connect, type DatabaseServer } from './connect.ts';
export type { Database, Db, Trx } from './database.ts';
export { isDatabaseUnavailable, isUnstorableValue } from './database-error.ts';
export { MigrationError, migrate } from './migrate.ts';
export { migrationState, serverState } from './migration-state.ts';
export { listenToNotices, type NoticeHandlers, type NoticeListener, notify } from './notices.ts';
export { type CurrentPicture, LivePicture, type LivePictureOptions } from './picture/live-picture.ts';
export type { PicturePage, PictureSelection } from './picture/picture.ts';
export {
  completeHosts,
  completeRelationships,
  type PictureHostPage,
  pictureGraph,
  pictureHosts,
} from './picture/picture-answers.ts';
export { pruneViewChanges } from './picture/view-changes.ts';
export {
  type AccountDataRow,
  listAccountData,
  markAccountData,
  missingRelationships,
} from './queries/account-data.ts';
export {
  type AccountChange,
  type AccountRow,
  changeAccount,
  createAccount,
  findAccount,
  findAccountByLogin,
  findAccountBySubject,
  hasAccounts,
  type ListedAccount,
  listAccounts,
  storePassword,
} from './queries/accounts/accounts.ts';
export {
  type ApiTokenRow,
  createApiToken,
  endApiToken,
  findApiToken,
  listApiTokens,
} from './queries/accounts/api-tokens.ts';
export {
  addPasskey,
  countRecoveryCodes,
  listPasskeys,
  notePasskeyUse,
  rememberPendingTotp,
  removePasskey,
  replaceRecoveryCodes,
  storeTotp,
  useRecoveryCode,
  useTotpStep,
} from './queries/accounts/factors.ts';
export { findLink, inviteAccount, openFirstLink, resetAccount, useLink } from './queries/accounts/links.ts';
export {
  endAllSessions,
  endSession,
  findSession,
  listSessions,
  raiseSession,
  rememberChallenge,
  type SessionRow,
  type SignedIn,
  startSession,
  takeChallenge,
  touchSession,
} from './queries/accounts/sessions.ts';
export { noteFailure, noteRefusal, unlockAccount } from './queries/accounts/sign-in-failures.ts';
export { type AddressTranslation, listTranslations } from './queries/address-translations.ts';
export {
  type ApprovalDraftRow,
  type ApprovalResult,
  type ApprovalRow,
  approve,
  listApprovals,
} from './queries/approvals.ts';
export {
  type AuditEntryRow,
  type AuditSearch,
  appendAuditEntry,
  type ChangeAuthor,
  listAuditEntries,
} from './queries/audit.ts';
export { type AuditChainState, verifyAuditChain } from './queries/audit-chain.ts';
export type { GrowthLimits } from './queries/bound-growth.ts';
export { type BundleKey, parseBundleKey } from './queries/bundle-key.ts';
export { type CategoryMoveRow, listCategoryMoves } from './queries/category-moves.ts';
export { claimHosts, listClaimedHosts } from './queries/claim-hosts.ts';
export {
  answerThread,
  type CommentSearch,
  type CommentThreadRow,
  commentSubjectExists,
  listThreads,
  startThread,
} from './queries/comments.ts';
export { confirmEndpoint, type EndpointStatement } from './queries/confirm-endpoint.ts';
export {
  type DeclaredApproval,
  type DeclaredHost,
  type DeclaredZone,
  declareNetwork,
  type NetworkDeclaration,
} from './queries/declare-network.ts';
export type { EndpointKey } from './queries/endpoint-key.ts';
export { exportHosts, exportRelationships } from './queries/export-view.ts';
export {
  type AdmissionRow,
  changeAdmissionMode,
  decideSender,
  type ExporterAdmissionState,
  forgetWaitingSenders,
  listAdmissions,
  loadExporterAdmission,
  noteWaitingSenders,
  type WaitingSender,
} from './queries/exporter-admission.ts';
export { listExporterDays } from './queries/exporter-days.ts';
export { type ExporterRow, isEmpty, listCollectorLosses, listExporters } from './queries/exporters-read.ts';
export {
  advanceExport,
  createExport,
  type ExportOptions,
  type ExportOutcome,
  type ExportRow,
  failInterruptedExports,
  findExport,
  finishExport,
  listExports,
  recordDownload,
  recordRemoval,
} from './queries/exports.ts';
export { type FactName, nameFacts } from './queries/facts/name-facts.ts';
export {
  readScopeFacts,
  type ScopeFactsOptions,
  type StandingFacts,
  type StoredScopeFacts,
} from './queries/facts/read-scope-facts.ts';
export type { StoredFlow } from './queries/flow-copy.ts';
export { dropFlowPartitionsBefore, ensureFlowPartitions, utcDay } from './queries/flow-partitions.ts';
export { forwardAudit, readAuditEntries } from './queries/forward-audit.ts';
export {
  type BundledService,
  type DayRow,
  type GraphBudget,
  type GraphBundleRow,
  type GraphHostRow,
  type GraphRows,
  type GraphZoneRow,
  loadGraph,
  type UnassignedGroupRow,
} from './queries/graph.ts';
export { type ComparedPeriod, type GraphDiffRows, loadGraphDiff } from './queries/graph-diff.ts';
export {
  type AddressBinding,
  type AddressSighting,
  bindAddresses,
  findHostAddress,
  listAddressBindings,
} from './queries/host-addresses.ts';
export { claimHost, type HostClaimRow, listHostClaims } from './queries/host-claims.ts';
export { findHost, type HostRow, listHosts, nameHost, type Page } from './queries/hosts.ts';
export {
  advanceImportJob,
  createImportJob,
  failInterruptedImports,
  findImportJob,
  finishImportJob,
  type ImportJobRow,
  type ImportOutcome,
  listImportJobs,
} from './queries/import-job.ts';
export type { CollectorLoss } from './queries/ingest-collector-losses.ts';
export type { ExporterMinute } from './queries/ingest-exporter-health.ts';
export { type ExporterSequence, loadExporterSequences } from './queries/ingest-exporter-sequences.ts';
export type { SeenExporter } from './queries/ingest-exporters.ts';
export { loadLearnedEndpoints } from './queries/ingest-learned-endpoints.ts';
export { type AppliedWindow, applyWindow, type IngestWindow, NOTIFY_CHANNEL } from './queries/ingest-window.ts';
export { findAppliedWindows, forgetLiveWindows } from './queries/ingest-window-ledger.ts';
export { type ApprovalKey, approvalListKey } from './queries/lists/approval-list.ts';
export { INVENTORY_COLUMNS } from './queries/lists/host-list.ts';
export {
  applyList,
  type ListImportRow,
  listListImports,
  type NewListImport,
  readList,
  undoList,
} from './queries/lists/list-imports.ts';
export type { ListEntry } from './queries/lists/list-kind.ts';
export { tagListKey, tagStatementCells } from './queries/lists/tag-list.ts';
export { loadMapLayout, storeMapLayout } from './queries/map-layout.ts';
export type { CorrectionAuthor } from './queries/move-relationships.ts';
export { nameExporter } from './queries/name-exporter.ts';
export type { ClassifiedPlace } from './queries/place-categories.ts';
export { missingPlaces } from './queries/places.ts';
export { type MovingHost, previewZone } from './queries/preview-zone.ts';
export { redecide } from './queries/redecide.ts';
export { type HostMatch, isUnfiltered, type ServiceMatch, type ViewFilter } from './queries/relationship-view.ts';
export { listRelationships, type RelationshipSideRow, type RelationshipViewRow } from './queries/relationships.ts';
export { type NewReviewDecision, replaceReviewDecision } from './queries/review-decisions.ts';
export { countRules, listRules, type NewRuleSet, storeRuleSet } from './queries/rule-sets.ts';
export {
  countVerdicts,
  dropStaleVerdicts,
  type JudgedRelationship,
  listHostIds,
  listOtherMessages,
  listPlaces,
  listRuleJudgements,
  listRuleUse,
  listRuleVerdictFacts,
  listUnjudged,
  listVerdicts,
  observedSince,
  type RuleUse,
  type RuleVerdictRow,
  storeRuleVerdicts,
  type VerdictListRow,
} from './queries/rule-verdicts.ts';
export { endSavedView, listSavedViews, type SavedViewRow, saveView } from './queries/saved-views.ts';
export {
  findStoredScan,
  type PortRange,
  type ScannedHost,
  type StoredScan,
  storeScan,
} from './queries/scan-results.ts';
export { failScanRun, listScanRuns, listUnscanned, type ScanRunRow, startScanRun } from './queries/scan-runs.ts';
export {
  type ConfirmationRow,
  createConfirmation,
  findConfirmation,
  listConfirmations,
  remarkOnConfirmation,
  signConfirmation,
  writeConfirmation,
} from './queries/scope-confirmations.ts';
export {
  type CategoryHistory,
  type ClassifiedHost,
  findCategoryHistory,
  listScopeRuns,
  type ScopeRunRow,
  type StoredScopeRun,
  storeScopeRun,
} from './queries/scope-runs.ts';
export { loadScopeSetting, replaceScopeSetting, type ScopeSettingValues } from './queries/scope-settings.ts';
export {
  type DirectionChangeRow,
  type EndpointEvent,
  listDirectionChanges,
  listEndpointHistory,
  listServiceEndpoints,
  loadStatedEndpoints,
  type ServiceEndpointRow,
  type StatedEndpoint,
  type StatedEndpoints,
} from './queries/service-endpoints.ts';
export {
  findSnapshot,
  listSnapshots,
  readSnapshotFacts,
  type SnapshotRow,
  storeSnapshot,
} from './queries/snapshots.ts';
export { listTags, tagSubjectExists } from './queries/tags.ts';
export { loadTemplates, type RememberedTemplate, saveTemplates } from './queries/template-memory.ts';
export {
  createVersioned,
  endVersioned,
  listVersioned,
  type VersionedResult,
  type VersionedRow,
  type VersionedTable,
} from './queries/versioned.ts';
export { loadZoneMatrix, type ZoneMatrixRows, type ZonePairRow } from './queries/zone-matrix.ts';
export {
  createZone,
  deleteZone,
  findZoneConflict,
  listZones,
  updateZone,
  type ZoneChange,
  type ZoneConflict,
  type ZoneDraftRow,
  type ZoneResult,
  type ZoneRow,
} from './queries/zones.ts';
export { ADMISSION_MODES, type AdmissionMode, type AdmissionState } from './tables/exporter-admission.ts';
export { IMPORT_STATES, type ImportState } from './tables/import-job.ts';
export { type KeptChange, LIST_KINDS, type ListChange, type ListKind, type ListValues } from './tables/list-import.ts';
export type { ScanResult } from './tables/service-endpoint.ts';
