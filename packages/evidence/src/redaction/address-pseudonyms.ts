import { createCipheriv } from 'node:crypto';
import { formatIp, formatPrefix, type IpBytes, maskIp, parseIp, parsePrefix } from '@scopemap/net';

/** Ranges that say what an address is, and not whose: an address inside stays inside (RFC 6890, 1918, 6598, 4193, 4291). */
const RANGES = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
  'fe80::/10',
  '2000::/3',
];

/** Addresses that are the same everywhere and name nobody: unspecified, loopback, groups, broadcast. They stay as they are. */
const COMMON = ['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/4', '255.255.255.255/32', '::/128', '::1/128', 'ff00::/8'];

const MAPPED = '::ffff:';
const BLOCK = 16;

/** A bit of an address by the bits before it: `length` and the prefix as hex digits. */
const nodeKey = (bytes: IpBytes, length: number) =>
  `${bytes.length}.${length}.${Buffer.from(maskIp(bytes, length)).toString('hex')}`;

/**
 * Replaces addresses so that two that share their first n bits share them afterwards as well, and no more (the construction of
 * Crypto-PAn: Xu, Fan, Ammar, Moon 2002, with AES). What was inside a prefix is inside its pseudonym; private addresses
 * stay private, and the last address of a prefix in `prefixes` stays the last, since it is a broadcast.
 */
export class AddressPseudonyms {
  readonly #cipher;
  /** Bits that keep their value, lest a range or a broadcast be lost. */
  readonly #kept = new Set<string>();
  readonly #flips = new Map<string, number>();
  readonly #known = new Map<string, string>();

  /** `key` is 16 secret bytes: the same key and prefixes give the same pseudonyms. */
  constructor(key: Uint8Array, prefixes: readonly string[]) {
    this.#cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
    for (const text of [...RANGES, ...COMMON]) {
      const prefix = parsePrefix(text);
      if (!prefix) throw new TypeError(`${text} is no prefix`);
      for (let length = 0; length < prefix.length; length++) this.#kept.add(nodeKey(prefix.bytes, length));
    }
    for (const text of prefixes) {
      const prefix = parsePrefix(text);
      if (prefix?.bytes.length !== 4) continue;
      const last = prefix.bytes.map((byte, i) => byte | (0xff >> Math.min(8, Math.max(0, prefix.length - 8 * i))));
      for (let length = prefix.length; length < 32; length++) this.#kept.add(nodeKey(last, length));
    }
  }

  /** Pseudonym of an address in canonical text; null when the text is no address. */
  address(text: string): string | null {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    // IPv4 written as IPv6 is the same address.
    const inner = text.startsWith(MAPPED) && text.includes('.') ? text.slice(MAPPED.length) : null;
    if (inner !== null) {
      const other = this.address(inner);
      return other === null ? null : MAPPED + other;
    }
    const bytes = parseIp(text);
    if (!bytes) return null;
    const pseudonym = formatIp(this.#changed(bytes, bytes.length * 8));
    this.#known.set(text, pseudonym);
    return pseudonym;
  }

  /** Pseudonym of a prefix, of the same length. Throws TypeError for a text that is no prefix. */
  prefix(text: string): string {
    const prefix = parsePrefix(text);
    if (!prefix) throw new TypeError(`"${text}" is no prefix`);
    return formatPrefix({ bytes: this.#changed(prefix.bytes, prefix.length), length: prefix.length });
  }

  /** The first `length` bits changed, the others as they are. */
  #changed(bytes: IpBytes, length: number): Uint8Array {
    const changed = Uint8Array.from(bytes);
    if (isCommon(bytes)) return changed;
    for (let bit = 0; bit < length; bit++) {
      const at = bit >> 3;
      changed[at] = (changed[at] as number) ^ (this.#flip(bytes, bit) << (7 - (bit & 7)));
    }
    return changed;
  }

  #flip(bytes: IpBytes, bit: number): number {
    const node = nodeKey(bytes, bit);
    if (this.#kept.has(node)) return 0;
    const known = this.#flips.get(node);
    if (known !== undefined) return known;
    const block = Buffer.alloc(2 * BLOCK);
    block[0] = bytes.length;
    block[1] = bit;
    block.set(maskIp(bytes, bit), BLOCK);
    const flip =
      (this.#cipher.update(mixed(this.#cipher.update(block.subarray(0, BLOCK)), block.subarray(BLOCK)))[0] as number) &
      1;
    // Deep nodes have few addresses below them and would fill the memory.
    if (bit < 24) this.#flips.set(node, flip);
    return flip;
  }
}

/** CBC of two blocks: length and bit first, so that no two inputs are alike. */
function mixed(first: Buffer, second: Buffer): Buffer {
  return Buffer.from(first.map((byte, i) => byte ^ (second[i] as number)));
}

const COMMON_RANGES = COMMON.map((text) => parsePrefix(text)).filter((prefix) => prefix !== null);

function isCommon(bytes: IpBytes): boolean {
  return COMMON_RANGES.some(
    ({ bytes: base, length }) =>
      base.length === bytes.length && maskIp(bytes, length).every((byte, i) => byte === base[i]),
  );
}
