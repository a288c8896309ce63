import { NativeSelect, TextInput } from '@mantine/core';
import type { BoundaryCoverage } from '@scopemap/contract';
import { useMemo, useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatPlural } from '../ui/format.ts';
import { BoundaryDetail } from './boundary-detail.tsx';
import { coverageVerdict, GRADE_BADGE, GRADE_MARK, GRADE_WORDS, GRADES, worstFirst } from './coverage-words.ts';
import { ExporterDays } from './exporter-days.tsx';
import './coverage.css';

const COLUMNS: readonly Column<BoundaryCoverage>[] = [
  {
    key: 'grade',
    header: 'Watched',
    width: '130px',
    value: ({ grade }) => GRADES.indexOf(grade),
    cell: ({ grade }) => (
      <span className={`badge ${GRADE_BADGE[grade]}`}>
        <span aria-hidden="true">{GRADE_MARK[grade]}</span>
        {GRADE_WORDS[grade]}
      </span>
    ),
  },
  {
    key: 'one',
    header: 'Between',
    width: '18%',
    value: ({ between }) => between[0].name,
    cell: ({ between }) => between[0].name,
  },
  {
    key: 'other',
    header: 'and',
    width: '18%',
    value: ({ between }) => between[1].name,
    cell: ({ between }) => between[1].name,
  },
  {
    key: 'shortfalls',
    header: 'What is missing',
    width: 'auto',
    value: ({ shortfalls }) => shortfalls.length,
    cell: ({ shortfalls }) => (
      <span title={shortfalls.map(({ text }) => text).join('\n')}>
        {shortfalls.length === 0 ? (
          <span className="muted">nothing</span>
        ) : (
          shortfalls.map(({ text }) => text).join('; ')
        )}
      </span>
    ),
  },
];

const keyOf = ({ between: [one, other] }: BoundaryCoverage) => `${one.kind}:${one.id}|${other.kind}:${other.id}`;

/** How far the evidence reaches: of which boundaries silence can be believed, and what is missing at the others. */
export function CoveragePage() {
  const answer = useEndpoint('scopeCoverage', {}, { keep: true });
  const [grade, setGrade] = useState('');
  const [text, setText] = useState('');
  const [selected, setSelected] = useState<string | null>(null);
  const all = useMemo(() => worstFirst(answer.data?.boundaries ?? []), [answer.data]);
  const wanted = text.trim().toLowerCase();
  const rows = all.filter(
    (row) =>
      (grade === '' || row.grade === grade) && row.between.some(({ name }) => name.toLowerCase().includes(wanted)),
  );
  const shown = all.find((row) => keyOf(row) === selected);
  return (
    <div className="table-page">
      <div className="row">
        <h1>Coverage</h1>
        {answer.data && (
          <span className="muted" role="status">
            {rows.length < all.length && `${rows.length} of `}
            {formatPlural(all.length, 'boundary', 'boundaries')}
          </span>
        )}
        <div className="row coverage-filter">
          <NativeSelect
            aria-label="How it is watched"
            data={[
              { value: '', label: 'Any grade' },
              ...GRADES.map((each) => ({ value: each, label: `${GRADE_MARK[each]} ${GRADE_WORDS[each]}` })),
            ]}
            value={grade}
            onChange={(event) => setGrade(event.currentTarget.value)}
            w={160}
          />
          <TextInput
            aria-label="Search a place"
            placeholder="Zone or segment"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            w={200}
          />
        </div>
      </div>
      {answer.data && <p>{coverageVerdict(all)}</p>}
      {answer.isError && (
        <ErrorNotice
          what="The coverage could not be loaded"
          problem={answer.error}
          still={answer.data && 'The table shows what was loaded before.'}
          onRetry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && <SkeletonRows rows={12} />}
      {answer.data && rows.length === 0 && (
        <EmptyState title={all.length === 0 ? 'No boundary yet' : 'No boundary fits'}>
          {all.length === 0
            ? 'Boundaries lie between zones: name the ranges of the CDE and of its neighbours under Zones.'
            : 'Choose any grade, or clear the search.'}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Boundaries"
          columns={COLUMNS}
          rows={rows}
          rowKey={keyOf}
          initialSort={{ key: 'grade', descending: false }}
          selected={selected}
          onSelect={(row) => setSelected(keyOf(row))}
        />
      )}
      <ExporterDays />
      {shown && <BoundaryDetail boundary={shown} onClose={() => setSelected(null)} />}
    </div>
  );
}
