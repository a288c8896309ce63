/** Texts in order, and the place of each by the number that it had. */
export interface RankedTexts {
  readonly texts: readonly string[];
  readonly rankOf: Int32Array;
}
