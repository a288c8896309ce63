import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type Sorting, sortRows, toggleSorting } from './sort-rows.ts';
import type { RemoteRows } from './use-remote-rows.ts';
import './data-table.css';

const ROW_HEIGHT = 34;
const SETTLED_MS = 120;

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  /** CSS width of the column. */
  readonly width: string;
  readonly numeric?: boolean;
  /** What the column is sorted by. */
  readonly value: (row: Row) => string | number;
  readonly cell: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  /** What the table lists, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** Of a table that is longer than `rows`: they stand in the server's order, and cannot be sorted by column. */
  remote?: RemoteRows<Row> | null;
  rowKey: (row: Row) => string;
  initialSort: Sorting;
  selected: string | null;
  onSelect: (row: Row) => void;
}

/** A table of any length: real table elements, of which only the rows in sight exist. Arrow keys move, Enter selects. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, remote = null, rowKey, initialSort, selected, onSelect } = props;
  const [sorting, setSorting] = useState(initialSort);
  const [active, setActive] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const sorted = useMemo(() => {
    const column = columns.find((each) => each.key === sorting.key);
    return column ? sortRows(rows, column.value, sorting.descending) : rows;
  }, [rows, columns, sorting]);
  const count = remote?.total ?? sorted.length;
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);

  const [from, to] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => {
    if (!remote) return;
    // Pages that fly by are not asked for.
    const settled = setTimeout(() => remote.onRange(from, to), SETTLED_MS);
    return () => clearTimeout(settled);
  }, [remote, from, to]);

  const move = (event: KeyboardEvent) => {
    const to = nextRow(event.key, active, count);
    if (to === undefined) return;
    event.preventDefault();
    setActive(to);
    virtual.scrollToIndex(to);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`tr[data-index="${to}"]`)?.focus());
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows inside take the focus; this only moves it
    <div className="data-table" ref={scroller} onKeyDown={move}>
      <table aria-label={label} aria-rowcount={count + 1}>
        <colgroup>
          {columns.map((column) => (
            <col key={column.key} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} sorting={remote ? null : sorting} onSort={setSorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Spacer height={before} columns={columns.length} />}
          {items.map(({ index }) => {
            const row = remote ? remote.at(index) : sorted[index];
            if (row === undefined)
              return <PendingRow key={`pending-${index}`} index={index} columns={columns.length} />;
            const key = rowKey(row);
            return (
              <tr
                key={key}
                data-index={index}
                aria-rowindex={index + 2}
                aria-current={key === selected || undefined}
                tabIndex={index === Math.min(active, count - 1) ? 0 : -1}
                onClick={() => {
                  setActive(index);
                  onSelect(row);
                }}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') onSelect(row);
                }}
              >
                {columns.map((column) => (
                  <td key={column.key} className={column.numeric ? 'numeric' : undefined}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 && <Spacer height={after} columns={columns.length} />}
        </tbody>
      </table>
    </div>
  );
}

interface HeaderCellProps<Row> {
  column: Column<Row>;
  /** Null: it cannot be sorted. */
  sorting: Sorting | null;
  onSort: (sorting: Sorting) => void;
}

function HeaderCell<Row>({ column, sorting, onSort }: HeaderCellProps<Row>) {
  if (!sorting) {
    return (
      <th scope="col" className={column.numeric ? 'numeric unsorted' : 'unsorted'}>
        {column.header}
      </th>
    );
  }
  const sorted = sorting.key === column.key;
  const direction = sorting.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" className={column.numeric ? 'numeric' : undefined} aria-sort={sorted ? direction : undefined}>
      <button type="button" onClick={() => onSort(toggleSorting(sorting, column.key, column.numeric ?? false))}>
        {column.header}
        <span aria-hidden="true">{sorted ? (sorting.descending ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}

/** A row that is on its way, in its place. */
function PendingRow({ index, columns }: { index: number; columns: number }) {
  return (
    <tr data-index={index} aria-rowindex={index + 2} aria-busy="true">
      <td colSpan={columns}>
        <div className="skeleton" style={{ height: 16 }} />
      </td>
    </tr>
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  return (
    <tr className="spacer" style={{ height }}>
      <td colSpan={columns} className="spacer" />
    </tr>
  );
}

function nextRow(key: string, active: number, count: number): number | undefined {
  const targets: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + 20,
    PageUp: active - 20,
    Home: 0,
    End: count - 1,
  };
  const to = targets[key];
  return to === undefined || count === 0 ? undefined : Math.min(Math.max(to, 0), count - 1);
}
