import { compileChains } from '../evaluate/create-rule-matcher.ts';
import type { RuleVerdict } from '../evaluate/rule-verdict.ts';
import type { Rule } from '../model/rule.ts';
import type { RuleFile, RuleList } from '../model/rule-file.ts';
import { findShadowed } from './find-shadowed.ts';
import { type BroadLimits, broadReasons, DEFAULT_BROAD_LIMITS } from './too-broad.ts';

/** What a review (PCI DSS 1.2.7) wants to know of one rule. */
export interface RuleReview {
  readonly rule: Rule;
  readonly chain: string;
  /** Relationships that this rule decided. */
  readonly matched: number;
  /** When the last of them was last seen, in milliseconds since 1970 UTC; null when none was. */
  readonly lastMatch: number | null;
  /** Relationships that it may have decided. */
  readonly possible: number;
  /** The earlier rule that takes everything this one matches; null when none does alone. */
  readonly shadowedBy: Rule | null;
  /** Why it allows too much; empty when it does not. */
  readonly broad: readonly string[];
}

export interface RuleReviewer {
  /** Counts a relationship for the rules of its verdict; `last` is when it was last seen. */
  add(verdict: RuleVerdict, last: number | null): void;
  /** Every rule of the list's chains, in order of the file. */
  finish(): RuleReview[];
}

/** Collects what observed relationships say about the rules of a list. */
export function createRuleReviewer(
  file: RuleFile,
  list: RuleList,
  limits: BroadLimits = DEFAULT_BROAD_LIMITS,
): RuleReviewer {
  const matched = new Map<number, { count: number; last: number | null }>();
  const possible = new Map<number, number>();
  return {
    add(verdict, last) {
      for (const id of verdict.possible) possible.set(id, (possible.get(id) ?? 0) + 1);
      if (verdict.rule === null) return;
      const seen = matched.get(verdict.rule) ?? { count: 0, last: null };
      seen.count++;
      if (last !== null) seen.last = Math.max(seen.last ?? last, last);
      matched.set(verdict.rule, seen);
    },
    finish() {
      const shadowed = shadowedRules(file, list);
      const rows = chainsOf(file, list).flatMap((chain) =>
        (file.chains[chain] ?? []).map((rule) => ({
          rule,
          chain,
          matched: matched.get(rule.id)?.count ?? 0,
          lastMatch: matched.get(rule.id)?.last ?? null,
          possible: possible.get(rule.id) ?? 0,
          shadowedBy: shadowed.get(rule.id) ?? null,
          broad: broadReasons(rule, limits),
        })),
      );
      return rows.sort((a, b) => a.rule.id - b.rule.id);
    },
  };
}

function shadowedRules(file: RuleFile, list: RuleList): Map<number, Rule> {
  const found = new Map<number, Rule>();
  // A table has no order in which one row could hide another.
  if (list.order === 'talk-hash') return found;
  const chains = compileChains(file, list, true);
  for (const name of chainsOf(file, list)) {
    const chain = chains.get(name);
    if (chain) for (const [id, rule] of findShadowed(chain)) found.set(id, rule);
  }
  return found;
}

/** The chains of a list's stages and all that they jump to. */
function chainsOf({ chains }: RuleFile, { stages }: RuleList): string[] {
  const names = new Set(stages.map(({ chain }) => chain));
  for (const name of names)
    for (const { action } of Object.hasOwn(chains, name) ? (chains[name] ?? []) : [])
      if (action.kind === 'jump' && Object.hasOwn(chains, action.chain)) names.add(action.chain);
  return [...names];
}
