import { NotUnderstood } from './not-understood.ts';

/** The words of a line, read from left to right. */
export class Words {
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  get done(): boolean {
    return this.#at >= this.#words.length;
  }

  /** The next word without taking it; empty at the end. */
  peek(): string {
    return this.#words[this.#at] ?? '';
  }

  /** The word behind the next one; empty when there is none. */
  peekSecond(): string {
    return this.#words[this.#at + 1] ?? '';
  }

  /** Takes the next word. Throws {@link NotUnderstood} at the end. */
  take(what: string): string {
    const word = this.#words[this.#at++];
    if (word === undefined) throw new NotUnderstood(`${what} is missing at the end`);
    return word;
  }

  /** Takes the next word when it is `word`. */
  takeIf(word: string): boolean {
    if (this.peek() !== word) return false;
    this.#at++;
    return true;
  }

  /** All words from here on. */
  rest(): string[] {
    const rest = this.#words.slice(this.#at);
    this.#at = this.#words.length;
    return rest;
  }
}

/** Words of a line that white space parts. */
export function wordsOf(line: string): Words {
  return new Words(line.trim().split(/\s+/).filter(Boolean));
}
