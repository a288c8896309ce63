import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatPlural } from '../ui/format.ts';
import { ApproveManyDialog } from './approve-many-dialog.tsx';
import { DecideDialog, type Decision } from './decide-dialog.tsx';
import { type DecidedEntry, isIn, QUEUES, type Queue } from './decided-entries.ts';
import { ReviewList } from './review-list.tsx';
import { useReviewEntries } from './use-review-entries.ts';
import '../ui/data-table.css';
import './review.css';

const QUEUE_WORDS: Readonly<Record<Queue, string>> = {
  open: 'Open',
  snoozed: 'Put off',
  rejected: 'Rejected',
  all: 'All',
};

/** Everything that waits for a decision of a person, in one list, narrowed as the bar above says. */
export function ReviewPage() {
  const { entries: all, graph, items, decisions, unlisted, narrowed, leftOut } = useReviewEntries();
  const [queue, setQueue] = useState<Queue>('open');
  const [kind, setKind] = useState('');
  const [text, setText] = useState('');
  const [approving, setApproving] = useState<readonly DecidedEntry[]>([]);
  const [deciding, setDeciding] = useState<{ entry: DecidedEntry; decision: Decision } | null>(null);
  const kinds = useMemo(() => [...new Set(all.map((entry) => entry.kind))].sort(), [all]);
  const wanted = text.trim().toLowerCase();
  const queued = all.filter((entry) => isIn(queue, entry));
  const entries = queued.filter(
    (entry) =>
      (kind === '' || entry.kind === kind) &&
      `${entry.title} ${entry.text} ${entry.assigned?.assignee ?? ''}`.toLowerCase().includes(wanted),
  );
  const loaded = graph.data && items.data && decisions.data;
  return (
    <div className="table-page">
      <div className="row">
        <h1>Review</h1>
        {loaded && (
          <span className="muted" role="status">
            {formatPlural(entries.length, 'entry', 'entries')}
            {entries.length < all.length && ` of ${formatCount(all.length)}`}
            {unlisted > 0 && `, and ${formatCount(unlisted)} findings that this list has no room for`}
            {leftOut > 0 && `; ${formatPlural(leftOut, 'finding is', 'findings are')} not under the filter`}
          </span>
        )}
        <div className="row review-filter">
          <SegmentedControl
            aria-label="Queue"
            data={QUEUES.map((each) => ({ value: each, label: QUEUE_WORDS[each] }))}
            value={queue}
            onChange={(value) => setQueue(value as Queue)}
          />
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
      {decisions.isError && (
        <ErrorNotice
          what="What was decided before could not be loaded"
          problem={decisions.error}
          still="Entries that were put off or rejected stand among the open ones."
          onRetry={() => void decisions.refetch()}
        />
      )}
      {(graph.isPending || items.isPending) && !graph.isError && <SkeletonRows rows={12} />}
      {loaded && entries.length === 0 && (
        <EmptyState title={all.length === 0 && !narrowed ? 'Nothing waits for a decision' : 'No entry fits'}>
          {all.length === 0 && !narrowed
            ? 'New entries come with new traffic and with statements that run out.'
            : 'Choose another queue or any kind, or clear the search and the filters.'}
        </EmptyState>
      )}
      {entries.length > 0 && (
        <ReviewList
          entries={entries}
          onApprove={setApproving}
          onDecide={(entry, decision) => setDeciding({ entry, decision })}
        />
      )}
      {approving.length > 0 && <ApproveManyDialog entries={approving} onClose={() => setApproving([])} />}
      {deciding && <DecideDialog {...deciding} onClose={() => setDeciding(null)} />}
    </div>
  );
}
