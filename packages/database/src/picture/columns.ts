/** Typed arrays that grow together. */
type Column = Int32Array | Float64Array | Uint8Array;

/** Room for `wanted` elements, with what is there; a fourth more than wanted, so that growing stays rare. */
export function grown<Kind extends Column>(column: Kind, wanted: number): Kind {
  if (wanted <= column.length) return column;
  const larger = new (column.constructor as new (length: number) => Kind)(Math.ceil(wanted * 1.25));
  larger.set(column);
  return larger;
}

/** A well-mixed number of 32 bits from two. */
export function hash(one: number, other: number): number {
  let mixed = Math.imul(one, 0x9e37_79b1) ^ Math.imul(other, 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b_3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
