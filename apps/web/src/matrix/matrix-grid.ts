import type { GraphZone, Matrix, MatrixCell } from '@scopemap/contract';
import { CATEGORY_DRAWING, LANES, type Lane } from '@scopemap/map-layout';

export interface GridZone {
  readonly zone: GraphZone;
  readonly lane: Lane;
  /** The line before this row and column; the first has none. */
  readonly edge: 'cde' | 'scope' | 'lane' | null;
}

/** A line of the CDE or of scope runs between two lanes; others only part external from the rest. */
function edgeBetween(before: Lane | undefined, lane: Lane): GridZone['edge'] {
  if (before === undefined || before === lane) return null;
  if (before === 'cde') return 'cde';
  const outside = (each: Lane) => each === 'out-of-scope' || each === 'external';
  return outside(lane) && !outside(before) ? 'scope' : 'lane';
}

/** Zones outward from the CDE as on the map, by name within a lane; `quiet` ones, without any traffic, only if asked for. */
export function orderZones({ zones, cells }: Matrix, quiet: boolean): GridZone[] {
  const busy = new Set(
    cells.filter((cell) => cell.relationships > 0).flatMap(({ source, target }) => [source, target]),
  );
  const laneOf = (zone: GraphZone) => CATEGORY_DRAWING[zone.category].lane;
  const ordered = zones
    .filter(({ id }) => quiet || busy.has(id))
    .sort((a, b) => LANES.indexOf(laneOf(a)) - LANES.indexOf(laneOf(b)) || a.name.localeCompare(b.name, 'en'));
  return ordered.map((zone, index) => {
    const before = ordered[index - 1];
    return { zone, lane: laneOf(zone), edge: edgeBetween(before && laneOf(before), laneOf(zone)) };
  });
}

/** Cells by source and target. */
export function cellsByPair(cells: readonly MatrixCell[]): ReadonlyMap<string, MatrixCell> {
  return new Map(cells.map((cell) => [pairId(cell.source, cell.target), cell]));
}

export function pairId(source: string, target: string): string {
  return `${source}>${target}`;
}

/** Zone ids of a {@link pairId}; null when it is none. */
export function readPair(id: string): readonly [source: string, target: string] | null {
  const [source, target, more] = id.split('>');
  return source && target && more === undefined ? [source, target] : null;
}

/** The worst that a cell holds; `unused`: approved, and nothing was seen. */
export type CellState = 'violation' | 'unreviewed' | 'approved' | 'ordinary' | 'unused' | 'nothing';

export function cellState(cell: MatrixCell | undefined): CellState {
  if (!cell) return 'nothing';
  if (cell.relationships === 0) return cell.approvals > 0 ? 'unused' : 'nothing';
  if (cell.violation > 0) return 'violation';
  if (cell.unreviewed > 0) return 'unreviewed';
  return cell.approved > 0 ? 'approved' : 'ordinary';
}

/** Where the arrow keys, Home and End lead in a grid of `rows` by `columns`; undefined: another key. */
export function moveInGrid(
  key: string,
  [row, column]: readonly [number, number],
  [rows, columns]: readonly [number, number],
  ctrl: boolean,
): readonly [number, number] | undefined {
  const within = (value: number, count: number) => Math.min(Math.max(value, 0), count - 1);
  switch (key) {
    case 'ArrowUp':
      return [within(row - 1, rows), column];
    case 'ArrowDown':
      return [within(row + 1, rows), column];
    case 'ArrowLeft':
      return [row, within(column - 1, columns)];
    case 'ArrowRight':
      return [row, within(column + 1, columns)];
    case 'Home':
      return [ctrl ? 0 : row, 0];
    case 'End':
      return [ctrl ? rows - 1 : row, columns - 1];
    default:
      return undefined;
  }
}
