import { NativeSelect, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatPlural } from '../ui/format.ts';
import { ApproveManyDialog } from './approve-many-dialog.tsx';
import { type ReviewEntry, reviewEntries } from './review-entries.ts';
import { ReviewList } from './review-list.tsx';
import '../ui/data-table.css';
import './review.css';

const LIMIT = 5000;

/** Everything that waits for a decision of a person, in one list. */
export function ReviewPage() {
  const graph = useEndpoint('graph', { query: { status: 'violation,unreviewed' } }, { keep: true });
  const items = useEndpoint('scopeItems', { query: { limit: LIMIT, offset: 0 } }, { keep: true });
  const [kind, setKind] = useState('');
  const [text, setText] = useState('');
  const [approving, setApproving] = useState<readonly ReviewEntry[]>([]);
  const all = useMemo(
    () => (graph.data ? reviewEntries(graph.data, items.data?.items ?? []) : []),
    [graph.data, items.data],
  );
  const kinds = useMemo(() => [...new Set(all.map((entry) => entry.kind))].sort(), [all]);
  const wanted = text.trim().toLowerCase();
  const entries = all.filter(
    (entry) => (kind === '' || entry.kind === kind) && `${entry.title} ${entry.text}`.toLowerCase().includes(wanted),
  );
  const unlisted = (items.data?.total ?? 0) - (items.data?.items.length ?? 0);
  return (
    <div className="table-page">
      <div className="row">
        <h1>Review</h1>
        {graph.data && items.data && (
          <span className="muted" role="status">
            {formatPlural(entries.length, 'entry', 'entries')}
            {entries.length < all.length && ` of ${formatCount(all.length)}`}
            {unlisted > 0 && `, and ${formatCount(unlisted)} findings that this list has no room for`}
          </span>
        )}
        <div className="row review-filter">
          <NativeSelect
            aria-label="Kind"
            data={[{ value: '', label: 'Any kind' }, ...kinds.map((each) => ({ value: each, label: each }))]}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value)}
            w={220}
          />
          <TextInput
            aria-label="Search the queue"
            placeholder="Search"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            w={180}
          />
        </div>
      </div>
      {graph.isError && (
        <ErrorNotice
          what="What was not reviewed could not be loaded"
          problem={graph.error}
          still={graph.data && 'The list shows what was loaded before.'}
          onRetry={() => void graph.refetch()}
        />
      )}
      {items.isError && (
        <ErrorNotice
          what="The findings of the classification could not be loaded"
          problem={items.error}
          still="The list is not complete without them."
          onRetry={() => void items.refetch()}
        />
      )}
      {(graph.isPending || items.isPending) && <SkeletonRows rows={12} />}
      {graph.data && items.data && entries.length === 0 && (
        <EmptyState title={all.length === 0 ? 'Nothing waits for a decision' : 'No entry fits'}>
          {all.length === 0
            ? 'New entries come with new traffic and with statements that run out.'
            : 'Choose any kind, or clear the search.'}
        </EmptyState>
      )}
      {entries.length > 0 && <ReviewList entries={entries} onApprove={setApproving} />}
      {approving.length > 0 && <ApproveManyDialog entries={approving} onClose={() => setApproving([])} />}
    </div>
  );
}
