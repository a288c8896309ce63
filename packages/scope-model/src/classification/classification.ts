import type { PlaceRef } from '../facts/place.ts';
import type { ScopeCategory } from '../scope-category.ts';

/** The rules of DOMAIN 2.5 by their names there. */
export type RuleName = 'R1' | 'R2' | 'R3' | 'R4' | 'R5' | 'R6' | 'R7' | 'R8' | 'R9';

/** One of the facts by which something was decided. `rule` is a line of a control's rule set, `id` that line's id. */
export interface FactRef {
  readonly kind:
    | 'asset'
    | 'binding'
    | 'segment'
    | 'zone'
    | 'sighting'
    | 'tag'
    | 'third-party'
    | 'control'
    | 'rule'
    | 'test'
    | 'approval'
    | 'contact'
    | 'boundary'
    | 'exporter'
    | 'event';
  readonly id: string;
}

/** Why a category holds, or what else speaks for one. */
export interface ScopeReason {
  readonly rule: RuleName;
  /** The category that this reason alone would give; null: worth knowing, decides nothing. */
  readonly category: ScopeCategory | null;
  /** Stable name of the ground within its rule: `same-segment`, `permitted-not-seen`. */
  readonly code: string;
  /** One sentence in plain words, with names instead of ids. */
  readonly text: string;
  readonly facts: readonly FactRef[];
}

/** A fact without which nothing more can be said: the to-do of somebody. */
export interface MissingFact {
  /** Stable name: `segmentation-test`, `rules`, `justification`. */
  readonly code: string;
  readonly text: string;
  /** What it would be a fact about. */
  readonly about: readonly FactRef[];
}

/** What a person has to look at. Sorted by severity, then by code and subject. */
export interface ScopeItem {
  /** `tag-conflict`, `segmentation-failure`, `expired`, `not-yet`, `influence-question`, `seen-not-allowed`, `seen-but-denied`, `attempt`, … */
  readonly code: string;
  readonly severity: 'high' | 'medium' | 'low';
  readonly subject: FactRef;
  readonly text: string;
  readonly facts: readonly FactRef[];
}

/** Who began the contacts that make an asset connected, seen from the CDE: `in` reaches into it. Null: nothing of the kind. */
export type ContactInitiator = 'in' | 'out' | 'both' | 'unknown' | null;

/** What was decided of one asset or place. */
export interface ScopeDecision {
  readonly category: ScopeCategory;
  /** `UNDETERMINED` counts as in scope, `EXTERNAL` does not. */
  readonly inScope: boolean;
  /** A statement of a person and another fact contradict each other; the higher category holds. */
  readonly conflict: boolean;
  readonly initiator: ContactInitiator;
  /** In the order of the rules; the first with a category is the effective one. Never empty. */
  readonly reasons: readonly ScopeReason[];
  /** Empty unless undetermined, or kept in scope for want of a fact. */
  readonly missing: readonly MissingFact[];
  /** Remarks that move nothing: `excluded by analysis X until 2027-01-01`. */
  readonly marks: readonly ScopeReason[];
}

/** A system by its number in {@link ScopeClassification.assets}. */
export interface AssetScope {
  /** Asset id of the facts; or, for an address that nobody bound, that address. */
  readonly id: string;
  readonly category: ScopeCategory;
  readonly inScope: boolean;
  readonly conflict: boolean;
}

export type CoverageGrade = 'full' | 'partial' | 'sampled' | 'none';

/** How well the traffic between two places was watched over the period (DOMAIN 3.2). */
export interface BoundaryCoverage {
  readonly between: readonly [PlaceRef, PlaceRef];
  readonly grade: CoverageGrade;
  /** Each condition that was missed, with its figure and threshold. Empty for `full`. */
  readonly shortfalls: readonly { readonly code: string; readonly text: string; readonly facts: readonly FactRef[] }[];
}

/**
 * The result of one classification. Same facts, same result. Categories are computed at once; explanations are built when
 * asked for, from the same facts.
 */
export interface ScopeClassification {
  /** Every asset, and every unbound address that has a contact or that a statement is about; sorted by id. */
  readonly assets: readonly AssetScope[];
  /** Undefined when the facts know no such asset or address. */
  explain(assetId: string): ScopeDecision | undefined;
  /** Every zone and segment of the facts, sorted by kind and id, decided as the range of addresses it is. */
  readonly places: readonly { readonly place: PlaceRef; readonly category: ScopeCategory; readonly inScope: boolean }[];
  explainPlace(place: PlaceRef): ScopeDecision | undefined;
  /** Every pair of places of which one has account data or a member in the CDE. */
  readonly coverage: readonly BoundaryCoverage[];
  readonly items: readonly ScopeItem[];
}
