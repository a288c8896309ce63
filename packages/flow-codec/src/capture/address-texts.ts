import { formatIp } from '@scopemap/net';

const SLOTS = 1024;

/**
 * Texts of addresses, remembered in a fixed number of slots: a capture has few exporters and many packets, and
 * formatting an IPv6 address costs more than reading the rest of its packet.
 */
export class AddressTexts {
  readonly #slots = new Array<{ readonly bytes: Uint8Array; readonly text: string } | undefined>(SLOTS);

  /** Canonical text of 4 or 16 bytes. */
  textOf(bytes: Uint8Array): string {
    let hash = bytes.length;
    for (let i = 0; i < bytes.length; i++) hash = (Math.imul(hash, 31) + (bytes[i] as number)) | 0;
    const slot = hash & (SLOTS - 1);
    const known = this.#slots[slot];
    if (known && isSame(known.bytes, bytes)) return known.text;
    const text = formatIp(bytes);
    this.#slots[slot] = { bytes: new Uint8Array(bytes), text };
    return text;
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
