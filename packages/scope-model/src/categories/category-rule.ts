import type { ScopeCategory } from '../scope-category.ts';
import type { ScopeFacts } from './scope-facts.ts';

/** Why a category holds, or what else was seen. `rule` names the rule of DOMAIN 2.5 it comes from. */
export interface Reason {
  readonly rule: string;
  readonly text: string;
}

export interface Finding {
  /** Null: worth knowing, decides nothing. */
  readonly category: ScopeCategory | null;
  readonly reason: Reason;
  /** The claim and another fact contradict each other; a person has to look. */
  readonly conflict?: boolean;
  /** Facts without which nothing more can be said. */
  readonly missing?: readonly string[];
}

/** One rule: facts in, a finding or nothing out. Rules do not see each other's results. */
export type CategoryRule = (facts: ScopeFacts) => Finding | null;
