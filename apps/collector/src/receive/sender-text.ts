import { canonicalIp, formatIp } from '@scopemap/net';

const MAPPED = '::ffff:';

/** Canonical address of a sender: an IPv4 sender on an IPv6 socket is the IPv4 address; a link-local one loses its interface. */
export function senderAddress(address: string): string {
  const plain = address.startsWith(MAPPED) && address.includes('.') ? address.slice(MAPPED.length) : address;
  const zone = plain.indexOf('%');
  const bare = zone < 0 ? plain : plain.slice(0, zone);
  return canonicalIp(bare) ?? bare;
}

/** An exporter has one address for years, and text is costly at full rate. */
const MAX_REMEMBERED = 10_000;

const AF_INET = 2;
/** The third word of an IPv4-mapped IPv6 address as it lies in memory of a little-endian machine. */
const MAPPED_WORD = 0xffff_0000;

/** Canonical texts of senders' addresses, remembered by what the system gives. */
export class SenderTexts {
  #byText = new Map<string, string>();
  #byWord = new Map<number, string>();

  canonical(address: string): string {
    const known = this.#byText.get(address);
    if (known !== undefined) return known;
    if (this.#byText.size >= MAX_REMEMBERED) this.#byText = new Map();
    const text = senderAddress(address);
    this.#byText.set(address, text);
    return text;
  }

  /** The sender in a `sockaddr_in` or `sockaddr_in6` of Linux that begins at word `at`. */
  ofSocketAddress(words: Uint32Array, at: number): string {
    if (((words[at] as number) & 0xffff) === AF_INET) return this.#ipv4(words[at + 1] as number);
    const [a, b, c, d] = words.subarray(at + 2, at + 6) as unknown as [number, number, number, number];
    if (a === 0 && b === 0 && c === MAPPED_WORD) return this.#ipv4(d);
    const key = `${a} ${b} ${c} ${d}`;
    const known = this.#byText.get(key);
    if (known !== undefined) return known;
    if (this.#byText.size >= MAX_REMEMBERED) this.#byText = new Map();
    const text = formatIp(octetsOf([a, b, c, d]));
    this.#byText.set(key, text);
    return text;
  }

  #ipv4(word: number): string {
    const known = this.#byWord.get(word);
    if (known !== undefined) return known;
    if (this.#byWord.size >= MAX_REMEMBERED) this.#byWord = new Map();
    const text = formatIp(octetsOf([word]));
    this.#byWord.set(word, text);
    return text;
  }
}

function octetsOf(words: readonly number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(words).buffer);
}
