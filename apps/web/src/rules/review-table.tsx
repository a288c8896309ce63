import type { ReviewedRule } from '@scopemap/contract';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatInstant } from '../ui/format.ts';
import { concernsOf, useOf } from './rule-words.ts';

const UNKNOWN_USE = 'Not known: it only meets replies, decides nothing itself, or its list is not bound to a direction';

const COLUMNS: readonly Column<ReviewedRule>[] = [
  {
    key: 'line',
    header: 'Line',
    width: '70px',
    numeric: true,
    value: ({ position }) => position,
    cell: ({ line }) => line,
  },
  { key: 'list', header: 'List', width: '10%', value: ({ list }) => list, cell: ({ list }) => list },
  {
    key: 'text',
    header: 'Rule',
    width: 'auto',
    value: ({ text }) => text,
    cell: ({ text, label }) => <code title={label === null ? text : `${label}: ${text}`}>{text.trim()}</code>,
  },
  {
    key: 'use',
    header: 'Relationships',
    width: '135px',
    numeric: true,
    value: ({ matched, possible }) => matched + possible / 1e9,
    cell: (rule) =>
      useOf(rule) ?? (
        <span className="muted" title={UNKNOWN_USE}>
          not known
        </span>
      ),
  },
  {
    key: 'last',
    header: 'Last match (UTC)',
    width: '160px',
    value: ({ lastMatch }) => (lastMatch === null ? 0 : Date.parse(lastMatch)),
    cell: ({ lastMatch }) => (lastMatch === null ? <span className="muted">–</span> : formatInstant(lastMatch)),
  },
  {
    key: 'concerns',
    header: 'Worth a look',
    width: '22%',
    value: (rule) => -concernsOf(rule).length,
    cell: (rule) => {
      const concerns = concernsOf(rule);
      return concerns.length === 0 ? (
        <span className="muted">–</span>
      ) : (
        <span title={concerns.join('\n')}>
          <span aria-hidden="true">! </span>
          {concerns.join(' · ')}
        </span>
      );
    },
  },
];

interface ReviewTableProps {
  rules: readonly ReviewedRule[];
  /** Shows what a rule decided. */
  onSelect: (rule: ReviewedRule) => void;
}

/** Every rule in the order of the file, with its use and what is wrong with it. */
export function ReviewTable({ rules, onSelect }: ReviewTableProps) {
  return (
    <DataTable
      label="Rules"
      columns={COLUMNS}
      rows={rules}
      rowKey={({ position }) => String(position)}
      initialSort={{ key: 'line', descending: false }}
      selected={null}
      onSelect={onSelect}
    />
  );
}
