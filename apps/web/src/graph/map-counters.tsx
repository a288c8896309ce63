import type { Graph } from '@scopemap/contract';
import type { MapGeometry } from '@scopemap/map-layout';
import type { ReviewStatus } from '@scopemap/scope-model';
import { formatCount, formatPlural } from '../ui/format.ts';
import { useView } from '../url/use-view.ts';

/** `2 violations · 9 unreviewed`, what the picture counts, and what it leaves out. */
export function MapCounters({ graph, omitted }: { graph: Graph; omitted: MapGeometry['omitted'] | undefined }) {
  const { counts } = graph;
  const left = omitted ? leftOut(graph, omitted) : [];
  return (
    <div className="map-counters" role="status">
      <div className="row">
        <StatusCounter status="violation" words={`✕ ${formatPlural(counts.violations, 'violation')}`} />
        <StatusCounter status="unreviewed" words={`? ${formatCount(counts.unreviewed)} unreviewed`} />
        <span className="muted">
          {formatPlural(counts.hosts, 'host')} · {formatPlural(counts.relationships, 'relationship')} ·{' '}
          {formatCount(counts.inScope)} in scope
          {counts.undetermined > 0 && `, of these ${formatCount(counts.undetermined)} undetermined`}
        </span>
      </div>
      {left.length > 0 && <div className="muted">Not drawn: {left.join(' · ')}</div>}
    </div>
  );
}

/** A counter that also filters by its status, and lets go again. */
function StatusCounter({ status, words }: { status: ReviewStatus; words: string }) {
  const [view, change] = useView();
  const on = view.statuses.length === 1 && view.statuses[0] === status;
  return (
    <button
      type="button"
      className={`badge badge-${status} counter`}
      aria-pressed={on}
      title={on ? 'Show everything again' : 'Show only these'}
      onClick={() => change({ statuses: on ? [] : [status] })}
    >
      {words}
    </button>
  );
}

function leftOut(graph: Graph, omitted: MapGeometry['omitted']): readonly string[] {
  const hosts = omitted.hosts + graph.omittedHosts;
  return [
    omitted.zones > 0 && formatPlural(omitted.zones, 'zone'),
    hosts > 0 && formatPlural(hosts, 'host'),
    omitted.bundles > 0 && formatPlural(omitted.bundles, 'approved line'),
    omitted.insideBundles > 0 && `${formatPlural(omitted.insideBundles, 'line')} inside a zone`,
    omitted.unknownZoneBundles + omitted.unknownZoneHosts > 0 && 'parts whose zone is unknown',
  ].filter((words) => words !== false);
}
