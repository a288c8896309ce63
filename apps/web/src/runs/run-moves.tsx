import { useEndpoint } from '../api/use-endpoint.ts';
import { CategoryBadge } from '../ui/badges.tsx';
import { SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount } from '../ui/format.ts';
import { Link } from '../url/link.tsx';

const LIMIT = 500;

/** The hosts that got another category in a run, from where to where and why. */
export function RunMoves({ runId }: { runId: number }) {
  const answer = useEndpoint('scopeMoves', { params: { id: runId }, query: { limit: LIMIT, offset: 0 } });
  if (answer.isError) {
    return (
      <ErrorNotice what="The moves could not be loaded" problem={answer.error} onRetry={() => void answer.refetch()} />
    );
  }
  if (!answer.data) return <SkeletonRows rows={3} />;
  const { moves, total } = answer.data;
  return (
    <div className="run-moves">
      <table className="plain-table" aria-label="Moves">
        <thead>
          <tr>
            <th scope="col">Host</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
            <th scope="col">Because</th>
          </tr>
        </thead>
        <tbody>
          {moves.map((move) => (
            <tr key={move.hostId}>
              <th scope="row">
                <Link href={`/hosts?sel=host:${move.hostId}`}>{move.name ?? move.address}</Link>
                {move.name && <div className="muted">{move.address}</div>}
              </th>
              <td>
                <CategoryBadge category={move.before} short />
              </td>
              <td>
                <CategoryBadge category={move.after} short />
              </td>
              <td>{move.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > moves.length && (
        <p className="muted">
          The first {formatCount(moves.length)} of {formatCount(total)}.
        </p>
      )}
    </div>
  );
}
