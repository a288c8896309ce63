import { NativeSelect } from '@mantine/core';
import { type RelationshipVerdict, RULE_VERDICTS } from '@scopemap/contract';
import { useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatInstant, formatPlural } from '../ui/format.ts';
import { VERDICT_WORDS, type Verdict, verdictSource } from './rule-words.ts';
import { VerdictBadge } from './verdict-badge.tsx';

const LIMIT = 5000;

const rank = ({ verdict, state }: RelationshipVerdict) =>
  verdict === 'denied' && state === 'established'
    ? 0
    : ['undetermined', 'no-list', 'denied', 'allowed'].indexOf(verdict) + 1;

const COLUMNS: readonly Column<RelationshipVerdict>[] = [
  {
    key: 'verdict',
    header: 'Verdict',
    width: '190px',
    value: rank,
    cell: (row) => <VerdictBadge {...row} />,
  },
  {
    key: 'client',
    header: 'Client',
    width: '15%',
    value: ({ client }) => client,
    cell: ({ client, directed }) => (
      <>
        <code>{client}</code>
        {!directed && <span title="it is not known who called"> ↔</span>}
      </>
    ),
  },
  {
    key: 'server',
    header: 'Server',
    width: '15%',
    value: ({ server }) => server,
    cell: ({ server }) => <code>{server}</code>,
  },
  { key: 'service', header: 'Service', width: '13%', value: ({ service }) => service, cell: ({ service }) => service },
  {
    key: 'because',
    header: 'By',
    width: 'auto',
    value: verdictSource,
    cell: (row) => (
      <span title={[verdictSource(row), ...row.because].join('\n')}>
        {verdictSource(row)}
        {row.because.length > 0 && <span className="muted"> · {row.because.join('; ')}</span>}
      </span>
    ),
  },
  { key: 'state', header: 'Seen as', width: '100px', value: ({ state }) => state, cell: ({ state }) => state },
  {
    key: 'lastSeen',
    header: 'Last seen (UTC)',
    width: '160px',
    value: ({ lastSeen }) => Date.parse(lastSeen),
    cell: ({ lastSeen }) => formatInstant(lastSeen),
  },
];

/** What the rules say of every relationship that they concern; `position` narrows to one rule. */
export function VerdictTable({ ruleSetId, position }: { ruleSetId: number; position: number | null }) {
  const [verdict, setVerdict] = useState<Verdict | ''>('');
  const [selected, setSelected] = useState<string | null>(null);
  const query = { limit: LIMIT, offset: 0, ...(verdict && { verdict }), ...(position !== null && { position }) };
  const answer = useEndpoint('ruleSetVerdicts', { params: { id: ruleSetId }, query }, { keep: true });
  const rows = answer.data?.verdicts ?? [];
  return (
    <div className="rules-table">
      <div className="row">
        <NativeSelect
          aria-label="Verdict"
          data={[
            { value: '', label: 'Any verdict' },
            ...RULE_VERDICTS.map((each) => ({ value: each, label: VERDICT_WORDS[each] })),
          ]}
          value={verdict}
          onChange={(event) => setVerdict(event.currentTarget.value as Verdict | '')}
          w={170}
        />
        {answer.data && (
          <span className="muted" role="status">
            {rows.length < answer.data.total && `the first ${formatCount(rows.length)} of `}
            {formatPlural(answer.data.total, 'relationship')}
          </span>
        )}
      </div>
      {answer.isError && (
        <ErrorNotice
          what="The verdicts could not be loaded"
          problem={answer.error}
          still={answer.data && 'The table shows what was loaded before.'}
          onRetry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && <SkeletonRows rows={10} />}
      {answer.data && rows.length === 0 && (
        <EmptyState title="No relationship is judged here">
          {position === null && verdict === ''
            ? 'Bind a list of these rules to a direction between two zones: relationships that run there are then judged.'
            : 'Look at all verdicts by choosing “Any verdict” and all rules.'}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Verdicts"
          columns={COLUMNS}
          rows={rows}
          rowKey={({ relationshipId }) => relationshipId}
          initialSort={{ key: 'verdict', descending: false }}
          selected={selected}
          onSelect={({ relationshipId }) => setSelected(relationshipId)}
        />
      )}
    </div>
  );
}
