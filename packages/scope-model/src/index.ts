export type { RelationshipBuilderOptions } from './builder-options.ts';
export { type CategoryResult, categorise, isInScope } from './categories/categorise.ts';
export type { Reason } from './categories/category-rule.ts';
export {
  DIRECTORY_PORTS,
  INFRASTRUCTURE_SERVICES,
  type InfrastructureService,
} from './categories/infrastructure-services.ts';
export { isContact, type ReviewFacts, reviewStatus } from './categories/review-status.ts';
export { type ReviewEnd, type ReviewTextFacts, reviewText } from './categories/review-text.ts';
export type { CdeContact, HostClaimFact, ScopeFacts, ZoneFact } from './categories/scope-facts.ts';
export { type Standing, standing } from './categories/standing.ts';
export { type AddressScope, addressScope } from './conversation/address-scope.ts';
export type { Answer, Conversation, ConversationEnd, Observation } from './conversation/conversation.ts';
export { type Admission, ConversationTable, type HostFlow } from './conversation/conversation-table.ts';
export type { Side } from './conversation/side.ts';
export { viewWindow, type WindowFacts, type WindowView } from './decide-window.ts';
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
export {
  createEndpointKnowledge,
  ENDPOINT_BASES,
  type EndpointBasis,
  type EndpointFact,
  type EndpointKnowledge,
  type EndpointKnowledgeOptions,
  type EndpointRole,
  type LearnedEndpoint,
} from './endpoint/endpoint-knowledge.ts';
export { type EndpointUse, type EndpointUses, endpointUses } from './endpoint/endpoint-use.ts';
export { learnEndpoints } from './endpoint/learn-endpoints.ts';
export type { Flow, FlowHints } from './flow.ts';
export { CONTACT_STATES, type ContactState, type Relationship, type RelationshipEndpoint } from './relationship.ts';
export { createRelationshipBuilder, type RelationshipBuilder } from './relationship-builder.ts';
export type {
  Correction,
  ObservedRelationship,
  ObserverDay,
  RelationshipWindow,
  SegmentEvidence,
  WindowCounters,
} from './relationship-window.ts';
export {
  REVIEW_STATUSES,
  type ReviewStatus,
  SCOPE_CATEGORIES,
  SCOPE_CLAIMS,
  type ScopeCategory,
  type ScopeClaim,
} from './scope-category.ts';
