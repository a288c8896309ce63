import { rankAddresses } from '../address-rank.ts';
import type { RankedTexts } from './ranked-texts.ts';

/** Numbers for the addresses of exporters, of which there are few. */
export class ExporterNames {
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#texts.length;
  }

  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    this.#texts.push(text);
    this.#numbers.set(text, number);
    return number;
  }

  text(number: number): string {
    return this.#texts[number] as string;
  }

  /** Those that `used` has a 1 for, in the order of addresses. */
  ranked(used: Uint8Array): RankedTexts {
    const ranks = rankAddresses(this.#texts.filter((_, number) => used[number] === 1));
    return { texts: [...ranks.keys()], rankOf: Int32Array.from(this.#texts, (text) => ranks.get(text) ?? -1) };
  }

  /** Forgets all: numbers given out so far mean nothing any more. */
  clear(): void {
    this.#texts.length = 0;
    this.#numbers.clear();
  }
}
