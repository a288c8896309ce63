/** As much of a file as {@link looksLikeNmapXml} needs to see. */
export const NMAP_XML_HEAD_OCTETS = 4096;

const PROLOG = /^\uFEFF?(?:\s|<\?[^?]*\?>|<!--(?:(?!-->)[\s\S])*-->|<!DOCTYPE\s+nmaprun\b[^>]*>)*<nmaprun[\s>]/;

/** True when a file that begins with these octets is XML whose root element is nmap's. */
export function looksLikeNmapXml(head: Uint8Array): boolean {
  return PROLOG.test(new TextDecoder().decode(head.subarray(0, NMAP_XML_HEAD_OCTETS)));
}
