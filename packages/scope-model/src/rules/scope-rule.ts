import type { RuleName, ScopeReason } from '../classification/classification.ts';
import type { ScopeCategory } from '../scope-category.ts';
import type { ScopeState } from './scope-state.ts';

/** One rule of DOMAIN 2.5. Rules run in order; each may read what the ones before it have found, and nothing else. */
export interface ScopeRule {
  readonly name: RuleName;
  readonly category: ScopeCategory;
  /** 1 for every system that the rule holds for, whatever its category is by an earlier rule. */
  mark(state: ScopeState): Uint8Array;
  /**
   * The grounds on which the rule holds for the system, and what else is worth knowing. There is one with a category exactly
   * when the rule holds.
   */
  explain(state: ScopeState, system: number): ScopeReason[];
}
