import { readFile } from 'node:fs/promises';
import { parseRules, type RuleFile, RuleFileError, type RuleFormat, type UnreadLine } from '@scopemap/acl-formats';

/** Reads a file of rules. Throws one sentence that names the file, and the line where there is one. */
export async function readRuleFile(file: string, format: RuleFormat): Promise<RuleFile> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(code === 'ENOENT' ? `there is no file ${file}` : `cannot read ${file}: ${message}`);
  }
  try {
    return parseRules(format, textOf(bytes));
  } catch (error) {
    if (!(error instanceof RuleFileError)) throw error;
    throw new Error(`${file}: ${error.message}`);
  }
}

/** UTF-8, or Latin-1 where remarks of old devices are no UTF-8. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

/** Prints every line that was not understood to stderr. */
export function reportUnread(file: string, unread: readonly UnreadLine[]): void {
  for (const { line, text, why } of unread)
    console.error(`scopemap: ${file}: line ${line} not understood: ${why}: ${text}`);
}
