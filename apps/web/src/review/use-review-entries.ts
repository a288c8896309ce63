import { useMemo, useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { useView } from '../url/use-view.ts';
import { isNarrowed, toFilter } from '../url/view-state.ts';
import { decidedEntries } from './decided-entries.ts';
import { reviewEntries } from './review-entries.ts';

const LIMIT = 5000;
const WAITING = ['violation', 'unreviewed'] as const;

/**
 * The review queue under the filter of the page: services that nobody approved, and what the classification wants people to look
 * at. A finding is under a filter when its host is; what is about no host stands in the list without filters only.
 */
export function useReviewEntries() {
  const [view] = useView();
  const narrowed = isNarrowed(view);
  const filter = toFilter(view);
  const statuses = WAITING.filter((status) => view.statuses.length === 0 || view.statuses.includes(status));
  // A filter on statuses that never wait finds nothing; an empty one would find everything.
  const query = { ...filter, status: statuses.join(',') || 'violation' };
  const graph = useEndpoint('graph', { query }, { keep: true });
  const items = useEndpoint('scopeItems', { query: { limit: LIMIT, offset: 0 } }, { keep: true });
  const decisions = useEndpoint('reviewDecisions', { query: { history: false } }, { keep: true });
  const hosts = useEndpoint(
    'hosts',
    { query: { ...filter, limit: LIMIT, offset: 0 } },
    { enabled: narrowed, keep: true },
  );
  const [now] = useState(() => Date.now());
  const findings = items.data?.items ?? [];
  const under = useMemo(() => {
    if (!narrowed) return findings;
    const ids = new Set(hosts.data?.hosts.map(({ id }) => id));
    return findings.filter(({ subject }) => subject.hostId !== null && ids.has(subject.hostId));
  }, [narrowed, findings, hosts.data]);
  const entries = useMemo(() => {
    if (!graph.data) return [];
    const bundles = statuses.length === 0 ? [] : graph.data.bundles;
    return decidedEntries(
      reviewEntries({ zones: graph.data.zones, bundles }, under),
      decisions.data?.decisions ?? [],
      now,
    );
  }, [graph.data, under, decisions.data, now, statuses.length]);
  const unlisted = (items.data?.total ?? 0) - findings.length;
  return { entries, graph, items, decisions, unlisted, narrowed, leftOut: findings.length - under.length };
}
