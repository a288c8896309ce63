import type { NamedFact } from '@scopemap/contract';
import { useView } from '../url/use-view.ts';

/** Facts that a sentence does without; the rest is a number. */
const MOST_FACTS = 4;

/** The facts behind a sentence, by name; those of a host lead to it. */
export function NamedFacts({ facts }: { facts: readonly NamedFact[] }) {
  const [, change] = useView();
  if (facts.length === 0) return null;
  const shown = facts.slice(0, MOST_FACTS);
  return (
    <ul className="reason-facts muted">
      {shown.map(({ kind, id, name, hostId }) => (
        <li key={`${kind}:${id}`}>
          {hostId === null ? (
            name
          ) : (
            <button
              type="button"
              className="link-button"
              onClick={() => change({ selection: { kind: 'host', id: String(hostId) } })}
            >
              {name}
            </button>
          )}
        </li>
      ))}
      {facts.length > shown.length && <li>and {facts.length - shown.length} more</li>}
    </ul>
  );
}
