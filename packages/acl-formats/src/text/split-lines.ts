import { RuleFileError } from '../model/rule-file-error.ts';

const MAX_CHARACTERS = 1 << 27;
const MAX_LINES = 2_000_000;

/** Throws {@link RuleFileError} when a text is too large to be a rule file, or no text at all. */
export function checkText(text: string): void {
  if (text.length > MAX_CHARACTERS) throw new RuleFileError(`the file has more than ${MAX_CHARACTERS} characters`);
  if (text.includes('\0')) throw new RuleFileError('the file is not text: it holds zero bytes');
}

/** The lines of a text without their ends; line n is at n - 1. A byte order mark is no part of it. */
export function splitLines(text: string): string[] {
  checkText(text);
  const lines = (text.startsWith('\ufeff') ? text.slice(1) : text).split(/\r\n|\n|\r/);
  if (lines.length > MAX_LINES) throw new RuleFileError(`the file has more than ${MAX_LINES} lines`, MAX_LINES);
  return lines;
}
