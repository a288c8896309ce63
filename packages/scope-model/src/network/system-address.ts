import { canonicalIp } from '@scopemap/net';

const MAPPED = '::ffff:';

/**
 * The address by which a system is known: canonical text, and IPv4 written as IPv6 (`::ffff:10.0.0.1`, RFC 4291 2.5.5.2) as the IPv4
 * address that it is. Null when the text is no address.
 */
export function systemAddress(text: string): string | null {
  const canonical = canonicalIp(text);
  return canonical !== null && isMapped(canonical) ? canonical.slice(MAPPED.length) : canonical;
}

/** {@link systemAddress}, or the text itself when it is none. Dotted text is canonical or no address: most are not looked at. */
export function systemKey(text: string): string {
  return text.includes(':') ? (systemAddress(text) ?? text) : text;
}

/** True for canonical texts of addresses and prefixes that are IPv4 written as IPv6. */
export function isMapped(text: string): boolean {
  return text.startsWith(MAPPED) && text.includes('.');
}
