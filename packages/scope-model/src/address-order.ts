import { parseIp } from '@scopemap/net';

/**
 * Orders addresses as `compareIp` does, for sorting many: each address is read once and then compared as text (IPv4
 * before IPv6, then numerically; no address sorts last).
 */
export class AddressOrder {
  readonly #keys = new Map<string, string>();

  /** A text that sorts as the address does. */
  key(address: string): string {
    let key = this.#keys.get(address);
    if (key === undefined) {
      const bytes = parseIp(address);
      key = bytes ? `${bytes.length === 4 ? '4' : '6'}${String.fromCharCode(...bytes)}` : `9${address}`;
      this.#keys.set(address, key);
    }
    return key;
  }
}
