import { navigate, useSearch } from '../url/location.ts';
import { type Concern, isConcern } from './rule-words.ts';

/** What the page of rules shows; all of it stands in the URL. */
export interface RulesView {
  /** Rule set whose rules are shown; null: all controls. */
  readonly set: number | null;
  readonly tab: 'rules' | 'verdicts';
  readonly concern: Concern | null;
  /** Position of the rule that verdicts are narrowed to. */
  readonly rule: number | null;
}

export function readRulesView(search: string): RulesView {
  const params = new URLSearchParams(search);
  const concern = params.get('concern');
  return {
    set: wholeNumber(params.get('set')),
    tab: params.get('tab') === 'verdicts' ? 'verdicts' : 'rules',
    concern: isConcern(concern) ? concern : null,
    rule: wholeNumber(params.get('rule')),
  };
}

export function writeRulesView({ set, tab, concern, rule }: RulesView): string {
  const params = new URLSearchParams();
  if (set !== null) params.set('set', String(set));
  if (tab === 'verdicts') params.set('tab', tab);
  if (concern !== null) params.set('concern', concern);
  if (rule !== null) params.set('rule', String(rule));
  const text = params.toString();
  return text && `?${text}`;
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^[0-9]{1,9}$/.test(text) ? Number(text) : null;
}

const NOTHING: RulesView = { set: null, tab: 'rules', concern: null, rule: null };

/** The view that the URL says, and the way to another one; what is not given is not narrowed. */
export function useRulesView(): readonly [RulesView, (view: Partial<RulesView>) => void] {
  const view = readRulesView(useSearch());
  return [view, (next) => navigate(`/rules${writeRulesView({ ...NOTHING, ...next })}`)];
}
