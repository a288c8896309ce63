export { type Access, access, accessOf, may, otherRoutes, type RouteName } from './access.ts';
export { AccountDataMark } from './account-data.ts';
export { Account, FACTORS, Factors, LinkPurpose, OneTimeLink, Session } from './accounts.ts';
export { Address, Prefix } from './address.ts';
export { Approval, ApprovalDraft, ApprovalList } from './approvals.ts';
export { AuditEntry } from './audit.ts';
export { Category, Claim, Classification, Review } from './category.ts';
export { COMMENT_SUBJECTS, CommentThread, THREAD_STATES } from './comments.ts';
export {
  ChangeCandidate,
  Confirmation,
  ConfirmationContent,
  ELEMENTS,
  ElementAnswer,
  ENTITY_ROLES,
  SIGNATURE_STEPS,
  SIGNIFICANT_CHANGES,
} from './confirmations.ts';
export {
  Control,
  ControlBoundary,
  ControlList,
  RuleBinding,
  RuleSetSummary,
  Segment,
} from './controls.ts';
export { DirectionChange, DirectionChangeList, DirectionSide } from './direction-changes.ts';
export { type Endpoint, type EndpointName, endpoints } from './endpoints.ts';
export { EvidenceExport, EvidenceKey, Snapshot } from './evidence.ts';
export { EvidenceRecords, SnapshotChange } from './evidence-records.ts';
export { AdmissionSender } from './exporter-admission.ts';
export { ExporterDay } from './exporter-days.ts';
export { CollectorLoss, Exporter, ExporterList, Status } from './exporters.ts';
export { Graph, GraphBundle, GraphHost, GraphZone } from './graph.ts';
export { BundleChange, GraphDiff, HostChange } from './graph-diff.ts';
export { AddressBinding, AddressTranslation, HostAddresses } from './host-addresses.ts';
export { HostClaim, HostClaimDraft, HostDetail, HostList, HostNameDraft, HostSummary } from './hosts.ts';
export { AddressReport, ImportJob, ImportList, ImportReport, LiveEvent, ScanReport } from './imports.ts';
export {
  FileLook,
  ListedChange,
  ListImport,
  ListKind,
  ListPreview,
  ListProblem,
} from './lists.ts';
export { MapLayout, StoredMapLayout } from './map-layout.ts';
export { Matrix, MatrixCell } from './matrix.ts';
export { Period, PeriodQuery, RelationshipFilter } from './period.ts';
export { PROBLEM_CODES, Problem } from './problem.ts';
export { Provenance } from './provenance.ts';
export { RelationshipList, RelationshipRow, RelationshipSide } from './relationships.ts';
export { ManyHostsClaimPreview } from './review.ts';
export { ReviewDecision, ReviewDecisionDraft } from './review-decisions.ts';
export { ROLES, type Role } from './roles.ts';
export {
  RelationshipVerdict,
  ReviewedRule,
  RULE_CONCERNS,
  RULE_VERDICTS,
  RuleFormat,
  RulePreview,
  RuleSetDetail,
  RuleSetRow,
  UnreadLine,
} from './rules.ts';
export { SavedView, SavedViewDraft } from './saved-views.ts';
export { ScopePlan, WhatIfResult } from './scope-changes.ts';
export {
  BoundaryWatch,
  CalendarEvent,
  ScopeSettings,
  SegmentationTest,
  ThirdParty,
} from './scope-evidence.ts';
export { ScopeFacts } from './scope-facts.ts';
export { ISOLATION_TESTS, IsolationTest, PathStep, ScopePath } from './scope-path.ts';
export { BoundaryCoverage, NamedFact, ScopeItem, ScopeRun } from './scope-runs.ts';
export { CategoryMove, ScopeSuggestion } from './scope-suggestions.ts';
export {
  EndpointEvent,
  EndpointHistory,
  EndpointStatementDraft,
  EndpointStatementResult,
  ServiceEndpoint,
  ServiceEndpointList,
} from './service-endpoints.ts';
export { SnapshotChanges } from './snapshot-changes.ts';
export { Tag, TagDraft } from './tags.ts';
export { ZonePreview } from './zone-preview.ts';
export { Zone, ZoneDraft, ZoneList, ZonePatch } from './zones.ts';
