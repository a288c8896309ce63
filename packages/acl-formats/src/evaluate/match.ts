/** Three-valued answer to 'does this match': two of them are joined by `Math.min`, alternatives by `Math.max`. */
export const NO = 0;
export const MAYBE = 1;
export const YES = 2;

export type Match = typeof NO | typeof MAYBE | typeof YES;

/** How the range `from`-`to` lies to sorted ranges that do not touch: inside one of them, outside of all, or partly. */
export function matchRanges(ranges: readonly (readonly [number, number])[], from: number, to: number): Match {
  for (const [low, high] of ranges) {
    if (from >= low && to <= high) return YES;
    if (from <= high && to >= low) return MAYBE;
  }
  return NO;
}
