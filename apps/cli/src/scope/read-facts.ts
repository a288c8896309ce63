import { readFile } from 'node:fs/promises';
import { ScopeFacts } from '@scopemap/contract';
import { checkFacts } from '@scopemap/scope-model';

/** More than this tell nobody more. */
const MOST_PRINTED = 20;

/**
 * Reads a facts file. Everything that is wrong with it goes to stderr with its place in the file; then throws one sentence. A
 * file with errors is not classified: a statement about nothing would be without effect, and nobody would notice.
 */
export async function readFacts(file: string): Promise<ScopeFacts> {
  const parsed = ScopeFacts.safeParse(parseJson(file, await readText(file)));
  const errors = parsed.success
    ? checkFacts(parsed.data)
    : parsed.error.issues.map(({ path, message }) => ({ path: pathText(path), message }));
  for (const { path, message } of errors.slice(0, MOST_PRINTED))
    console.error(`scopemap: ${file}: ${path}: ${message}`);
  if (errors.length > MOST_PRINTED) console.error(`scopemap: ${file}: and ${errors.length - MOST_PRINTED} more`);
  if (!parsed.success || errors.length > 0)
    throw new Error(`${file}: ${errors.length} ${errors.length === 1 ? 'error' : 'errors'} in the facts`);
  return parsed.data;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(code === 'ENOENT' ? `there is no file ${file}` : `cannot read ${file}: ${message}`);
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file}: no JSON: ${(error as Error).message}`);
  }
}

/** `tags[3].subject.id`, as {@link checkFacts} writes it. */
function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text === '' ? '(the whole file)' : text.replace(/^\./, '');
}
