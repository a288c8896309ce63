/** First octets of addresses that no machine has for itself: those of virtual routers, which change hands. */
const VIRTUAL_ROUTERS = [
  // VRRP for IPv4 and IPv6, also CARP (RFC 5798).
  '00:00:5e:00:01:',
  '00:00:5e:00:02:',
  // HSRP version 1, version 2, and for IPv6.
  '00:00:0c:07:ac:',
  '00:00:0c:9f:f',
  '00:05:73:a0:0',
  // GLBP.
  '00:07:b4:',
];

/**
 * The MAC address in a number of 48 bits as text (`02:00:5e:00:53:0a`), when it can be a machine's own; null for none (NaN or zero), for
 * groups, and for virtual routers.
 */
export function hardwareAddress(value: number): string | null {
  if (!(value > 0)) return null;
  const text = value
    .toString(16)
    .padStart(12, '0')
    .replace(/(..)(?!$)/g, '$1:');
  const isGroup = (Number.parseInt(text.slice(0, 2), 16) & 1) === 1;
  return isGroup || VIRTUAL_ROUTERS.some((prefix) => text.startsWith(prefix)) ? null : text;
}
