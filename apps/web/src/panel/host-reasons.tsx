import type { HostDetail } from '@scopemap/contract';
import { CATEGORY_WORDS } from '../ui/words.ts';

/** Why the host has its category: the rules that hold, the facts that are missing. */
export function HostReasons({ host }: { host: HostDetail }) {
  const { category, inScope, conflict, reasons, missing } = host.classification;
  return (
    <section aria-label="Why">
      <h3>{heading(category === 'EXTERNAL', inScope)}</h3>
      {conflict && (
        <div className="notice notice-error panel-notice">
          <div>
            What was claimed and what was seen contradict each other. Until that is resolved, the stricter of the two
            holds.
          </div>
        </div>
      )}
      {reasons.length === 0 && <p className="muted">No rule decided; {CATEGORY_WORDS[category].toLowerCase()}.</p>}
      <ol className="reasons">
        {reasons.map((reason) => (
          <li key={`${reason.rule}:${reason.text}`}>
            {reason.text} <span className="muted">rule {reason.rule}</span>
          </li>
        ))}
      </ol>
      {missing.length > 0 && (
        <>
          <h3>What is missing to decide</h3>
          <ul className="reasons">
            {missing.map((fact) => (
              <li key={`${fact.code}:${fact.text}`}>{fact.text}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function heading(external: boolean, inScope: boolean): string {
  if (external) return 'Why this system is external';
  return inScope ? 'Why this system is in scope' : 'Why this system is out of scope';
}
