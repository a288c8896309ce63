import { ScopeFacts } from '@scopemap/contract';
import type { ContactFact, RuleVerdictFact, ScopeFacts as ScopeFactsValue } from '@scopemap/scope-model';
import { z } from 'zod';
import { LineTooLongError, linesOf } from './lines-of.ts';
import { textSharing } from './share-texts.ts';

/** The text is no facts file as this program writes it. The message names the line. */
export class FactsError extends Error {
  override readonly name = 'FactsError';
}

/** Longer lines are refused: no fact of a real network comes near. */
const LONGEST_LINE = 64 * 1024 ** 2;
const HEAD = /^"([A-Za-z]+)":(.*)$/s;
const FORMS = new Map<string, z.ZodType>(Object.entries(ScopeFacts.shape));

/**
 * Reads facts.json as `factsJson` writes it, one fact a line, and checks the form of each fact. Neither the whole text nor
 * texts that many facts have are held twice. Throws {@link FactsError}, and what the source throws.
 */
export async function readFacts(source: AsyncIterable<Uint8Array>): Promise<ScopeFactsValue> {
  const reader = new FactsReader();
  try {
    for await (const line of linesOf(source, LONGEST_LINE)) reader.take(line);
  } catch (error) {
    if (error instanceof LineTooLongError || error instanceof TypeError)
      throw new FactsError(`line ${reader.lines + 1}: ${error.message}`);
    throw error;
  }
  return reader.facts();
}

interface OpenList {
  readonly name: string;
  readonly form: z.ZodType;
  readonly items: unknown[];
}

/** What stands before the next line: the head of the file, a fact of its own, an item of a list, the end of either, nothing. */
type Awaited = 'head' | 'field' | 'item' | 'list-end' | 'end' | 'nothing';

class FactsReader {
  lines = 0;
  readonly #parts = new Map<string, unknown>();
  readonly #share = textSharing();
  #awaited: Awaited = 'head';
  #list: OpenList | null = null;

  take(line: string): void {
    this.lines++;
    const more = line.endsWith(',');
    const text = more ? line.slice(0, -1) : line;
    if (this.#awaited === 'head' && line === '{') this.#awaited = 'field';
    else if (this.#awaited === 'field') this.#takeField(text, more);
    else if (this.#awaited === 'item') this.#takeItem(text, more);
    else if (this.#awaited === 'list-end' && text === ']') this.#endList(more);
    else if (this.#awaited === 'end' && line === '}') this.#awaited = 'nothing';
    else throw this.#error('is not what comes next in a facts file with one fact a line');
  }

  facts(): ScopeFactsValue {
    if (this.#awaited !== 'nothing') throw new FactsError(`the facts break off after line ${this.lines}`);
    for (const name of FORMS.keys()) if (!this.#parts.has(name)) throw new FactsError(`"${name}" is missing`);
    return Object.fromEntries(this.#parts) as unknown as ScopeFactsValue;
  }

  #takeField(text: string, more: boolean): void {
    const [, name = '', rest = ''] = HEAD.exec(text) ?? [];
    const form = FORMS.get(name);
    if (!form) throw this.#error(`"${name || text.slice(0, 40)}" is no part of the facts`);
    if (this.#parts.has(name)) throw this.#error(`"${name}" is there twice`);
    if (rest !== '[') {
      this.#parts.set(name, this.#checked(form, name, rest));
      this.#awaited = more ? 'field' : 'end';
      return;
    }
    if (!(form instanceof z.ZodArray)) throw this.#error(`"${name}" is no list`);
    const items: unknown[] = [];
    this.#parts.set(name, items);
    this.#list = { name, form: form.element as z.ZodType, items };
    this.#awaited = 'item';
  }

  #takeItem(text: string, more: boolean): void {
    const { name, form, items } = this.#list as OpenList;
    const item = this.#checked(form, name, text);
    if (name === 'contacts') items.push(this.#share.contact(item as ContactFact));
    else if (name === 'verdicts') items.push(this.#share.verdict(item as RuleVerdictFact));
    else items.push(item);
    if (!more) this.#awaited = 'list-end';
  }

  #endList(more: boolean): void {
    this.#list = null;
    this.#awaited = more ? 'field' : 'end';
  }

  #checked(form: z.ZodType, name: string, text: string): unknown {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw this.#error(`of "${name}" is no JSON`);
    }
    const checked = form.safeParse(value);
    if (checked.success) return checked.data;
    const [issue] = checked.error.issues;
    throw this.#error(`${[name, ...(issue?.path ?? [])].join('.')}: ${issue?.message}`);
  }

  #error(problem: string): FactsError {
    return new FactsError(`line ${this.lines}: ${problem}`);
  }
}
