/**
 * What an address can stand for, by its canonical text. `group` are multicast, limited broadcast: never a host.
 * `link-local` and `loopback` are hosts whose address means something only on one segment or machine; `unspecified`
 * (0.0.0.0, ::) is a host that has no address yet. Sources: RFC 6890, RFC 4291 2.4, RFC 5771.
 */
export type AddressScope = 'routable' | 'link-local' | 'loopback' | 'unspecified' | 'group';

function ipv4Scope(address: string): AddressScope {
  const dot = address.indexOf('.');
  const first = Number(address.slice(0, dot));
  if (first >= 224 && first <= 239) return 'group';
  if (first === 127) return 'loopback';
  if (first === 0) return 'unspecified';
  if (first === 255) return address === '255.255.255.255' ? 'group' : 'routable';
  if (first === 169 && address.startsWith('169.254.')) return 'link-local';
  return 'routable';
}

export function addressScope(address: string): AddressScope {
  if (!address.includes(':')) return ipv4Scope(address);
  if (address.startsWith('ff')) return address.indexOf(':') === 4 ? 'group' : 'routable';
  if (address === '::') return 'unspecified';
  if (address === '::1') return 'loopback';
  if (/^fe[89ab][0-9a-f]:/.test(address)) return 'link-local';
  if (address.startsWith('::ffff:') && address.includes('.')) return ipv4Scope(address.slice(7));
  return 'routable';
}

/** True for groups that no router forwards: 224.0.0.0/24, 255.255.255.255, IPv6 interface- and link-local multicast. */
export function staysInSegment(group: string): boolean {
  if (group.includes(':')) return /^ff[0-9a-f][12]:/.test(group);
  return group.startsWith('224.0.0.') || group === '255.255.255.255';
}

/** True when an IPv4 address ends in .255 and may thus be a directed broadcast; whether it is one, only its silence tells. */
export function mayBeDirectedBroadcast(address: string): boolean {
  return address.endsWith('.255') && !address.includes(':');
}

/** True when both IPv4 addresses lie in one /16, the widest segment in which a directed broadcast is plausible. */
export function mayShareSegment(a: string, b: string): boolean {
  const end = a.indexOf('.', a.indexOf('.') + 1) + 1;
  return end > 0 && a.slice(0, end) === b.slice(0, end);
}
