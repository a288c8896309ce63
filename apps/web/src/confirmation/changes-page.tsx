import { NativeSelect } from '@mantine/core';
import type { Snapshot, SnapshotChange } from '@scopemap/contract';
import { useMemo, useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatInstant } from '../ui/format.ts';
import { navigate, useSearch } from '../url/location.ts';
import { ITEM_WORDS } from './confirmation-words.ts';
import { EvidenceTabs } from './evidence-tabs.tsx';

const SIGNS = { added: '+', removed: '−', changed: '≠' } as const;

const COLUMNS: readonly Column<SnapshotChange>[] = [
  {
    key: 'change',
    header: 'Change',
    width: '120px',
    value: ({ change }) => change,
    cell: ({ change }) => (
      <span>
        <span aria-hidden="true">{SIGNS[change]}</span> {change}
      </span>
    ),
  },
  { key: 'kind', header: 'What', width: '150px', value: ({ kind }) => kind, cell: ({ kind }) => kind },
  {
    key: 'subject',
    header: 'Subject',
    width: '42%',
    value: ({ subject }) => subject,
    cell: ({ subject }) => <span title={subject}>{subject}</span>,
  },
  { key: 'before', header: 'Before', width: '16%', value: ({ before }) => before ?? '', cell: ({ before }) => before },
  { key: 'after', header: 'After', width: '16%', value: ({ after }) => after ?? '', cell: ({ after }) => after },
  {
    key: 'item',
    header: 'Possibly significant',
    width: '200px',
    value: ({ item }) => item ?? '',
    cell: ({ item }) => item && ITEM_WORDS[item],
  },
];

/** What differs between two snapshots; which two stands in the URL. */
export function ChangesPage() {
  const snapshots = useEndpoint('snapshots', {});
  const taken = snapshots.data?.snapshots ?? [];
  return (
    <div className="page">
      <EvidenceTabs current="/changes" />
      <header className="page-header">
        <div>
          <h1>Changes between snapshots</h1>
          <p>
            Systems, relationships, rules, tags and categories that came, went or changed. What merely goes on is no
            change.
          </p>
        </div>
      </header>
      {snapshots.isError && (
        <ErrorNotice
          what="The snapshots could not be loaded"
          problem={snapshots.error}
          onRetry={() => void snapshots.refetch()}
        />
      )}
      {snapshots.isPending && <SkeletonRows rows={4} />}
      {snapshots.data && taken.length < 2 && (
        <EmptyState title="Two snapshots are needed">Take another one on the page of snapshots and packs.</EmptyState>
      )}
      {taken.length >= 2 && <Comparison taken={taken} />}
    </div>
  );
}

function Comparison({ taken }: { taken: readonly Snapshot[] }) {
  const params = new URLSearchParams(useSearch());
  const to = params.get('to') ?? taken[0]?.id ?? '';
  const from = params.get('from') ?? taken[1]?.id ?? '';
  const answer = useEndpoint(
    'snapshotChanges',
    { params: { id: to }, query: { since: from, limit: 5000 } },
    { enabled: from !== to },
  );
  const [selected, setSelected] = useState<SnapshotChange | null>(null);
  const rows = useMemo(() => answer.data?.rows ?? [], [answer.data]);
  const show = (next: { from?: string; to?: string }) =>
    navigate(`/changes?from=${next.from ?? from}&to=${next.to ?? to}`);
  const choices = taken.map(({ id, takenAt, reason }) => ({
    value: id,
    label: `${formatInstant(takenAt)} UTC: ${reason.slice(0, 60)}`,
  }));
  return (
    <div className="stack">
      <div className="row">
        <NativeSelect
          label="From"
          data={choices}
          value={from}
          onChange={(event) => show({ from: event.currentTarget.value })}
        />
        <NativeSelect
          label="To"
          data={choices}
          value={to}
          onChange={(event) => show({ to: event.currentTarget.value })}
        />
      </div>
      {answer.isError && (
        <ErrorNotice
          what="The snapshots could not be compared"
          problem={answer.error}
          onRetry={() => void answer.refetch()}
        />
      )}
      {from === to && <p className="muted">Choose two different snapshots.</p>}
      {answer.isPending && from !== to && <SkeletonRows rows={8} />}
      {answer.data && (
        <>
          <p>
            {answer.data.counts.length === 0
              ? 'Nothing differs.'
              : answer.data.counts
                  .map(({ kind, change, count }) => `${formatCount(count)} × ${kind} ${change}`)
                  .join(' · ')}
            {answer.data.total > rows.length &&
              ` · the first ${formatCount(rows.length)} of ${formatCount(answer.data.total)} are listed, all stand in table T14 of a pack`}
          </p>
          {selected && (
            <section className="card confirmation-card" aria-label="Selected change">
              <h2>{selected.subject}</h2>
              {selected.because.length > 0 && (
                <ul>
                  {selected.because.map((text) => (
                    <li key={text}>{text}</li>
                  ))}
                </ul>
              )}
              <p className="muted">
                <code>{selected.id}</code>
              </p>
            </section>
          )}
          {rows.length > 0 && (
            <DataTable
              label="Changes"
              columns={COLUMNS}
              rows={rows}
              rowKey={(row) => `${row.kind} ${row.change} ${row.id}`}
              initialSort={{ key: 'kind', descending: false }}
              selected={selected && `${selected.kind} ${selected.change} ${selected.id}`}
              onSelect={setSelected}
            />
          )}
        </>
      )}
    </div>
  );
}
