import { formatIp, parseIp } from '@scopemap/net';
import { sortText } from '../address-rank.ts';
import { addressScope, mayBeDirectedBroadcast } from './address-scope.ts';
import { HashIndex } from './hash-index.ts';
import { mixA, mixB, spread } from './hashing.ts';
import type { RankedTexts } from './ranked-texts.ts';

/** What an address is, as far as conversations care. */
export const GROUP_ADDRESS = 1;
export const UNSPECIFIED_ADDRESS = 2;
/** It may be the broadcast address of a segment. */
export const BROADCAST_LIKE = 4;

const FIRST_ADDRESSES = 1024;

/**
 * Numbers for addresses, so that millions of records compare integers. Both lanes of an address's hash depend on nothing but
 * its bytes and the seed: they stay what they were when the table is emptied.
 */
export class AddressTable {
  hashA = new Int32Array(FIRST_ADDRESSES);
  hashB = new Int32Array(FIRST_ADDRESSES);
  /** Bit set of what the address is. */
  traits = new Uint8Array(FIRST_ADDRESSES);
  /** Rises with the order of `compareIp`; equal for IPv6 addresses with the same first six octets, infinite for what is no address. */
  #order = new Float64Array(FIRST_ADDRESSES);
  readonly #texts: string[] = [];
  readonly #four = new HashIndex();
  readonly #others = new HashIndex();
  /** Only for addresses that came as text. */
  readonly #byText = new Map<string, number>();
  readonly #seed: number;
  readonly #isBroadcast: (address: string) => boolean;

  constructor(seed: number, isBroadcast: (address: string) => boolean) {
    this.#seed = seed;
    this.#isBroadcast = isBroadcast;
  }

  get size(): number {
    return this.#texts.length;
  }

  /** Canonical text. */
  text(id: number): string {
    return this.#texts[id] as string;
  }

  /** Those that `used` has a 1 for, in the order of `compareIp`. */
  ranked(used: Uint8Array): RankedTexts {
    const ids = Int32Array.from({ length: used.reduce((sum, one) => sum + one, 0) });
    let count = 0;
    for (let id = 0; id < used.length; id++) if (used[id] === 1) ids[count++] = id;
    const order = this.#order;
    // Equal ones, and those that are no addresses (infinite), are told apart by their texts.
    ids.sort((a, b) => (order[a] as number) - (order[b] as number) || this.#compareTexts(a, b));
    const rankOf = new Int32Array(used.length).fill(-1);
    const texts: string[] = [];
    for (const id of ids) {
      rankOf[id] = texts.length;
      texts.push(this.text(id));
    }
    return { texts, rankOf };
  }

  #compareTexts(a: number, b: number): number {
    const [own, other] = [sortText(this.text(a)), sortText(this.text(b))];
    return own < other ? -1 : own > other ? 1 : 0;
  }

  /** Whether the text of one address sorts before that of another. */
  isBefore(a: number, b: number): boolean {
    return this.text(a) < this.text(b);
  }

