import type { Graph, GraphDiff } from '@scopemap/contract';
import { useMemo } from 'react';
import type { ApiProblem } from '../api/problem.ts';
import { useEndpoint } from '../api/use-endpoint.ts';
import type { Compare } from '../url/compare.ts';
import { useView } from '../url/use-view.ts';
import { toFilter } from '../url/view-state.ts';
import { mergeGraphs } from './merge-graphs.ts';

export interface Comparison {
  readonly diff: GraphDiff;
  /** What either period has. */
  readonly graph: Graph;
}

/** What the view's period has and the one it is compared with has not, and the reverse; undefined while there is nothing to compare. */
export function useComparison(graph: Graph): { comparison: Comparison | undefined; problem: ApiProblem | null } {
  const [view] = useView();
  const { compare } = view;
  const filter = toFilter(view);
  const diff = useEndpoint('graphDiff', { query: { ...filter, ...toQuery(compare) } }, { enabled: compare !== null });
  const compared = diff.data?.compared;
  const before = useEndpoint(
    'graph',
    { query: { ...filter, from: compared?.from ?? undefined, to: compared?.to ?? undefined } },
    { enabled: compared !== undefined },
  );
  const comparison = useMemo(
    () =>
      compare && diff.data && before.data ? { diff: diff.data, graph: mergeGraphs(graph, before.data) } : undefined,
    [compare, diff.data, before.data, graph],
  );
  return { comparison, problem: compare ? (diff.error ?? before.error) : null };
}

function toQuery(compare: Compare | null) {
  if (compare?.kind === 'days') return { cmpFrom: compare.from, cmpTo: compare.to };
  return compare ? { cmpSnapshot: compare.id } : {};
}
