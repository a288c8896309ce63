import { hasPorts, ICMP, ICMPV6, TCP } from '@scopemap/net';
import type { PlaceSet, Rule, TcpFlagMatch } from '../model/rule.ts';
import { mergeRanges, type NumberRange, type ServiceMatch } from '../model/service-match.ts';
import { type CompiledAddresses, compileAddresses, matchAddresses } from './compiled-addresses.ts';
import { MAYBE, type Match, matchRanges, NO, YES } from './match.ts';
import { ACK, type Packet, RST } from './packet.ts';

/** A rule made ready for matching. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly source: CompiledAddresses;
  readonly destination: CompiledAddresses;
  readonly services: readonly ServiceMatch[];
}

/** Address sets that rules share (groups) are compiled once: give the same `cache` for all rules of a file. */
export function compileRule(rule: Rule, cache: Map<object, CompiledAddresses>): CompiledRule {
  return {
    rule,
    source: cached(rule.source, cache),
    destination: cached(rule.destination, cache),
    services: rule.services.map(sortRanges),
  };
}

function cached(set: Rule['source'], cache: Map<object, CompiledAddresses>): CompiledAddresses {
  let compiled = cache.get(set);
  if (!compiled) {
    compiled = compileAddresses(set);
    cache.set(set, compiled);
  }
  return compiled;
}

function sortRanges(service: ServiceMatch): ServiceMatch {
  const { protocols, sourcePorts, destinationPorts } = service;
  return {
    ...service,
    protocols: protocols && mergeRanges(protocols),
    sourcePorts: sourcePorts && mergeRanges(sourcePorts),
    destinationPorts: destinationPorts && mergeRanges(destinationPorts),
  };
}

/** Whether the rule matches all, some or none of the packets asked about. */
export function matchRule({ rule, source, destination, services }: CompiledRule, packet: Packet): Match {
  if (!rule.active) return NO;
  let match = matchAddresses(source, packet.source);
  if (match === NO) return NO;
  match = least(match, matchAddresses(destination, packet.destination));
  if (match === NO) return NO;
  match = least(match, matchServices(services, packet));
  if (match === NO) return NO;
  return least(match, matchContext(rule, packet));
}

/** {@link matchRule} for what a rule asks beside addresses and services: flags, state, interfaces, zones, further conditions. */
export function matchContext(rule: Rule, packet: Packet): Match {
  let match: Match = rule.conditions.length > 0 ? MAYBE : YES;
  match = least(match, matchState(rule, packet));
  if (match === NO) return NO;
  match = least(match, matchPlace(rule.from, packet.from, packet));
  match = least(match, matchPlace(rule.to, packet.to, packet));
  return least(match, matchZonePair(rule, packet));
}

function least(a: Match, b: Match): Match {
  return a < b ? a : b;
}

function matchServices(services: readonly ServiceMatch[], packet: Packet): Match {
  let best: Match = NO;
  for (const service of services) {
    const match = matchService(service, packet);
    if (match === YES) return YES;
    if (match > best) best = match;
  }
  return best;
}

function matchService(service: ServiceMatch, packet: Packet): Match {
  const [protocol, lastProtocol] = packet.protocol;
  let match: Match = service.unknown === null ? YES : MAYBE;
  if (service.protocols) match = least(match, matchRanges(service.protocols, protocol, lastProtocol));
  if (match === NO) return NO;
  if (service.sourcePorts || service.destinationPorts) {
    if (protocol !== lastProtocol) match = MAYBE;
    else if (!hasPorts(protocol)) return NO;
    match = least(match, matchPorts(service.sourcePorts, packet.sourcePort));
    match = least(match, matchPorts(service.destinationPorts, packet.destinationPort));
  }
  return service.icmp ? least(match, matchIcmp(service.icmp, packet)) : match;
}

function matchPorts(ranges: readonly NumberRange[] | null, asked: NumberRange): Match {
  return ranges ? matchRanges(ranges, asked[0], asked[1]) : YES;
}

function matchIcmp(messages: NonNullable<ServiceMatch['icmp']>, packet: Packet): Match {
  const [protocol, lastProtocol] = packet.protocol;
  if (protocol !== lastProtocol) return MAYBE;
  if (protocol !== ICMP && protocol !== ICMPV6) return NO;
  if (packet.icmpType === null) return MAYBE;
  let best: Match = NO;
  for (const { type, code } of messages) {
    if (type !== packet.icmpType) continue;
    if (code === null || code === packet.icmpCode) return YES;
    if (packet.icmpCode === null) best = MAYBE;
  }
  return best;
}

function matchState({ tcpEstablished, tcpFlags, states }: Rule, packet: Packet): Match {
  if (states && !states.includes(packet.state)) return NO;
  if (!tcpEstablished && !tcpFlags) return YES;
  const [protocol, lastProtocol] = packet.protocol;
  if (protocol !== lastProtocol) return MAYBE;
  if (protocol !== TCP) return NO;
  const match = tcpEstablished ? matchFlags(packet, (flags) => (flags & (ACK | RST)) !== 0) : YES;
  return tcpFlags
    ? least(
        match,
        matchFlags(packet, (flags) => hasFlags(tcpFlags, flags)),
      )
    : match;
}

function hasFlags({ mask, value, negated }: TcpFlagMatch, flags: number): boolean {
  return ((flags & mask) === value) !== negated;
}

function matchFlags(packet: Packet, test: (flags: number) => boolean): Match {
  const hits = packet.tcpFlags.filter(test).length;
  return hits === packet.tcpFlags.length ? YES : hits > 0 ? MAYBE : NO;
}

function matchPlace(places: PlaceSet | null, asked: string | null, { source, destination }: Packet): Match {
  if (!places) return YES;
  const { names, negated } = places;
  if (asked !== null) return names.some((name) => matchesName(name, asked)) !== negated ? YES : NO;
  // What an exporter saw between two hosts did not pass a loopback interface.
  if (names.every((name) => name === 'lo') && source.low !== destination.low) return negated ? YES : NO;
  return MAYBE;
}

function matchesName(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function matchZonePair({ zonePair }: Rule, { from, to }: Packet): Match {
  if (zonePair === null) return YES;
  if (from === null || to === null) return MAYBE;
  return (from === to) === (zonePair === 'same') ? YES : NO;
}
