import type { RuleVerdictFact } from '@scopemap/scope-model';
import type { RuleVerdict } from '../evaluate/rule-verdict.ts';

/** What a control says of a contact, with the verdict of the list that decided; null when no list was asked. */
export interface ControlVerdict extends Pick<RuleVerdictFact, 'verdict' | 'line'> {
  readonly by: RuleVerdict | null;
}

/**
 * What a control says of a contact, from what each list says that the contact has to pass. A certain denial in one is final;
 * else what is not known in one is not known at all. `no-match` is undetermined: a list that only names traffic (the talk's
 * table) neither lets through nor stops what it does not name. No verdicts: `no-list`.
 */
export function controlVerdict(verdicts: readonly RuleVerdict[]): ControlVerdict {
  const asked = verdicts.filter(({ answer }) => answer !== 'no-list');
  const denied = asked.find(({ answer }) => answer === 'denied');
  const by = denied ?? asked.find(({ answer }) => answer !== 'allowed') ?? asked[0] ?? null;
  if (!by) return { verdict: 'no-list', line: null, by };
  const { answer, line } = by;
  const verdict = answer === 'allowed' || answer === 'denied' ? answer : 'undetermined';
  return { verdict, line: line === null ? null : String(line), by };
}
