import type { DirectionChange } from '@scopemap/contract';
import { useEndpoint } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatInstant } from '../ui/format.ts';
import { changeText } from './endpoint-words.ts';

const LATEST = 50;

/** How relationships of a host changed their direction, and why. Nothing is shown while nothing changed. */
export function DirectionChanges({ hostId }: { hostId: number }) {
  const answer = useEndpoint('directionChanges', { params: { id: hostId }, query: { limit: LATEST } });
  if (answer.isError) {
    return (
      <ErrorNotice
        what="Its corrected directions could not be loaded"
        problem={answer.error}
        onRetry={() => void answer.refetch()}
      />
    );
  }
  if (!answer.data || answer.data.changes.length === 0) return null;
  return (
    <section aria-label="Corrected directions">
      <h3>Corrected directions</h3>
      <ul className="relationships">
        {answer.data.changes.map((change) => (
          <ChangeItem key={change.id} change={change} />
        ))}
      </ul>
      {answer.data.changes.length === LATEST && <p className="muted">The latest {LATEST}.</p>}
    </section>
  );
}

function ChangeItem({ change }: { change: DirectionChange }) {
  const { before, after, why } = changeText(change);
  return (
    <li>
      <div>{after}</div>
      <div className="muted">Before: {before}</div>
      <div className="muted">
        Corrected {formatInstant(change.changedAt)} UTC, {why}
        {change.undoneAt && ` · taken back ${formatInstant(change.undoneAt)} UTC`}
      </div>
    </li>
  );
}
