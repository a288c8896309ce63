/** Longest line that is looked at, in characters; no list of addresses has longer ones. */
const LONGEST_LINE = 16_384;

export interface TextLine {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
  /** It was longer than any line of such a file, and what is beyond the bound is gone. */
  readonly isCut: boolean;
}

/** The lines of a UTF-8 text, without their ends and without a byte order mark. Memory holds one line and one chunk. */
export async function* textLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine> {
  const decoder = new TextDecoder('utf-8', { fatal: false });
  let number = 0;
  let rest = '';
  let isCut = false;
  const lineOf = (text: string): TextLine => {
    const line = { number: ++number, text: text.replace(/\r$/, ''), isCut };
    isCut = false;
    return line;
  };
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield lineOf(part);
    if (rest.length > LONGEST_LINE) {
      rest = rest.slice(0, LONGEST_LINE);
      isCut = true;
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield lineOf(rest);
}
