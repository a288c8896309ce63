import type { RelationshipVerdict } from '@scopemap/contract';
import { VERDICT_WORDS, type Verdict } from './rule-words.ts';

const LOOKS: Readonly<Record<Verdict, { readonly mark: string; readonly look: string }>> = {
  allowed: { mark: '✓', look: 'badge-approved' },
  denied: { mark: '−', look: 'badge-approved' },
  undetermined: { mark: '?', look: 'badge-unreviewed' },
  'no-list': { mark: '?', look: 'badge-unreviewed' },
};

/** What the rules say; a denial of what was seen talking all the same stands out. */
export function VerdictBadge({ verdict, state }: Pick<RelationshipVerdict, 'verdict' | 'state'>) {
  if (verdict === 'denied' && state === 'established') {
    return (
      <span className="badge badge-violation">
        <span aria-hidden="true">✕</span>Denied, but seen
      </span>
    );
  }
  const { mark, look } = LOOKS[verdict];
  return (
    <span className={`badge ${look}`}>
      <span aria-hidden="true">{mark}</span>
      {VERDICT_WORDS[verdict]}
    </span>
  );
}
