/** One row of a CSV text with the line it begins on. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
  /** Why it is no proper CSV row; its cells are what could be read. */
  readonly fault: string | null;
}

const MAX_CELLS = 256;

/**
 * Reads rows by RFC 4180, one line each: a quoted cell may hold commas and doubled quotes, no line break. Empty lines are left
 * out. Takes lines as split from the file, so that row numbers are line numbers.
 */
export function* csvRows(lines: readonly string[]): Generator<CsvRow> {
  for (const [i, line] of lines.entries()) if (line.trim() !== '') yield readRow(line, i + 1);
}

function readRow(text: string, line: number): CsvRow {
  const cells: string[] = [];
  let at = 0;
  let fault: string | null = null;
  while (at <= text.length) {
    if (cells.length >= MAX_CELLS) return { line, cells, fault: `it has more than ${MAX_CELLS} cells` };
    if (text[at] === '"') {
      const quoted = readQuoted(text, at + 1);
      cells.push(quoted.value);
      if (!quoted.closed) fault = 'a quoted cell is not closed';
      else if (quoted.end < text.length && text[quoted.end] !== ',') fault = 'text follows a quoted cell';
      const comma = text.indexOf(',', quoted.end);
      at = comma < 0 ? text.length + 1 : comma + 1;
    } else {
      const comma = text.indexOf(',', at);
      const end = comma < 0 ? text.length : comma;
      cells.push(text.slice(at, end).trim());
      at = end + 1;
    }
  }
  return { line, cells, fault };
}

function readQuoted(text: string, start: number): { value: string; end: number; closed: boolean } {
  let value = '';
  let at = start;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { value: value + text.slice(at), end: text.length, closed: false };
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1, closed: true };
    value += '"';
    at = quote + 2;
  }
  return { value, end: text.length, closed: false };
}
