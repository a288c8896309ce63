import type { IpBytes } from './ip-address.ts';
import { formatPrefix, type IpPrefix, maskIp } from './ip-prefix.ts';

/** Longest-prefix match over both address families. One lookup costs one map probe per distinct prefix length. */
export class PrefixTable<Value> {
  readonly #byLength = new Map<string, { length: number; bits: number; entries: Map<string, Value> }>();
  #groups: { length: number; bits: number; entries: Map<string, Value> }[] = [];

  /** Sets the value of a prefix; the same prefix again replaces it. */
  set(prefix: IpPrefix, value: Value): void {
    const bits = prefix.bytes.length * 8;
    const id = `${bits}/${prefix.length}`;
    let group = this.#byLength.get(id);
    if (!group) {
      group = { length: prefix.length, bits, entries: new Map() };
      this.#byLength.set(id, group);
      this.#groups = [...this.#byLength.values()].sort((a, b) => b.length - a.length);
    }
    group.entries.set(formatPrefix(prefix), value);
  }

  /** The value of the longest prefix that holds `address`, or undefined. */
  find(address: IpBytes): Value | undefined {
    for (const { length, bits, entries } of this.#groups) {
      if (bits !== address.length * 8) continue;
      const key = formatPrefix({ bytes: maskIp(address, length), length });
      if (entries.has(key)) return entries.get(key);
    }
    return undefined;
  }
}
