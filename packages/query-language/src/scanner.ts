import { parsePrefix } from '@scopemap/net';
import type { Comparator, Span } from './query.ts';
import { QueryError } from './query-error.ts';

/** UTF-16 units. A longer query belongs into a saved view. */
export const MAX_QUERY_LENGTH = 4_000;

const SPACE = /\s+/y;
const BARE = /[^\s",()]+/y;
const FIELD = /([A-Za-z]+(?:\.[A-Za-z]+)?)(!=|>=|<=|[:=<>])/y;
const KEYWORD = /(and|or|not)(?=[\s()]|$)/iy;

export type Keyword = 'and' | 'or' | 'not';

/** A text as it was written: quoted texts may hold everything. */
export interface Word extends Span {
  readonly text: string;
  readonly quoted: boolean;
}

/** The head of a term, up to and with its comparator. */
export interface Head extends Span {
  readonly name: string;
  readonly comparator: Comparator;
  readonly negated: boolean;
}

/** Reads a query from left to right. Every method either takes what it is named after or leaves the place as it is. */
export class Scanner {
  readonly text: string;
  #at = 0;

  constructor(text: string) {
    if (text.length > MAX_QUERY_LENGTH) {
      const span = { from: MAX_QUERY_LENGTH, to: text.length };
      throw new QueryError(`a query has at most ${MAX_QUERY_LENGTH} characters`, span);
    }
    this.text = text;
    this.skipSpace();
  }

  /** Place of the next character that is not white space. */
  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.text.length;
  }

  skipSpace(): void {
    this.#at += this.#match(SPACE)?.[0].length ?? 0;
  }

  /** Takes one sign; white space behind it is skipped. */
  sign(sign: '(' | ')' | ','): boolean {
    if (this.text[this.#at] !== sign) return false;
    this.#at++;
    this.skipSpace();
    return true;
  }

  /** Takes a minus that stands directly before something. */
  minus(): boolean {
    if (this.text[this.#at] !== '-' || !/[^\s,)]/.test(this.text[this.#at + 1] ?? ' ')) return false;
    this.#at++;
    return true;
  }

  /** The keyword that comes next, without taking it. */
  peekKeyword(): Keyword | null {
    return (this.#match(KEYWORD)?.[0].toLowerCase() as Keyword | undefined) ?? null;
  }

  takeKeyword(keyword: Keyword): boolean {
    if (this.peekKeyword() !== keyword) return false;
    this.#at += keyword.length;
    this.skipSpace();
    return true;
  }

  head(): Head | null {
    const match = this.#match(FIELD);
    if (!match || this.#isAddress()) return null;
    const from = this.#at;
    this.#at += match[0].length;
    const sign = match[2] as string;
    const comparator = sign === ':' || sign === '=' || sign === '!=' ? 'is' : (sign as Comparator);
    return { name: match[1] as string, comparator, negated: sign === '!=', from, to: this.#at };
  }

  /** A quoted or bare text; null when there is none. */
  word(): Word | null {
    const from = this.#at;
    if (this.text[from] === '"') return this.#quoted();
    const bare = this.#match(BARE)?.[0];
    if (bare === undefined) return null;
    this.#at += bare.length;
    return { text: bare, quoted: false, from, to: this.#at };
  }

  /** `fe::1` begins like a field, but is an address. */
  #isAddress(): boolean {
    const bare = this.#match(BARE)?.[0];
    return bare?.includes(':') === true && parsePrefix(bare) !== null;
  }

  #quoted(): Word {
    const from = this.#at;
    let text = '';
    for (let at = from + 1; at < this.text.length; at++) {
      const sign = this.text[at] as string;
      if (sign === '"') {
        this.#at = at + 1;
        return { text, quoted: true, from, to: this.#at };
      }
      if (sign === '\\' && at + 1 < this.text.length) at++;
      text += this.text[at];
    }
    throw new QueryError('the quotation mark is not closed', { from, to: this.text.length }, ['"']);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.text);
  }
}
