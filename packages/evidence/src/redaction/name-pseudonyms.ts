import { createHmac } from 'node:crypto';

/** What a name is of; it stands before the pseudonym so that people can talk about it. */
export type NameKind =
  | 'system'
  | 'zone'
  | 'segment'
  | 'control'
  | 'party'
  | 'exporter'
  | 'entity'
  | 'person'
  | 'line'
  | 'text'
  | 'id';

const DIGITS = 16;

/** Names and free text replaced by `kind-` and digits that nobody without the key can make: the same for the same text. */
export class NamePseudonyms {
  readonly #key: Uint8Array;
  readonly #known = new Map<string, string>();

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** An empty text stays empty: that nothing was said is no secret, and the model asks for it. */
  name(kind: NameKind, text: string): string {
    if (text === '') return '';
    const full = `${kind}\u0000${text}`;
    const known = this.#known.get(full);
    if (known !== undefined) return known;
    const pseudonym = `${kind}-${createHmac('sha256', this.#key).update(full).digest('hex').slice(0, DIGITS)}`;
    this.#known.set(full, pseudonym);
    return pseudonym;
  }

  /** Like {@link name} for ids that occur once or twice: nothing is remembered. */
  id(text: string): string {
    return `id-${createHmac('sha256', this.#key).update(`id\u0000${text}`).digest('hex').slice(0, DIGITS)}`;
  }

  /** Every pseudonym that was given out, with what it stands for. */
  *entries(): Generator<{ readonly original: string; readonly pseudonym: string }> {
    for (const [full, pseudonym] of this.#known) yield { original: full.slice(full.indexOf('\u0000') + 1), pseudonym };
  }
}
