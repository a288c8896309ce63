export type { ReferenceApproval } from './approvals.ts';
export {
  type ExpectedCategories,
  type ExpectedCategory,
  type ExpectedCategoryCode,
  expectedCategories,
  type ReferenceKnowledge,
} from './expected-categories.ts';
export { type ExpectedFinding, expectedFindings } from './expected-findings.ts';
export { type ExpectedRelationship, expectedRelationships } from './expected-relationships.ts';
export { referenceFacts } from './facts/reference-facts.ts';
export type { ConfirmedInfluence } from './influences.ts';
export type { ReferenceExporter } from './reference-exporter.ts';
export type { ReferenceFlow } from './reference-flow.ts';
export { referenceFlows } from './reference-flows.ts';
export type { HostClaim, HostRole, ReferenceHost } from './reference-host.ts';
export { type ReferenceNetwork, referenceNetwork } from './reference-network.ts';
export { MULTICAST, type ReferenceZone, type ScopeClaim, UNZONED } from './reference-zone.ts';
export type { RelationshipKind, RelationshipTruth, TrafficShape, TruthState } from './relationship-truth.ts';
export { relationshipsTruth } from './relationships-truth.ts';
export type { ReferencePeriod, Schedule } from './schedule.ts';
export type { ReferenceRule, SegmentationControl, SegmentationTest, ZoneStatement } from './segmentation.ts';
export type { ReferenceService } from './services.ts';
export type { ReferenceTrap } from './traps.ts';
