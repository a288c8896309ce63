import { type IpPrefix, parseIp, parsePrefix, prefixContains } from '@scopemap/net';

/** Reads a list of addresses and prefixes. Throws with the entry that is neither. */
export function readExporterList(texts: readonly string[]): readonly IpPrefix[] {
  return texts.map((text) => {
    const prefix = parsePrefix(text);
    if (!prefix) throw new Error(`"${text}" is neither an address nor a prefix such as 192.0.2.0/24`);
    return prefix;
  });
}

/** Whether an address may send; everybody may when the list is empty. */
export function isAllowed(list: readonly IpPrefix[], address: string): boolean {
  if (list.length === 0) return true;
  const bytes = parseIp(address);
  return bytes !== null && list.some((prefix) => prefixContains(prefix, bytes));
}
