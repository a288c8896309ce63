import type { GraphZone, MatrixCell } from '@scopemap/contract';
import { quoteText } from '@scopemap/query-language';
import { formatPlural } from '../ui/format.ts';
import { type CellState, cellState } from './matrix-grid.ts';

/** A cell's sign; what it says stands in the key beside the grid. */
export const CELL_MARK: Readonly<Record<CellState, string>> = {
  violation: '✕',
  unreviewed: '?',
  approved: '✓',
  ordinary: '·',
  unused: '○',
  nothing: '',
};

export const CELL_WORDS: Readonly<Record<CellState, string>> = {
  violation: 'a violation among what was seen',
  unreviewed: 'something seen that nobody has reviewed',
  approved: 'all that was seen and matters is approved',
  ordinary: 'seen, outside scope on both sides',
  unused: 'approved, and nothing of it seen in this view',
  nothing: 'nothing seen in this view',
};

/** `Office to Card vault: 1 violation, 2 unreviewed relationships; 2 services`. */
export function cellLabel(source: string, target: string, cell: MatrixCell | undefined): string {
  const state = cellState(cell);
  if (!cell || state === 'nothing') return `${source} to ${target}: nothing seen`;
  if (state === 'unused') {
    return `${source} to ${target}: ${formatPlural(cell.approvals, 'approval')}, nothing seen`;
  }
  const parts = [
    cell.violation > 0 && formatPlural(cell.violation, 'violation'),
    cell.unreviewed > 0 && `${cell.unreviewed} unreviewed`,
    cell.approved > 0 && `${cell.approved} approved`,
    cell.ordinary > 0 && `${cell.ordinary} outside scope`,
    formatPlural(cell.services, 'service'),
    cell.undirected > 0 && `${cell.undirected} of unknown direction`,
  ];
  return `${source} to ${target}: ${parts.filter(Boolean).join(', ')}`;
}

/**
 * A query that leaves exactly a cell's relationships, beside the query that the view has already; null where the language
 * cannot say it: groups of hosts without a zone, and relationships of unknown direction within one zone.
 */
export function cellQuery(cell: MatrixCell, source: GraphZone, target: GraphZone, query: string): string | null {
  if (source.zoneId === null || target.zoneId === null) return null;
  if (cell.undirected > 0 && source.id === target.id) return null;
  // The cell of the other direction may hold relationships without direction, which both sides of a query find.
  const directed = cell.undirected > 0 ? '' : ' directed:yes';
  const before = query.trim() && `(${query.trim()}) `;
  return `${before}src.zone:${quoteText(source.name)} dst.zone:${quoteText(target.name)}${directed}`;
}
