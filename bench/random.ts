/** Whole numbers that are the same in every run. */
export interface Random {
  /** From 0 up to `limit`, exclusive. */
  below(limit: number): number;
}

/** xorshift32 from a seed other than 0. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    below(limit) {
      state ^= state << 13;
      state >>>= 0;
      state ^= state >>> 17;
      state ^= state << 5;
      state >>>= 0;
      return Math.floor((state / 2 ** 32) * limit);
    },
  };
}
