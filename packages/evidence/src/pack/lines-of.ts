const LINE_FEED = 0x0a;

/** A line is longer than the reader holds. */
export class LineTooLongError extends Error {
  override readonly name = 'LineTooLongError';
}

/**
 * The lines of UTF-8 text without their line feeds, whatever pieces it comes in. Holds one line at a time. Throws
 * {@link LineTooLongError} for one of more than `most` bytes, and TypeError for bytes that are no UTF-8.
 */
export async function* linesOf(source: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let parts: Uint8Array[] = [];
  let waiting = 0;
  const hold = (part: Uint8Array) => {
    waiting += part.length;
    if (waiting > most) throw new LineTooLongError(`a line is longer than ${most} bytes`);
    parts.push(part);
  };
  const take = () => {
    const line = decoder.decode(parts.length === 1 ? parts[0] : Buffer.concat(parts));
    parts = [];
    waiting = 0;
    return line;
  };
  for await (const piece of source) {
    let begin = 0;
    for (let end = piece.indexOf(LINE_FEED); end >= 0; end = piece.indexOf(LINE_FEED, begin)) {
      hold(piece.subarray(begin, end));
      begin = end + 1;
      yield take();
    }
    if (begin < piece.length) hold(piece.slice(begin));
  }
  if (waiting > 0) yield take();
}
