import { Button } from '@mantine/core';
import type { RelationshipRow } from '@scopemap/contract';
import { call } from '../api/client.ts';
import { useEndpoint } from '../api/use-endpoint.ts';
import { CsvLink } from '../shell/csv-link.tsx';
import { StatusBadge } from '../ui/badges.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatInstant, formatOctets, formatPlural, formatShort } from '../ui/format.ts';
import { useRemoteRows } from '../ui/use-remote-rows.ts';
import { CONFIDENCE_WORDS, METHOD_WORDS, STATUS_RANK } from '../ui/words.ts';
import { navigate } from '../url/location.ts';
import { useView } from '../url/use-view.ts';
import { isNarrowed, toFilter } from '../url/view-state.ts';
import { SideCell } from './side-cell.tsx';

const LIMIT = 5000;
const NONE: readonly RelationshipRow[] = [];
const CONFIDENCE_RANK = { certain: 0, high: 1, medium: 2, low: 3, none: 4 } as const;

const COLUMNS: readonly Column<RelationshipRow>[] = [
  {
    key: 'status',
    header: 'Status',
    width: '126px',
    value: (row) => STATUS_RANK[row.status],
    cell: (row) => (
      <span title={row.statusText}>
        <StatusBadge status={row.status} />
      </span>
    ),
  },
  {
    key: 'client',
    header: 'Client',
    width: '20%',
    value: (row) => row.client.name ?? row.client.address,
    cell: (row) => <SideCell side={row.client} />,
  },
  {
    key: 'directed',
    header: 'Direction',
    width: '98px',
    value: (row) => CONFIDENCE_RANK[row.confidence],
    cell: (row) => (
      <span title={`${METHOD_WORDS[row.method]} · ${CONFIDENCE_WORDS[row.confidence]}`}>
        {row.directed ? `→ ${row.confidence}` : row.method === 'peer' ? '↔ peers' : '↔ unknown'}
      </span>
    ),
  },
  {
    key: 'server',
    header: 'Server',
    width: '20%',
    value: (row) => row.server.name ?? row.server.address,
    cell: (row) => <SideCell side={row.server} />,
  },
  {
    key: 'service',
    header: 'Service',
    width: '140px',
    value: (row) => row.service,
    cell: (row) => <code>{row.service}</code>,
  },
  {
    key: 'flows',
    header: 'Flows',
    width: '84px',
    numeric: true,
    value: (row) => row.flows,
    cell: (row) => <span title={formatCount(row.flows)}>{formatShort(row.flows)}</span>,
  },
  {
    key: 'octets',
    header: 'Volume',
    width: '90px',
    numeric: true,
    value: (row) => row.octets,
    cell: (row) => <span title={`${formatCount(row.octets)} octets`}>{formatOctets(row.octets)}</span>,
  },
  {
    key: 'lastSeen',
    header: 'Last seen (UTC)',
    width: '160px',
    value: (row) => Date.parse(row.lastSeen),
    cell: (row) => <span title={`first seen ${formatInstant(row.firstSeen)}`}>{formatInstant(row.lastSeen)}</span>,
  },
];

/** All relationships that the filter lets through, violations first. */
export function RelationshipsPage() {
  const [view, change] = useView();
  const filter = toFilter(view);
  const query = { ...filter, limit: LIMIT, offset: 0 };
  const answer = useEndpoint('relationships', { query }, { keep: true });
  const rows = answer.data?.relationships ?? NONE;
  const remote = useRemoteRows({
    key: ['relationships', filter],
    first: rows,
    total: answer.data?.total ?? 0,
    load: async (page, signal) =>
      (await call('relationships', { query: { ...filter, ...page } }, signal)).relationships,
  });
  return (
    <div className="table-page">
      <div className="row">
        <h1>Relationships</h1>
        {answer.data && (
          <span className="muted" role="status">
            {formatPlural(answer.data.total, 'relationship')}
            {remote && `, what needs attention first; narrowed to ${formatCount(LIMIT)} they can be sorted by column`}
          </span>
        )}
        {rows.length > 0 && <CsvLink of="relationships" />}
      </div>
      {answer.isError && (
        <ErrorNotice
          what="The relationships could not be loaded"
          problem={answer.error}
          still={answer.data && 'The table shows what was loaded before.'}
          onRetry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && <SkeletonRows rows={14} />}
      {answer.data && rows.length === 0 && <NoRelationships narrowed={isNarrowed(view)} />}
      {rows.length > 0 && (
        <DataTable
          label="Relationships"
          columns={COLUMNS}
          rows={rows}
          remote={remote}
          rowKey={(row) => row.id}
          initialSort={{ key: 'status', descending: false }}
          selected={null}
          onSelect={(row) =>
            change({ selection: { kind: 'host', id: String((row.directed ? row.server : row.client).hostId) } })
          }
        />
      )}
    </div>
  );
}

function NoRelationships({ narrowed }: { narrowed: boolean }) {
  return narrowed ? (
    <EmptyState title="No relationship passes these filters">
      Nothing was observed that fits. That is no proof that nothing happened: see Exporters for what could be seen.
    </EmptyState>
  ) : (
    <EmptyState
      title="No traffic was seen yet"
      action={<Button onClick={() => navigate('/map')}>Get first data</Button>}
    >
      Relationships come from traffic: import a capture, point an exporter here, or load the sample network.
    </EmptyState>
  );
}
