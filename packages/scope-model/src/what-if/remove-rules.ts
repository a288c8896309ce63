import type { ControlFact, RuleSetFact } from '../facts/control-fact.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import { type ScopeChange, ScopeChangeError } from './scope-change.ts';

/**
 * The facts without the rules that `changes` remove. Their controls have changed just before `facts.now` and their rules were read after that; verdicts that rested on a
 * removed line are gone, since nobody has asked the remaining lines.
 */
export function removeRules(facts: ScopeFacts, changes: readonly ScopeChange[]): ScopeFacts {
  const wanted = new Map<string, number>();
  for (const [index, change] of changes.entries()) if (change.kind === 'remove-rule') wanted.set(change.rule, index);
  if (wanted.size === 0) return facts;
  const found = new Set<string>();
  const stale = new Set<string>();
  const controls = facts.controls.map((control) => {
    const { ruleSet } = control;
    const removed = ruleSet?.rules.filter(({ id }) => wanted.has(id)) ?? [];
    if (!ruleSet || removed.length === 0) return control;
    for (const { id, line } of removed) {
      found.add(id);
      stale.add(`${control.id}\n${line}`);
    }
    return without(control, ruleSet, wanted, facts.now);
  });
  for (const [rule, index] of wanted)
    if (!found.has(rule)) throw new ScopeChangeError(index, `there is no rule "${rule}"`);
  const verdicts = facts.verdicts.filter(({ control, line }) => !stale.has(`${control}\n${line}`));
  return { ...facts, controls, verdicts };
}

function without(
  control: ControlFact,
  ruleSet: RuleSetFact,
  removed: ReadonlyMap<string, number>,
  now: number,
): ControlFact {
  const rules = ruleSet.rules.filter(({ id }) => !removed.has(id));
  // The change comes just before now, so that the rules read now, and a test of now, follow it.
  const changedAt = Math.max(control.changedAt ?? 0, now - 1);
  return { ...control, changedAt, ruleSet: { ...ruleSet, rules, pulledAt: Math.max(ruleSet.pulledAt, now) } };
}
