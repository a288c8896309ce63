import type { ContactFact } from '@scopemap/scope-model';
import type { EvidenceView } from '../evidence-view.ts';

export type ContactVerdict = 'allowed' | 'seen, not allowed' | 'undetermined';

/** What the rules of all controls on the way say of a contact: every one must allow it; one that denies it was passed by. */
export function contactVerdict(view: EvidenceView, { id }: ContactFact): ContactVerdict {
  const verdicts = view.verdictsOf(id).map(({ verdict }) => verdict);
  if (verdicts.includes('denied')) return 'seen, not allowed';
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'allowed') ? 'allowed' : 'undetermined';
}

/** `fw-core-1 line 120: allowed` for each control that was asked. */
export function verdictTexts(view: EvidenceView, { id }: ContactFact): string[] {
  return view
    .verdictsOf(id)
    .map(({ control, verdict, line }) => {
      const name = view.control(control)?.name ?? control;
      return `${name}${line === null ? '' : ` line ${line}`}: ${verdict}`;
    })
    .sort();
}
