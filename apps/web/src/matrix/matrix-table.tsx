import type { Matrix, MatrixCell } from '@scopemap/contract';
import { CATEGORY_DRAWING } from '@scopemap/map-layout';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { formatOctets, formatShort } from '../ui/format.ts';
import { GlyphIcon } from '../ui/glyph-icon.tsx';
import { useView } from '../url/use-view.ts';
import { cellState, cellsByPair, type GridZone, moveInGrid, pairId } from './matrix-grid.ts';
import { CELL_MARK, cellLabel } from './matrix-words.ts';

export type Measure = 'services' | 'relationships' | 'octets';

interface MatrixTableProps {
  zones: readonly GridZone[];
  matrix: Matrix;
  measure: Measure;
}

/** One stop of the tab key; arrows move between the cells, Enter opens one. */
export function MatrixTable({ zones, matrix, measure }: MatrixTableProps) {
  const [view, change] = useView();
  const [[row, column], setActive] = useState<readonly [number, number]>([0, 0]);
  const table = useRef<HTMLTableElement>(null);
  const cells = useMemo(() => cellsByPair(matrix.cells), [matrix.cells]);
  const active = [Math.min(row, zones.length - 1), Math.min(column, zones.length - 1)] as const;
  const selected = view.selection?.kind === 'pair' ? view.selection.id : null;

  const move = (event: KeyboardEvent) => {
    const to = moveInGrid(event.key, active, [zones.length, zones.length], event.ctrlKey);
    if (!to) return;
    event.preventDefault();
    table.current?.querySelector<HTMLElement>(`button[data-cell="${to[0]},${to[1]}"]`)?.focus();
  };

  return (
    <div className="matrix">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table that is moved through cell by cell is a grid */}
      <table ref={table} role="grid" aria-label="Traffic from zone to zone" onKeyDown={move}>
        <thead>
          <tr>
            <th scope="col" className="matrix-corner">
              <span>from ↓ to →</span>
            </th>
            {zones.map(({ zone, lane, edge }) => (
              <th key={zone.id} scope="col" data-lane={lane} data-edge-left={edge ?? undefined} title={zone.name}>
                <span className="matrix-column">
                  <GlyphIcon glyph={CATEGORY_DRAWING[zone.category].glyph} size={13} />
                  <span>{zone.name}</span>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {zones.map((source, at) => (
            <tr key={source.zone.id} data-edge-top={source.edge ?? undefined}>
              <th scope="row" data-lane={source.lane} title={source.zone.name}>
                <GlyphIcon glyph={CATEGORY_DRAWING[source.zone.category].glyph} size={13} /> {source.zone.name}
              </th>
              {zones.map((target, across) => {
                const id = pairId(source.zone.id, target.zone.id);
                const cell = cells.get(id);
                return (
                  <td
                    key={target.zone.id}
                    data-edge-left={target.edge ?? undefined}
                    data-same={at === across || undefined}
                  >
                    <button
                      type="button"
                      data-cell={`${at},${across}`}
                      data-state={cellState(cell)}
                      aria-current={id === selected || undefined}
                      tabIndex={at === active[0] && across === active[1] ? 0 : -1}
                      aria-label={cellLabel(source.zone.name, target.zone.name, cell)}
                      title={cellLabel(source.zone.name, target.zone.name, cell)}
                      onFocus={() => setActive([at, across])}
                      onClick={() => change({ selection: { kind: 'pair', id } })}
                    >
                      {cell && <CellContent cell={cell} measure={measure} />}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CellContent({ cell, measure }: { cell: MatrixCell; measure: Measure }) {
  const mark = CELL_MARK[cellState(cell)];
  if (cell.relationships === 0) return <span className="matrix-mark">{mark}</span>;
  const number = measure === 'octets' ? formatOctets(cell.octets) : formatShort(cell[measure]);
  return (
    <>
      <span className="matrix-number">
        <span className="matrix-mark">{mark}</span> {number}
      </span>
      <span className="matrix-bar" aria-hidden="true">
        {(['violation', 'unreviewed', 'approved', 'ordinary'] as const).map(
          (status) => cell[status] > 0 && <span key={status} data-status={status} style={{ flexGrow: cell[status] }} />,
        )}
      </span>
    </>
  );
}
