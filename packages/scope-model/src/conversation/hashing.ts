/** Mixes one 32-bit word into a running hash: the first of two independent lanes. */
export function mixA(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x85eb_ca6b);
  return product ^ (product >>> 15);
}

/** The second lane: other constants, so that what collides in one does not in the other. */
export function mixB(hash: number, word: number): number {
  const product = Math.imul((hash + 0x7f4a_7c15) ^ word, 0xc2b2_ae35);
  return product ^ (product >>> 13);
}

/** Spreads every bit over all bits (the finalizer of MurmurHash3); one to one on 32-bit integers. */
export function spread(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85eb_ca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2_ae35);
  return h ^ (h >>> 16);
}
