const REPLACEMENT = '\ufffd';
/** Bytes that a UTF-8 lead byte announces, and the smallest code point that may be written so. */
const LENGTHS: readonly (readonly [mask: number, lead: number, more: number, smallest: number])[] = [
  [0x80, 0x00, 0, 0],
  [0xe0, 0xc0, 1, 0x80],
  [0xf0, 0xe0, 2, 0x800],
  [0xf8, 0xf0, 3, 0x10000],
];

/** Text of UTF-8 bytes; a byte that is none becomes U+FFFD, a control character a blank. */
export function decodeText(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const [point, length] = readCodePoint(bytes, i);
    text += point === null ? REPLACEMENT : point < 0x20 || point === 0x7f ? ' ' : String.fromCodePoint(point);
    i += length;
  }
  return text.trim();
}

function readCodePoint(bytes: Uint8Array, at: number): [point: number | null, length: number] {
  const lead = bytes[at] as number;
  const form = LENGTHS.find(([mask, value]) => (lead & mask) === value);
  if (!form) return [null, 1];
  const [mask, , more, smallest] = form;
  let point = lead & ~mask & 0xff;
  for (let i = 1; i <= more; i++) {
    const byte = bytes[at + i];
    if (byte === undefined || (byte & 0xc0) !== 0x80) return [null, 1];
    point = point * 64 + (byte & 0x3f);
  }
  const valid = point >= smallest && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  return valid ? [point, more + 1] : [null, 1];
}