  /** The number of an IPv4 address, given as 32 bits. */
  four(word: number): number {
    const hash = spread(word ^ this.#seed);
    const place = this.#four.seek(hash);
    const known = this.#four.at(place);
    // The hash is one to one: equal hashes are equal addresses.
    if (known >= 0) return known;
    const text = `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
    const id = this.#add(text, hash, spread(mixB(this.#seed, word)), word >>> 0);
    this.#four.put(place, hash, id);
    return id;
  }

  /** The numbers of IPv4 addresses, where `ipVersion` says that a row has one. */
  fours(words: Uint32Array, ipVersion: Int32Array, rows: number, ids: Int32Array): void {
    const seed = this.#seed;
    let { slots, mask } = this.#four;
    for (let row = 0; row < rows; row++) {
      if (ipVersion[row] !== 4) continue;
      const word = words[row] as number;
      const hash = spread(word ^ seed);
      let place = hash & mask;
      while (slots[place * 2] !== 0 && slots[place * 2 + 1] !== hash) place = (place + 1) & mask;
      const known = slots[place * 2] as number;
      if (known !== 0) ids[row] = known - 1;
      else {
        ids[row] = this.four(word);
        ({ slots, mask } = this.#four);
      }
    }
  }

  /** The number of an IPv6 address, given as four words from `at` on. */
  six(words: Uint32Array, at: number): number {
    let a = this.#seed;
    let b = this.#seed;
    for (let i = at; i < at + 4; i++) {
      a = mixA(a, words[i] as number);
      b = mixB(b, words[i] as number);
    }
    const order = 2 ** 32 + (words[at] as number) * 2 ** 16 + ((words[at + 1] as number) >>> 16);
    return this.#other(spread(a), spread(b), order, () => textOf(words, at));
  }

  /** The numbers of IPv6 addresses, four words a row, where `ipVersion` says that a row has one. */
  sixes(words: Uint32Array, ipVersion: Int32Array, rows: number, ids: Int32Array): void {
    for (let row = 0; row < rows; row++) if (ipVersion[row] === 6) ids[row] = this.six(words, row * 4);
  }

  /** The number of an address text; what is no address is told apart by its characters. */
  of(text: string): number {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const id = this.#parsed(text);
    this.#byText.set(text, id);
    return id;
  }

  /** Forgets all addresses: numbers given out so far mean nothing any more. */
  clear(): void {
    this.#texts.length = 0;
    this.#byText.clear();
    this.#four.clear();
    this.#others.clear();
  }

  #parsed(text: string): number {
    const bytes = parseIp(text);
    if (bytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      if (bytes.length === 4) return this.four(view.getUint32(0));
      return this.six(
        Uint32Array.from({ length: 4 }, (_, i) => view.getUint32(i * 4)),
        0,
      );
    }
    let a = ~this.#seed;
    let b = ~this.#seed;
    for (let i = 0; i < text.length; i++) {
      a = mixA(a, text.charCodeAt(i));
      b = mixB(b, text.charCodeAt(i));
    }
    return this.#other(spread(a), spread(b), Number.POSITIVE_INFINITY, () => text);
  }

  /** Two addresses of equal hashes in both lanes are still told apart by their texts. */
  #other(hashA: number, hashB: number, order: number, textOf: () => string): number {
    let text: string | null = null;
    let place = this.#others.seek(hashA);
    for (
      let id = this.#others.at(place);
      id >= 0;
      place = this.#others.after(place, hashA), id = this.#others.at(place)
    ) {
      if (this.hashB[id] !== hashB) continue;
      text ??= textOf();
      if (this.#texts[id] === text) return id;
    }
    const id = this.#add(text ?? textOf(), hashA, hashB, order);
    this.#others.put(place, hashA, id);
    return id;
  }

  #add(text: string, hashA: number, hashB: number, order: number): number {
    const id = this.#texts.length;
    if (id === this.traits.length) this.#grow();
    this.#texts.push(text);
    this.hashA[id] = hashA;
    this.hashB[id] = hashB;
    this.#order[id] = order;
    const scope = addressScope(text);
    this.traits[id] =
      (scope === 'group' || this.#isBroadcast(text) ? GROUP_ADDRESS : 0) |
      (text === '0.0.0.0' || text === '::' ? UNSPECIFIED_ADDRESS : 0) |
      (mayBeDirectedBroadcast(text) ? BROADCAST_LIKE : 0);
    return id;
  }

  #grow(): void {
    const length = this.traits.length * 2;
    const grown = { hashA: new Int32Array(length), hashB: new Int32Array(length), traits: new Uint8Array(length) };
    const order = new Float64Array(length);
    grown.hashA.set(this.hashA);
    grown.hashB.set(this.hashB);
    grown.traits.set(this.traits);
    order.set(this.#order);
    Object.assign(this, grown);
    this.#order = order;
  }
}

function textOf(words: Uint32Array, at: number): string {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 4; i++) view.setUint32(i * 4, words[at + i] as number);
  return formatIp(bytes);
}
