import { parseIp } from '@scopemap/net';

const MAX_KNOWN = 100_000;
const known = new Map<string, Uint8Array>();

/** Bytes of a canonical address, remembered: windows name the same ones over and over. Throws TypeError when it is none. */
export function addressBytes(address: string): Uint8Array {
  let bytes = known.get(address);
  if (!bytes) {
    const parsed = parseIp(address);
    if (!parsed) throw new TypeError(`${address} is no address`);
    bytes = parsed;
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(address, bytes);
  }
  return bytes;
}
