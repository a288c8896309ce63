import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { type Sorting, sortRows, toggleSorting } from './sort-rows.ts';
import './data-table.css';

const ROW_HEIGHT = 34;

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
  rowKey: (row: Row) => string;
  initialSort: Sorting;
  selected: string | null;
  onSelect: (row: Row) => void;
}

/** A table of any length: real table elements, of which only the rows in sight exist. Arrow keys move, Enter selects. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, initialSort, selected, onSelect } = props;
  const [sorting, setSorting] = useState(initialSort);
  const [active, setActive] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const sorted = useMemo(() => {
    const column = columns.find((each) => each.key === sorting.key);
    return column ? sortRows(rows, column.value, sorting.descending) : rows;
  }, [rows, columns, sorting]);
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);

  const move = (event: KeyboardEvent) => {
    const to = nextRow(event.key, active, sorted.length);
    if (to === undefined) return;
    event.preventDefault();
    setActive(to);
    virtual.scrollToIndex(to);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`tr[data-index="${to}"]`)?.focus());
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows inside take the focus; this only moves it
    <div className="data-table" ref={scroller} onKeyDown={move}>
      <table aria-label={label} aria-rowcount={sorted.length + 1}>
        <colgroup>
          {columns.map((column) => (
            <col key={column.key} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} sorting={sorting} onSort={setSorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Spacer height={before} columns={columns.length} />}
          {items.map(({ index }) => {
            const row = sorted[index] as Row;
            const key = rowKey(row);
            return (
              <tr
                key={key}
                data-index={index}
                aria-rowindex={index + 2}
                aria-current={key === selected || undefined}
                tabIndex={index === Math.min(active, sorted.length - 1) ? 0 : -1}
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
  sorting: Sorting;
  onSort: (sorting: Sorting) => void;
}

function HeaderCell<Row>({ column, sorting, onSort }: HeaderCellProps<Row>) {
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
