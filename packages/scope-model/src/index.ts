export type { Answer } from './answer.ts';
export type { RelationshipBuilderOptions } from './builder-options.ts';
export { CATEGORIES_BY_CARE } from './by-care.ts';
export {
  DIRECTORY_PORTS,
  INFRASTRUCTURE_SERVICES,
  type InfrastructureService,
} from './categories/infrastructure-services.ts';
export { isContact, type ReviewFacts, reviewStatus } from './categories/review-status.ts';
export { type ReviewEnd, type ReviewTextFacts, reviewText } from './categories/review-text.ts';
export { type Standing, standing } from './categories/standing.ts';
export { checkFacts, type FactError } from './classification/check-facts.ts';
export type {
  BoundaryCoverage,
  FactRef,
  MissingFact,
  ScopeClassification,
  ScopeDecision,
  ScopeItem,
  ScopeReason,
} from './classification/classification.ts';
export { type ClassifiableFacts, classifyScope } from './classification/classify-scope.ts';
export { type AddressScope, addressScope, staysInSegment } from './conversation/address-scope.ts';
export type { Conversation, ConversationEnd, Observation } from './conversation/conversation.ts';
export { ConversationTable } from './conversation/conversation-table.ts';
export type { FlowIntake } from './conversation/flow-intake.ts';
export { HALF_EXTRAS } from './conversation/half-values.ts';
export type { Side } from './conversation/side.ts';
export { viewWindow, type WindowFacts, type WindowView } from './decide-window.ts';
export {
  type ClassifiedFacts,
  diffClassifications,
  type ScopeDiff,
  type ScopeMove,
} from './diff/diff-classifications.ts';
export { type FactChange, factChanges } from './diff/fact-change.ts';
export { DIRECTION_RULES, decideDirection } from './direction/decide-direction.ts';
export type { Decision } from './direction/decision.ts';
export type { DirectionContext, DirectionRule, Verdict } from './direction/direction-context.ts';
export { createExporterTraits, type ExporterTraits, noteTraits } from './direction/exporter-traits.ts';
export { redecide } from './direction/redecide.ts';
export {
  DIRECTION_CONFIDENCES,
  DIRECTION_METHODS,
  type Direction,
  type DirectionConfidence,
  type DirectionMethod,
} from './direction-method.ts';
export { ADDRESS_SOURCES, type AddressSource } from './endpoint/address-source.ts';
export {
  createEndpointKnowledge,
  ENDPOINT_BASES,
  ENDPOINT_ROLES,
  type EndpointBasis,
  type EndpointFact,
  type EndpointKnowledge,
  type EndpointKnowledgeOptions,
  type EndpointRole,
  type LearnedEndpoint,
} from './endpoint/endpoint-knowledge.ts';
export { type EndpointUse, type EndpointUses, endpointUses } from './endpoint/endpoint-use.ts';
export { learnEndpoints } from './endpoint/learn-endpoints.ts';
export { PORT_STATES, type PortState } from './endpoint/port-state.ts';
export type { AddressBinding, AssetFact, InventoryFact } from './facts/asset-fact.ts';
export type { ContactFact } from './facts/contact-fact.ts';
export type {
  ApprovalFact,
  ControlFact,
  RuleFact,
  RuleSetFact,
  RuleVerdictFact,
  SegmentationTestFact,
} from './facts/control-fact.ts';
export type { BoundaryFact, CalendarEventFact, ExporterFact } from './facts/coverage-fact.ts';
export type { PlaceRef, SegmentFact, SegmentSighting, ZoneFact } from './facts/place.ts';
export type { Provenance } from './facts/provenance.ts';
export { FACTS_VERSION, type NetworkFacts, type ScopeFacts } from './facts/scope-facts.ts';
export { type CoverageThresholds, defaultSettings, type ScopeSettings } from './facts/scope-settings.ts';
export {
  ACCEPTANCE_CHANNELS,
  type AcceptanceChannel,
  PAYMENT_STAGES,
  type PaymentStage,
  SCOPE_ROLES,
  type ScopeRole,
  type TagFact,
  type TagStatement,
  type TagSubject,
  type ThirdPartyFact,
} from './facts/tag-fact.ts';
export type { Flow, FlowHints } from './flow.ts';
export { byId, byText } from './network/by-text.ts';
export { type ContactColumns, type DecidingContact, readContacts, updateContacts } from './network/contact-columns.ts';
export { serviceText } from './network/service-text.ts';
export { type ConnectionCut, isByConnection } from './planner/connection-cut.ts';
export { type ObservedBetween, observedBetween } from './planner/observed-between.ts';
export {
  type PlannedCut,
  type PlanOptions,
  type PlanStep,
  planReduction,
  type ReductionPlan,
} from './planner/plan-reduction.ts';
export { CONTACT_STATES, type ContactState, type Relationship, type RelationshipEndpoint } from './relationship.ts';
export { createRelationshipBuilder, type RelationshipBuilder } from './relationship-builder.ts';
export type { RelationshipColumns, RelationshipCursor } from './relationship-columns.ts';
export type {
  Correction,
  ObservedRelationship,
  ObserverDay,
  RelationshipWindow,
  SegmentEvidence,
  WindowCounters,
} from './relationship-window.ts';
export {
  isInScope,
  REVIEW_STATUSES,
  type ReviewStatus,
  SCOPE_CATEGORIES,
  SCOPE_CLAIMS,
  type ScopeCategory,
  type ScopeClaim,
} from './scope-category.ts';
export type { ScopeSuggestion, SuggestedTag, SuggestionCode } from './suggestions/scope-suggestion.ts';
export { suggestScope } from './suggestions/suggest-scope.ts';
export {
  SCOPE_VOCABULARIES,
  type ScopeLabel,
  type ScopeVocabulary,
  scopeLabel,
  VOCABULARY_SOURCES,
  type VocabularySource,
} from './vocabulary/scope-vocabulary.ts';
export { applyChanges } from './what-if/apply-changes.ts';
export { type ScopeChange, ScopeChangeError } from './what-if/scope-change.ts';
export { type WhatIf, whatIf } from './what-if/what-if.ts';
