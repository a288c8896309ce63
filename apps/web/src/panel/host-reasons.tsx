import type { HostDetail } from '@scopemap/contract';
import { formatInstant } from '../ui/format.ts';
import { CATEGORY_WORDS } from '../ui/words.ts';
import { NamedFacts } from './named-facts.tsx';

/** Everything that speaks for the category of the host: the rules that hold with the facts behind them, and what it was before. */
export function HostReasons({ host }: { host: HostDetail }) {
  const { conflict, reasons, marks, system, others, history, since, checkedAt } = host.classification;
  return (
    <section aria-label="Reasons">
      <h3>All that speaks for it</h3>
      {conflict && (
        <div className="notice notice-error panel-notice">
          <div>
            What was claimed and what was seen contradict each other. Until that is resolved, the stricter of the two
            holds.
          </div>
        </div>
      )}
      {system !== host.address && (
        <p>
          Decided by <code>{system}</code>, which had this address for some of the time.
        </p>
      )}
      <ol className="reasons">
        {[...reasons, ...marks].map((reason) => (
          <li key={`${reason.rule}:${reason.code}:${reason.text}`}>
            {reason.text} <span className="muted">rule {reason.rule}</span>
            <NamedFacts facts={reason.facts} />
          </li>
        ))}
      </ol>
      {others.length > 0 && (
        <>
          <h3>Others that had this address</h3>
          <ul className="reasons">
            {others.map((other) => (
              <li key={other.system}>
                <code>{other.system}</code>: {CATEGORY_WORDS[other.category].toLowerCase()}. {other.text}
              </li>
            ))}
          </ul>
        </>
      )}
      {history.length > 0 && (
        <>
          <h3>Before</h3>
          <ul className="reasons">
            {history.map((move) => (
              <li key={move.at}>
                {formatInstant(move.at)} UTC: {CATEGORY_WORDS[move.before]} became {CATEGORY_WORDS[move.after]}.{' '}
                {move.reason}
              </li>
            ))}
          </ul>
        </>
      )}
      {since !== null && checkedAt !== null && (
        <p className="muted">
          So since {formatInstant(since)} UTC, last checked {formatInstant(checkedAt)} UTC.
        </p>
      )}
    </section>
  );
}
