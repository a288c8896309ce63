/** Distances tried between horizontal lines that might run into each other, widest first. */
const DISTANCES = [4, 3, 2, 1, 0.5, 0.25, 0.1];
/** A line whose ends differ by less than this is drawn straight if nothing is in the way. */
const SNAP = 6;

/**
 * The y nearest to `wanted` from `low` to `high` that keeps clear of the `others`. `own` is the y of the same line's
 * other end: reaching it exactly makes the line straight.
 */
export function clearWithin(
  wanted: number,
  others: readonly number[],
  own: number | undefined,
  low: number,
  high: number,
): number {
  const near = others.filter((other) => other > low - 5 && other < high + 5);
  const isClear = (y: number, distance: number) =>
    y >= low && y <= high && near.every((other) => Math.abs(other - y) >= distance - 1e-9);
  for (const distance of DISTANCES) {
    if (own !== undefined && Math.abs(own - wanted) < SNAP && isClear(own, distance)) return own;
    if (isClear(wanted, distance)) return wanted;
    const candidates = near
      .flatMap((other) => [other - distance, other + distance])
      .filter((y) => isClear(y, distance))
      .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b);
    if (candidates[0] !== undefined) return candidates[0];
  }
  return middleOfWidestGap(near, low, high) ?? wanted;
}

function middleOfWidestGap(taken: readonly number[], low: number, high: number): number | undefined {
  const marks = [low, ...taken.filter((y) => y > low && y < high).sort((a, b) => a - b), high];
  let widest = 0;
  let middle: number | undefined;
  for (const [index, mark] of marks.entries()) {
    const width = (marks[index + 1] ?? mark) - mark;
    if (width > widest) {
      widest = width;
      middle = mark + width / 2;
    }
  }
  return Number.isFinite(middle) ? middle : undefined;
}
