const PIECE = 32 * 1024;

/** Fewer and larger pieces: a stream costs by the piece. */
export function* inPieces(texts: Iterable<string>): Generator<Buffer> {
  let waiting = '';
  for (const text of texts) {
    waiting += text;
    if (waiting.length < PIECE) continue;
    yield Buffer.from(waiting);
    waiting = '';
  }
  yield Buffer.from(waiting);
}
