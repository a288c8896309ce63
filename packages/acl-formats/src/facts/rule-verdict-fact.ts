import type { RuleVerdictFact } from '@scopemap/scope-model';
import type { RuleVerdict } from '../evaluate/rule-verdict.ts';

/** A verdict as the scope model knows it. */
export type ControlVerdict = Pick<RuleVerdictFact, 'verdict' | 'line'>;

/**
 * What a control says of a contact, from what each list says that the contact has to pass. A certain denial in one is final;
 * else what is not known in one is not known at all. `no-match` is undetermined: a list that only names traffic (the talk's
 * table) neither lets through nor stops what it does not name. No verdicts: `no-list`.
 */
export function controlVerdict(verdicts: readonly RuleVerdict[]): ControlVerdict {
  const asked = verdicts.filter(({ answer }) => answer !== 'no-list');
  const denied = asked.find(({ answer }) => answer === 'denied');
  const deciding = denied ?? asked.find(({ answer }) => answer !== 'allowed') ?? asked[0];
  if (!deciding) return { verdict: 'no-list', line: null };
  const { answer, line } = deciding;
  const verdict = answer === 'allowed' || answer === 'denied' ? answer : 'undetermined';
  return { verdict, line: line === null ? null : String(line) };
}
