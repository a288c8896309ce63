/** Reads 16 bits in the byte order of a file. The caller has checked that they are there. */
export function read16(bytes: Uint8Array, at: number, little: boolean): number {
  const first = bytes[at] as number;
  const second = bytes[at + 1] as number;
  return little ? first | (second << 8) : (first << 8) | second;
}

/** Reads 32 bits in the byte order of a file. The caller has checked that they are there. */
export function read32(bytes: Uint8Array, at: number, little: boolean): number {
  const first = read16(bytes, at, little);
  const second = read16(bytes, at + 2, little);
  return little ? second * 0x1_0000 + first : first * 0x1_0000 + second;
}
