import type { GraphBundle, RelationshipFilter } from '@scopemap/contract';
import { useEndpoint } from '../api/use-endpoint.ts';
import { MarkAccountData } from '../confirmation/mark-account-data.tsx';
import { StatusBadge } from '../ui/badges.tsx';
import { SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatInstant, formatOctets, formatPeriod, formatPlural } from '../ui/format.ts';
import type { Compare } from '../url/compare.ts';
import { useView } from '../url/use-view.ts';
import { toFilter } from '../url/view-state.ts';
import { ApproveForm } from './approve-form.tsx';
import { RelationshipList } from './relationship-list.tsx';
import { useBundleRelationships } from './use-bundle-relationships.ts';

/** One line of the map: the relationships behind it, and the approval of their service. */
export function BundlePanel({ id }: { id: string }) {
  const [view] = useView();
  return <BundleOf id={id} filter={toFilter(view)} compare={view.compare} />;
}

/** Of a line that only the compared period has, that period's figures. */
function BundleOf({ id, filter, compare }: { id: string; filter: RelationshipFilter; compare: Compare | null }) {
  const graph = useEndpoint('graph', { query: filter }, { keep: true });
  const answer = useBundleRelationships(id);
  const bundle = graph.data?.bundles.find((each) => each.id === id);
  const zone = (zoneId: string) => graph.data?.zones.find((each) => each.id === zoneId);
  if (graph.isPending) return <SkeletonRows rows={8} />;
  if (!bundle && compare?.kind === 'days') {
    const { from, to } = compare;
    return (
      <>
        <p className="change-removed">− Not seen in this period. In {formatPeriod(from, to)}:</p>
        <BundleOf id={id} filter={{ ...filter, from, to }} compare={null} />
      </>
    );
  }
  if (!bundle) {
    return <p className="muted">This line is no longer there: its status changed, or the filter leaves it out.</p>;
  }
  const source = zone(bundle.sourceZone);
  const target = zone(bundle.targetZone);
  return (
    <div className="panel-parts">
      <header>
        <div className="row panel-title">
          <h2>{bundle.service}</h2>
        </div>
        <div>
          {source?.name ?? bundle.sourceZone} {bundle.directed ? '→' : '↔'} {target?.name ?? bundle.targetZone}
        </div>
        <BundleFigures bundle={bundle} />
      </header>
      {answer.isError && (
        <ErrorNotice
          what="Its relationships could not be loaded"
          problem={answer.error}
          onRetry={() => void answer.refetch()}
        />
      )}
      {answer.data && bundle.status === 'unreviewed' && (
        <ApproveForm rows={answer.data.relationships} source={source} target={target} directed={bundle.directed} />
      )}
      {answer.isPending && <SkeletonRows rows={5} />}
      {answer.data && <MarkAccountData relationshipIds={answer.data.relationships.map(({ id: each }) => each)} />}
      {answer.data && <RelationshipList rows={answer.data.relationships} total={answer.data.total} />}
    </div>
  );
}

function BundleFigures({ bundle }: { bundle: GraphBundle }) {
  return (
    <>
      <div className="muted">
        {formatPlural(bundle.pairs, 'pair')} of hosts · {formatPlural(bundle.flows, 'flow')} ·{' '}
        {formatOctets(bundle.octets)}
      </div>
      <div className="muted">
        Seen {formatInstant(bundle.firstSeen)} – {formatInstant(bundle.lastSeen)} UTC
      </div>
      {bundle.services.length > 1 && <div className="muted">{bundle.services.join(', ')}</div>}
      <div className="row panel-badges">
        <StatusBadge status={bundle.status} />
        {!bundle.directed && <span className="badge">direction unknown or peers</span>}
      </div>
    </>
  );
}
