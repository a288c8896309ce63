import { RuleFileError } from '../model/rule-file-error.ts';
import { checkText } from './split-lines.ts';

/** A JSON value that knows the line it begins on. */
export type JsonNode =
  | {
      readonly kind: 'object';
      readonly line: number;
      readonly text: string;
      readonly fields: ReadonlyMap<string, JsonNode>;
    }
  | { readonly kind: 'array'; readonly line: number; readonly text: string; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly line: number; readonly value: string }
  | { readonly kind: 'number'; readonly line: number; readonly value: number }
  | { readonly kind: 'literal'; readonly line: number; readonly value: boolean | null };

const MAX_DEPTH = 64;
const EXCERPT = 200;

/** Reads JSON (RFC 8259) with line numbers. Throws {@link RuleFileError} naming the line of the first mistake. */
export function parseJsonLines(text: string): JsonNode {
  checkText(text);
  return new JsonReader(text).document();
}

class JsonReader {
  readonly #text: string;
  #at = 0;
  #line = 1;
  #lineFrom = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    if (text.startsWith('\ufeff')) this.#at = 1;
  }

  document(): JsonNode {
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#fail('text follows the JSON value');
    return value;
  }

  #value(): JsonNode {
    this.#space();
    const line = this.#currentLine();
    const start = this.#text[this.#at];
    if (start === '{' || start === '[') {
      if (++this.#depth > MAX_DEPTH) this.#fail(`more than ${MAX_DEPTH} levels of JSON`);
      const node = start === '{' ? this.#object(line) : this.#array(line);
      this.#depth--;
      return node;
    }
    if (start === '"') return { kind: 'string', line, value: this.#string() };
    return this.#scalar(line);
  }

  #object(line: number): JsonNode {
    const from = this.#at++;
    const fields = new Map<string, JsonNode>();
    this.#space();
    if (this.#takeIf('}')) return { kind: 'object', line, text: this.#excerpt(from), fields };
    do {
      this.#space();
      if (this.#text[this.#at] !== '"') this.#fail('a field name in quotes is due');
      const name = this.#string();
      this.#space();
      if (!this.#takeIf(':')) this.#fail('a colon is due');
      fields.set(name, this.#value());
      this.#space();
    } while (this.#takeIf(','));
    if (!this.#takeIf('}')) this.#fail('a comma or } is due');
    return { kind: 'object', line, text: this.#excerpt(from), fields };
  }

  #array(line: number): JsonNode {
    const from = this.#at++;
    const items: JsonNode[] = [];
    this.#space();
    if (this.#takeIf(']')) return { kind: 'array', line, text: this.#excerpt(from), items };
    do {
      items.push(this.#value());
      this.#space();
    } while (this.#takeIf(','));
    if (!this.#takeIf(']')) this.#fail('a comma or ] is due');
    return { kind: 'array', line, text: this.#excerpt(from), items };
  }

  #string(): string {
    const pattern = /"(?:[^"\\\n\r]|\\.)*"/y;
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return this.#fail('a text is not closed on its line');
    this.#at += found.length;
    try {
      return JSON.parse(found) as string;
    } catch {
      return this.#fail('a text has a character or escape that JSON does not allow');
    }
  }

  #scalar(line: number): JsonNode {
    const pattern = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.+-])/y;
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined)
      return this.#fail(this.#at >= this.#text.length ? 'the file ends too early' : 'a JSON value is due');
    this.#at += found.length;
    const value = JSON.parse(found) as number | boolean | null;
    return typeof value === 'number' ? { kind: 'number', line, value } : { kind: 'literal', line, value };
  }

  #space(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #takeIf(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #currentLine(): number {
    for (; this.#lineFrom < this.#at; this.#lineFrom++) if (this.#text[this.#lineFrom] === '\n') this.#line++;
    return this.#line;
  }

  #excerpt(from: number): string {
    return this.#text
      .slice(from, Math.min(this.#at, from + EXCERPT * 4))
      .replaceAll(/\s+/g, ' ')
      .slice(0, EXCERPT);
  }

  #fail(what: string): never {
    throw new RuleFileError(`no valid JSON: ${what}`, this.#currentLine());
  }
}
