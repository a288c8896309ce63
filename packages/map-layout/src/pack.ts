/** A place on a line of pixels: wanted at `ideal`, allowed from `low` to `high`. */
export interface Wish {
  readonly ideal: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Positions in the given order, each at least `gaps[i]` after the one before, as near to the wishes as possible
 * (isotonic regression by pooling, Ayer et al. 1955). Undefined when they do not fit.
 */
export function pack(wishes: readonly Wish[], gaps: readonly number[]): readonly number[] | undefined {
  const offsets: number[] = [];
  let offset = 0;
  for (const index of wishes.keys()) {
    if (index > 0) offset += gaps[index - 1] ?? 0;
    offsets.push(offset);
  }
  const lows: number[] = [];
  for (const [index, wish] of wishes.entries()) {
    lows.push(Math.max(wish.low - (offsets[index] as number), lows[index - 1] ?? Number.NEGATIVE_INFINITY));
  }
  const highs: number[] = [];
  for (let index = wishes.length - 1; index >= 0; index -= 1) {
    const own = (wishes[index] as Wish).high - (offsets[index] as number);
    highs[index] = Math.min(own, highs[index + 1] ?? Number.POSITIVE_INFINITY);
  }
  const pooled = poolAdjacent(wishes.map((wish, index) => wish.ideal - (offsets[index] as number)));
  const tolerance = 1e-9;
  if (lows.some((low, index) => low > (highs[index] as number) + tolerance)) return undefined;
  return pooled.map((value, index) => {
    const kept = Math.min(Math.max(value, lows[index] as number), highs[index] as number);
    return kept + (offsets[index] as number);
  });
}

function poolAdjacent(values: readonly number[]): readonly number[] {
  const pools: { sum: number; count: number }[] = [];
  for (const value of values) {
    let pool = { sum: value, count: 1 };
    for (
      let last = pools.at(-1);
      last !== undefined && last.sum / last.count > pool.sum / pool.count;
      last = pools.at(-1)
    ) {
      pools.pop();
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count));
}
