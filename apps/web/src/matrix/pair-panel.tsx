import type { GraphBundle, GraphZone, MatrixCell } from '@scopemap/contract';
import { useEndpoint } from '../api/use-endpoint.ts';
import { StatusBadge } from '../ui/badges.tsx';
import { SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatOctets, formatPlural } from '../ui/format.ts';
import { STATUS_RANK } from '../ui/words.ts';
import { Link } from '../url/link.tsx';
import { useView } from '../url/use-view.ts';
import { toFilter, writeViewState } from '../url/view-state.ts';
import { readPair } from './matrix-grid.ts';
import { cellQuery } from './matrix-words.ts';

/** One cell of the matrix: its services by status, each leading to the relationships behind it and their approval. */
export function PairPanel({ id }: { id: string }) {
  const [view] = useView();
  const query = toFilter(view);
  const matrix = useEndpoint('matrix', { query }, { keep: true });
  const graph = useEndpoint('graph', { query }, { keep: true });
  const [from, to] = readPair(id) ?? [];
  const zone = (zoneId: string | undefined) => matrix.data?.zones.find((each) => each.id === zoneId);
  const source = zone(from);
  const target = zone(to);
  const failed = matrix.error ?? graph.error;
  if (failed) return <ErrorNotice what="What passes here could not be loaded" problem={failed} />;
  if (matrix.isPending || graph.isPending) return <SkeletonRows rows={8} />;
  if (!source || !target) return <p className="muted">One of the two zones is no longer there.</p>;
  const cell = matrix.data?.cells.find((each) => each.source === from && each.target === to);
  const bundles = (graph.data?.bundles ?? []).filter((each) => each.sourceZone === from && each.targetZone === to);
  return (
    <div className="panel-parts">
      <header>
        <div className="row panel-title">
          <h2>
            {source.name} → {target.name}
          </h2>
        </div>
        <Figures cell={cell} />
        {cell && cell.relationships > 0 && <OpenElsewhere cell={cell} source={source} target={target} />}
      </header>
      {bundles.length > 0 && <Services bundles={bundles} />}
    </div>
  );
}

function Figures({ cell }: { cell: MatrixCell | undefined }) {
  const approvals = cell?.approvals ?? 0;
  return (
    <>
      <div className="muted">
        {cell && cell.relationships > 0
          ? `${formatPlural(cell.relationships, 'relationship')} · ${formatPlural(cell.services, 'service')} · ${formatOctets(cell.octets)}`
          : 'Nothing was seen under these filters. That is no proof that nothing can pass.'}
      </div>
      {cell && cell.undirected > 0 && (
        <div className="muted">
          {formatPlural(cell.undirected, 'relationship')} of unknown direction:{' '}
          {cell.undirected === 1 ? 'it may' : 'they may'} also run the other way.
        </div>
      )}
      <div className="muted">
        {approvals > 0
          ? `${formatPlural(approvals, 'approval')} in date for this way`
          : 'No approval in date for this way'}
      </div>
    </>
  );
}

function OpenElsewhere({ cell, source, target }: { cell: MatrixCell; source: GraphZone; target: GraphZone }) {
  const [view] = useView();
  const query = cellQuery(cell, source, target, view.query);
  if (query === null) return null;
  return (
    <p>
      <Link href={`/relationships${writeViewState({ ...view, query, selection: null })}`}>Open in Relationships</Link>
    </p>
  );
}

function Services({ bundles }: { bundles: readonly GraphBundle[] }) {
  const [, change] = useView();
  const worstFirst = [...bundles].sort((a, b) => STATUS_RANK[a.status] - STATUS_RANK[b.status] || b.pairs - a.pairs);
  return (
    <section aria-label="Services">
      <h3>Services</h3>
      <ul className="pair-services">
        {worstFirst.map((bundle) => (
          <li key={bundle.id}>
            <button
              type="button"
              className="link-button"
              onClick={() => change({ selection: { kind: 'bundle', id: bundle.id } })}
            >
              {bundle.directed ? '' : '↔ '}
              {bundle.service}
            </button>
            <span className="muted">{formatPlural(bundle.pairs, 'pair')}</span>
            <StatusBadge status={bundle.status} />
          </li>
        ))}
      </ul>
    </section>
  );
}
