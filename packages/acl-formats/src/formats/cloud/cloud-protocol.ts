import { formatPrefix, ICMP, ICMPV6, protocolNumber } from '@scopemap/net';
import type { AddressSet, AddressTerm } from '../../model/address-set.ts';
import { addressSet } from '../../model/address-set.ts';
import { ANY_SERVICE, protocolService, type ServiceMatch } from '../../model/service-match.ts';
import { NotUnderstood } from '../../text/not-understood.ts';
import { loosePrefix } from '../../text/read-address.ts';

/** Service of an AWS entry: protocol name, number or -1 with a range of ports, or ICMP type and code (-1: all). */
export function awsService(protocol: string, from: number | undefined, to: number | undefined): ServiceMatch {
  if (protocol === '-1') return ANY_SERVICE;
  const number = protocol === 'icmpv6' ? ICMPV6 : protocolNumber(protocol);
  if (number === null) throw new NotUnderstood(`the protocol "${protocol}"`);
  if (number === ICMP || number === ICMPV6) {
    const icmp = from === undefined || from < 0 ? null : [{ type: from, code: to === undefined || to < 0 ? null : to }];
    return protocolService(number, { icmp });
  }
  if (from === undefined || to === undefined || (from === -1 && to === -1)) return protocolService(number);
  if (from < 0 || to > 65535 || from > to) throw new NotUnderstood(`the ports ${from}-${to}`);
  return protocolService(number, { destinationPorts: [[from, to]] });
}

/** A CIDR as cloud consoles write it. */
export function cidrTerm(text: string): AddressTerm {
  const prefix = loosePrefix(text);
  if (!prefix) throw new NotUnderstood(`"${text}" is no CIDR`);
  return { kind: 'prefix', prefix: formatPrefix(prefix) };
}

export function cidrSet(text: string): AddressSet {
  return addressSet([cidrTerm(text)]);
}
