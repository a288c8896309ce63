import { COMMON_PORT, FIRST, INTS, KIND, PORT, SECOND, SECOND_PORT } from './relationship-columns.ts';

/** Integers that a double holds exactly. */
const EXACT = 2 ** 53;

/**
 * The rows of relationships in the order of a window: by client or first end, server or second end, protocol and port, decided ones
 * first, then by the ports of the ends. Addresses are numbered by their order, below `addresses`.
 */
export function orderOf(ints: Int32Array, rows: number, addresses: number): Uint32Array {
  const ends = (row: number) =>
    (ints[row * INTS + FIRST] as number) * addresses + (ints[row * INTS + SECOND] as number);
  const order = new Uint32Array(rows);
  if (addresses * addresses * rows >= EXACT) {
    for (let row = 0; row < rows; row++) order[row] = row;
    return order.sort((a, b) => ends(a) - ends(b) || compareServices(ints, a, b));
  }
  // The row is part of the key: numbers are sorted many times faster than anything that is compared by a function.
  const keys = new Float64Array(rows);
  for (let row = 0; row < rows; row++) keys[row] = ends(row) * rows + row;
  keys.sort();
  for (let i = 0; i < rows; i++) order[i] = (keys[i] as number) % rows;
  sortTies(ints, keys, order);
  return order;
}

/** Sorts what has both ends in common: mostly few. */
function sortTies(ints: Int32Array, keys: Float64Array, order: Uint32Array): void {
  const rows = order.length;
  let begin = 0;
  for (let i = 1; i <= rows; i++) {
    const isSame = i < rows && Math.floor((keys[i] as number) / rows) === Math.floor((keys[begin] as number) / rows);
    if (isSame) continue;
    if (i - begin > 1) order.subarray(begin, i).sort((a, b) => compareServices(ints, a, b));
    begin = i;
  }
}

function compareServices(ints: Int32Array, a: number, b: number): number {
  return serviceOf(ints, a) - serviceOf(ints, b) || portsOf(ints, a) - portsOf(ints, b);
}

function serviceOf(ints: Int32Array, row: number): number {
  const kind = ints[row * INTS + KIND] as number;
  const isDecided = kind >= 0;
  const port = ints[row * INTS + (isDecided ? PORT : COMMON_PORT)] as number;
  return ((isDecided ? kind : ~kind) * 65_537 + port + 1) * 2 + (isDecided ? 0 : 1);
}

function portsOf(ints: Int32Array, row: number): number {
  if ((ints[row * INTS + KIND] as number) >= 0) return 0;
  return ((ints[row * INTS + PORT] as number) + 1) * 65_537 + (ints[row * INTS + SECOND_PORT] as number);
}
