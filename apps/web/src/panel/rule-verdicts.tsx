import { useEndpoint } from '../api/use-endpoint.ts';
import { verdictSource } from '../rules/rule-words.ts';
import { VerdictBadge } from '../rules/verdict-badge.tsx';

/** What the rules of each control on its way say of a relationship: allowed or denied, and by which line. */
export function RuleVerdicts({ relationshipId }: { relationshipId: string }) {
  const answer = useEndpoint('relationshipVerdicts', { params: { id: relationshipId } });
  if (answer.isError) return <div className="muted">Rules: could not be asked, {answer.error.message}</div>;
  if (!answer.data) return <div className="muted">Rules: being asked…</div>;
  if (answer.data.verdicts.length === 0) {
    return <div className="muted">Rules: no control with rules is known to stand between the two.</div>;
  }
  return (
    <ul className="rule-verdicts" aria-label="What the rules say">
      {answer.data.verdicts.map((verdict) => (
        <li key={`${verdict.controlId}:${verdict.ruleSetId}:${verdict.reply}`}>
          <VerdictBadge verdict={verdict.verdict} state={verdict.state} /> by {verdictSource(verdict)},{' '}
          {verdict.controlName}
          {verdict.because.length > 0 && <span className="muted">: {verdict.because.join('; ')}</span>}
        </li>
      ))}
    </ul>
  );
}
