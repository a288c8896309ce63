/** Values as X.690 encodes them by its distinguished rules: tag, length, content. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  if (content.length < 128) return Buffer.concat([Uint8Array.of(tag, content.length), content]);
  const length = Buffer.from(content.length.toString(16).padStart(content.length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Uint8Array.of(tag, 0x80 | length.length), length, content]);
}

export const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]) => der(0x31, ...parts);
export const octetString = (content: Uint8Array) => der(0x04, content);
export const utf8String = (text: string) => der(0x0c, Buffer.from(text, 'utf8'));
export const isTrue = () => der(0x01, Uint8Array.of(0xff));
/** `unused`: bits at the end that do not count. */
export const bitString = (content: Uint8Array, unused = 0) => der(0x03, Uint8Array.of(unused), content);

/** A number without sign. */
export function integer(bytes: Uint8Array): Uint8Array {
  return der(0x02, (bytes[0] as number) > 127 ? Buffer.concat([Uint8Array.of(0), bytes]) : bytes);
}

/** UTCTime up to 2049, as RFC 5280 4.1.2.5 wants it. */
export function utcTime(time: Date): Uint8Array {
  return der(0x17, Buffer.from(`${time.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`, 'ascii'));
}

/** `1.2.840…` */
export function objectIdentifier(text: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((number) => {
    const septets = [number & 127];
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
      septets.unshift((left & 127) | 128);
    return septets;
  });
  return der(0x06, Uint8Array.from(bytes));
}
