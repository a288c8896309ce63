import type { Graph } from '@scopemap/contract';
import { useEndpoint } from '../api/use-endpoint.ts';
import { FirstRun } from '../first-run/first-run.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatInstant } from '../ui/format.ts';
import { useView } from '../url/use-view.ts';
import { isNarrowed, toFilter } from '../url/view-state.ts';
import { MapSkeleton } from './map-skeleton.tsx';
import { MapView } from './map-view.tsx';
import { TimeBar } from './time-bar.tsx';
import './graph.css';

/** How soon a map whose traffic is still being read is looked at again: nothing announces that it has been read. */
const LOOK_AGAIN_MS = 2_000;

/** The map, or the way to a first one. A failed refresh keeps the last picture. */
export function GraphPage() {
  const [view] = useView();
  const graph = useEndpoint(
    'graph',
    { query: toFilter(view) },
    { keep: true, refetchInterval: ({ trafficAsOf }) => trafficAsOf !== undefined && LOOK_AGAIN_MS },
  );
  const narrowed = isNarrowed(view);
  const problem = graph.error && (
    <ErrorNotice
      what="The map could not be loaded"
      problem={graph.error}
      still={graph.data && `What you see is from ${new Date(graph.dataUpdatedAt).toLocaleTimeString('en-GB')}.`}
      onRetry={() => void graph.refetch()}
    />
  );
  if (!graph.data) return problem ? <div className="page">{problem}</div> : <MapSkeleton />;
  if (isEmpty(graph.data) && !narrowed) return <FirstRun />;
  return (
    <div className={`map-page${graph.isPlaceholderData ? ' map-stale' : ''}`}>
      {problem && <div className="map-problem">{problem}</div>}
      {isEmpty(graph.data) ? (
        <EmptyState title="Nothing passes these filters">
          Nothing was observed that fits. Clear a filter above, or widen the period.
        </EmptyState>
      ) : (
        <MapView graph={graph.data} narrowed={narrowed} />
      )}
      {graph.data.trafficAsOf && (
        <p className="muted map-as-of">Traffic as of {formatInstant(graph.data.trafficAsOf)} UTC; more is coming in.</p>
      )}
      <TimeBar days={graph.data.days} />
    </div>
  );
}

function isEmpty(graph: Graph): boolean {
  return graph.hosts.length === 0 && graph.omittedHosts === 0;
}
