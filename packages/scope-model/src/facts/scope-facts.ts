import type { AddressBinding, AssetFact } from './asset-fact.ts';
import type { ContactFact } from './contact-fact.ts';
import type { ApprovalFact, ControlFact, RuleVerdictFact, SegmentationTestFact } from './control-fact.ts';
import type { BoundaryFact, CalendarEventFact, ExporterFact } from './coverage-fact.ts';
import type { SegmentFact, SegmentSighting, ZoneFact } from './place.ts';
import type { ScopeSettings } from './scope-settings.ts';
import type { TagFact, ThirdPartyFact } from './tag-fact.ts';

/** Version of the form of {@link ScopeFacts}. Fields may be added within a version; a change of meaning is a new one. */
export const FACTS_VERSION = 1;

/** Everything the model knows beside the contacts. */
export interface NetworkFacts {
  readonly version: typeof FACTS_VERSION;
  readonly entity: { readonly name: string; readonly kind: 'merchant' | 'service-provider' };
  /** The window that was observed, [start, end). */
  readonly period: { readonly start: number; readonly end: number };
  /** The instant at which expiry is judged. */
  readonly now: number;
  readonly settings: ScopeSettings;
  readonly zones: readonly ZoneFact[];
  readonly segments: readonly SegmentFact[];
  readonly assets: readonly AssetFact[];
  readonly bindings: readonly AddressBinding[];
  readonly sightings: readonly SegmentSighting[];
  readonly tags: readonly TagFact[];
  readonly thirdParties: readonly ThirdPartyFact[];
  readonly controls: readonly ControlFact[];
  readonly verdicts: readonly RuleVerdictFact[];
  readonly segmentationTests: readonly SegmentationTestFact[];
  readonly approvals: readonly ApprovalFact[];
  readonly exporters: readonly ExporterFact[];
  readonly boundaries: readonly BoundaryFact[];
  readonly calendar: readonly CalendarEventFact[];
}

/**
 * Everything a classification may depend on, as one plain value. Same facts, same result: on the screen, in the command
 * line and in an evidence pack. The order within a list never matters, except for the rules of a rule set.
 */
export interface ScopeFacts extends NetworkFacts {
  readonly contacts: readonly ContactFact[];
}
