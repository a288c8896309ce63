import { Button } from '@mantine/core';
import type { ScopeRun } from '@scopemap/contract';
import { isInScope, SCOPE_CATEGORIES } from '@scopemap/scope-model';
import { useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatAge, formatCount, formatInstant, formatPlural } from '../ui/format.ts';
import { navigate } from '../url/location.ts';
import { RunMoves } from './run-moves.tsx';
import '../exporters/exporters.css';
import './runs.css';

const LIMIT = 200;

const inScope = ({ counts }: ScopeRun) =>
  SCOPE_CATEGORIES.filter((category) => isInScope(category)).reduce(
    (sum, category) => sum + (counts[category] ?? 0),
    0,
  );

/** Every classification that gave another result than the one before, and what it moved. */
export function RunsPage() {
  const answer = useEndpoint(
    'scopeRuns',
    { query: { limit: LIMIT, offset: 0 } },
    { keep: true, refetchInterval: 15_000 },
  );
  const [chosen, setChosen] = useState<number | null>(null);
  const [now] = useState(() => Date.now());
  const runs = answer.data?.runs ?? [];
  const latest = runs[0];
  return (
    <div className="page">
      <header className="page-header">
        <div>
          <h1>Classifications</h1>
          <p>
            When tags, zones, rules or traffic change what a host is, that is kept here for good.
            {latest && ` The latest result was last confirmed ${formatAge(latest.checkedAt, now)}.`}
          </p>
        </div>
      </header>
      {answer.isError && (
        <ErrorNotice
          what="The classifications could not be loaded"
          problem={answer.error}
          still={answer.data && 'The table shows what was loaded before.'}
          onRetry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && <SkeletonRows rows={10} />}
      {answer.data && runs.length === 0 && (
        <EmptyState
          title="Nothing is classified yet"
          action={<Button onClick={() => navigate('/import')}>Import traffic</Button>}
        >
          The first classification follows the first traffic by itself; with none, every host counts as in scope.
        </EmptyState>
      )}
      {runs.length > 0 && (
        <RunTable runs={runs} chosen={chosen} onChoose={(id) => setChosen(id === chosen ? null : id)} />
      )}
      {answer.data && answer.data.total > runs.length && (
        <p className="muted">
          The latest {formatCount(runs.length)} of {formatCount(answer.data.total)}.
        </p>
      )}
    </div>
  );
}

interface RunTableProps {
  runs: readonly ScopeRun[];
  chosen: number | null;
  onChoose: (id: number) => void;
}

function RunTable({ runs, chosen, onChoose }: RunTableProps) {
  return (
    <table className="plain-table" aria-label="Classifications">
      <thead>
        <tr>
          <th scope="col">Made (UTC)</th>
          <th scope="col" className="numeric">
            Moved
          </th>
          <th scope="col" className="numeric">
            In scope
          </th>
          <th scope="col" className="numeric">
            Out of scope
          </th>
          <th scope="col" className="numeric">
            Undetermined
          </th>
          <th scope="col" className="numeric">
            Contacts
          </th>
          <th scope="col">Version</th>
          <th scope="col">Facts</th>
          <th scope="col">
            <span className="visually-hidden">Moves</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} open={run.id === chosen} onChoose={onChoose} />
        ))}
      </tbody>
    </table>
  );
}

function RunRow({ run, open, onChoose }: { run: ScopeRun; open: boolean; onChoose: (id: number) => void }) {
  return (
    <>
      <tr>
        <th scope="row">{formatInstant(run.madeAt)}</th>
        <td className="numeric">{formatCount(run.moved)}</td>
        <td className="numeric">{formatCount(inScope(run))}</td>
        <td className="numeric">{formatCount(run.counts.OUT_OF_SCOPE ?? 0)}</td>
        <td className="numeric">{formatCount(run.counts.UNDETERMINED ?? 0)}</td>
        <td className="numeric">{formatCount(run.contacts)}</td>
        <td>{run.modelVersion}</td>
        <td>
          <code title={`SHA-256 of the facts ${run.factsHash}, of the result ${run.resultHash}`}>
            {run.factsHash.slice(0, 8)}
          </code>
        </td>
        <td>
          {run.moved > 0 ? (
            <Button
              size="compact-sm"
              variant="default"
              aria-expanded={open}
              aria-label={`Moves of ${formatInstant(run.madeAt)}`}
              onClick={() => onChoose(run.id)}
            >
              {open ? 'Hide' : `Show ${formatPlural(run.moved, 'move')}`}
            </Button>
          ) : (
            <span className="muted">none moved</span>
          )}
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={9}>
            <RunMoves runId={run.id} />
          </td>
        </tr>
      )}
    </>
  );
}
