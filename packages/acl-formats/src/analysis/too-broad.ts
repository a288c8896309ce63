import { hasPorts } from '@scopemap/net';
import { compileAddresses } from '../evaluate/compiled-addresses.ts';
import type { AddressSet } from '../model/address-set.ts';
import type { Rule } from '../model/rule.ts';
import { mergeRanges, type ServiceMatch } from '../model/service-match.ts';

/** From where on a rule no longer controls access. */
export interface BroadLimits {
  /** More ports than this in one rule are too many. */
  readonly ports: number;
  /** A prefix of this length or shorter is too large. */
  readonly prefixIpv4: number;
  readonly prefixIpv6: number;
}

export const DEFAULT_BROAD_LIMITS: BroadLimits = { ports: 1024, prefixIpv4: 16, prefixIpv6: 32 };

/** Why an allowing rule names nobody or nothing in particular (PCI DSS 1.2.5, 1.3.1); empty when it is specific. */
export function broadReasons(rule: Rule, limits: BroadLimits = DEFAULT_BROAD_LIMITS): string[] {
  if (rule.action.kind !== 'allow') return [];
  return [
    ...broadAddresses('source', rule.source, limits),
    ...broadAddresses('destination', rule.destination, limits),
    ...new Set(rule.services.flatMap((service) => broadService(service, limits))),
  ];
}

function broadAddresses(side: string, set: AddressSet, limits: BroadLimits): string[] {
  if (set.any) return [`any ${side}`];
  if (set.negated) return [`every ${side} but some`];
  const { v4, v6 } = compileAddresses(set);
  const large4 = 2 ** (32 - limits.prefixIpv4);
  const large6 = 1n << BigInt(128 - limits.prefixIpv6);
  for (let i = 0; i < v4.length; i += 2)
    if ((v4[i + 1] as number) - (v4[i] as number) + 1 >= large4) return [`a ${side} as large as /${limits.prefixIpv4}`];
  for (let i = 0; i < v6.length; i += 2)
    if ((v6[i + 1] as bigint) - (v6[i] as bigint) + 1n >= large6)
      return [`a ${side} as large as /${limits.prefixIpv6}`];
  return [];
}

function broadService({ protocols, destinationPorts, unknown }: ServiceMatch, limits: BroadLimits): string[] {
  if (unknown !== null) return [];
  if (protocols === null && destinationPorts === null) return ['any service'];
  const withPorts = protocols === null || protocols.some(([from, to]) => from !== to || hasPorts(from));
  if (!withPorts) return [];
  if (destinationPorts === null) return ['every port'];
  const count = mergeRanges(destinationPorts).reduce((sum, [from, to]) => sum + to - from + 1, 0);
  return count > limits.ports ? [`${count} ports`] : [];
}
