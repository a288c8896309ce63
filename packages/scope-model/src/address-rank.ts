import { parseIp } from '@scopemap/net';

/** A text that sorts as `compareIp` orders addresses: IPv4 before IPv6, then numerically; no address sorts last. */
export function sortText(address: string): string {
  const bytes = parseIp(address);
  return bytes ? `${bytes.length === 4 ? '4' : '6'}${String.fromCharCode(...bytes)}` : `9${address}`;
}

/** The place of every address in the order of `compareIp`, from 0 on: what sorts many rows by address then compares integers. */
export function rankAddresses(addresses: Iterable<string>): ReadonlyMap<string, number> {
  const sorted = Array.from(new Set(addresses), (address) => ({ address, text: sortText(address) }));
  sorted.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return new Map(sorted.map(({ address }, i) => [address, i]));
}
