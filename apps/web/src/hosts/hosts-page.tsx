import { Button } from '@mantine/core';
import type { HostSummary } from '@scopemap/contract';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { useEndpoint } from '../api/use-endpoint.ts';
import { CsvLink } from '../shell/csv-link.tsx';
import { CategoryBadge, StatusBadge } from '../ui/badges.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatInstant, formatPlural } from '../ui/format.ts';
import { useRemoteRows } from '../ui/use-remote-rows.ts';
import { CATEGORY_WORDS, STATUS_RANK } from '../ui/words.ts';
import { navigate } from '../url/location.ts';
import { useView } from '../url/use-view.ts';
import { isNarrowed, toFilter } from '../url/view-state.ts';
import { ClaimHostsDialog } from './claim-hosts-dialog.tsx';

const LIMIT = 5000;
const NONE: readonly HostSummary[] = [];

const COLUMNS: readonly Column<HostSummary>[] = [
  {
    key: 'status',
    header: 'Attention',
    width: '138px',
    value: (host) => (host.conflict ? -1 : STATUS_RANK[host.status]),
    cell: (host) => <StatusBadge status={host.status} />,
  },
  {
    key: 'name',
    header: 'Name',
    width: '18%',
    value: (host) => host.name ?? host.address,
    cell: (host) => host.name ?? <span className="muted">no name</span>,
  },
  {
    key: 'address',
    header: 'Address',
    width: '14%',
    value: (host) => host.address,
    cell: (host) => <code>{host.address}</code>,
  },
  {
    key: 'zone',
    header: 'Zone',
    width: '20%',
    value: (host) => host.zoneName ?? '',
    cell: (host) => host.zoneName ?? <span className="muted">no zone</span>,
  },
  {
    key: 'category',
    header: 'Category',
    // The longest badge and the mark of a conflict, uncut: it is what the table is for.
    width: '192px',
    value: (host) => CATEGORY_WORDS[host.category],
    cell: (host) => (
      <>
        <CategoryBadge category={host.category} short />
        {host.conflict && <span title="conflicts with traffic"> ✕</span>}
      </>
    ),
  },
  {
    key: 'services',
    header: 'Services',
    width: '90px',
    numeric: true,
    value: (host) => host.services,
    cell: (host) => formatCount(host.services),
  },
  {
    key: 'peers',
    header: 'Peers',
    width: '80px',
    numeric: true,
    value: (host) => host.peers,
    cell: (host) => formatCount(host.peers),
  },
  {
    key: 'lastSeen',
    header: 'Last seen (UTC)',
    width: '160px',
    value: (host) => Date.parse(host.lastSeen),
    cell: (host) => <span title={`first seen ${formatInstant(host.firstSeen)}`}>{formatInstant(host.lastSeen)}</span>,
  },
];

/** All hosts that the filter lets through, what needs attention first. */
export function HostsPage() {
  const [view, change] = useView();
  const filter = toFilter(view);
  const hosts = useEndpoint('hosts', { query: { ...filter, limit: LIMIT, offset: 0 } }, { keep: true });
  const remote = useRemoteRows({
    key: ['hosts', filter],
    first: hosts.data?.hosts ?? NONE,
    total: hosts.data?.total ?? 0,
    load: async (page, signal) => (await call('hosts', { query: { ...filter, ...page } }, signal)).hosts,
  });
  const [claiming, setClaiming] = useState(false);
  const selected = view.selection?.kind === 'host' ? view.selection.id : null;
  return (
    <div className="table-page">
      <div className="row">
        <h1>Hosts</h1>
        {hosts.data && <HostCount sortable={remote === null} total={hosts.data.total} />}
        {hosts.data && hosts.data.total > 0 && (
          <>
            <CsvLink of="hosts" />
            <Button variant="default" size="compact-sm" onClick={() => setClaiming(true)}>
              Tag all {formatCount(hosts.data.total)}
            </Button>
          </>
        )}
      </div>
      {claiming && <ClaimHostsDialog onClose={() => setClaiming(false)} />}
      {hosts.isError && (
        <ErrorNotice
          what="The hosts could not be loaded"
          problem={hosts.error}
          still={hosts.data && 'The table shows what was loaded before.'}
          onRetry={() => void hosts.refetch()}
        />
      )}
      {hosts.isPending && <SkeletonRows rows={14} />}
      {hosts.data?.hosts.length === 0 && <NoHosts narrowed={isNarrowed(view)} />}
      {hosts.data && hosts.data.hosts.length > 0 && (
        <DataTable
          label="Hosts"
          columns={COLUMNS}
          rows={hosts.data.hosts}
          remote={remote}
          rowKey={(host) => String(host.id)}
          initialSort={{ key: 'status', descending: false }}
          selected={selected}
          onSelect={(host) => change({ selection: { kind: 'host', id: String(host.id) } })}
        />
      )}
    </div>
  );
}

function HostCount({ sortable, total }: { sortable: boolean; total: number }) {
  return (
    <span className="muted" role="status">
      {formatPlural(total, 'host')}
      {!sortable && `, what needs attention first; narrowed to ${formatCount(LIMIT)} they can be sorted by column`}
    </span>
  );
}

function NoHosts({ narrowed }: { narrowed: boolean }) {
  return narrowed ? (
    <EmptyState title="No host passes these filters">Clear one of them above, or widen the period.</EmptyState>
  ) : (
    <EmptyState title="No host was seen yet" action={<Button onClick={() => navigate('/map')}>Get first data</Button>}>
      Hosts come from traffic: import a capture, point an exporter here, or load the sample network.
    </EmptyState>
  );
}
