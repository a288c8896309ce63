import { type CompiledAddresses, matchAddresses } from '../evaluate/compiled-addresses.ts';
import type { CompiledChain } from '../evaluate/compiled-chain.ts';
import type { CompiledRule } from '../evaluate/compiled-rule.ts';
import { matchRanges, YES } from '../evaluate/match.ts';
import type { Packet } from '../evaluate/packet.ts';
import type { PlaceSet, Rule } from '../model/rule.ts';
import type { NumberRange, ServiceMatch } from '../model/service-match.ts';

/** How many members of a rule's address sets are looked at; larger rules are not said to be shadowed. */
const MAX_MEMBERS = 1000;

/**
 * For every rule that can never decide: the one earlier rule (in order of evaluation) that takes everything it matches. Rules
 * covered only by several others together are not found. What is found is certain: a covering rule has no unknown part.
 */
export function findShadowed(chain: CompiledChain): Map<number, Rule> {
  const shadowed = new Map<number, Rule>();
  for (const [position, compiled] of chain.rules.entries()) {
    const { rule } = compiled;
    const probe = rule.active ? probeOf(compiled) : null;
    if (!probe) continue;
    chain.visit(probe, (earlier) => {
      if (chain.positionOf(earlier) >= position) return true;
      if (!covers(earlier, compiled)) return false;
      shadowed.set(rule.id, earlier.rule);
      return true;
    });
  }
  return shadowed;
}

/** One packet of the rule: whatever covers the rule must match it. Null when the rule is too large or matches nothing. */
function probeOf({ source, destination, services }: CompiledRule): Packet | null {
  const [from] = rangesOf(source);
  const [to] = rangesOf(destination);
  const [service] = services;
  if (!from || !to || !service || from.family !== to.family) return null;
  const protocol = service.protocols?.[0]?.[0] ?? 6;
  const port = service.destinationPorts?.[0]?.[0] ?? 0;
  return {
    source:
      from.family === 4 ? { family: 4, low: from.low, high: from.low } : { family: 6, low: from.low, high: from.low },
    destination: to.family === 4 ? { family: 4, low: to.low, high: to.low } : { family: 6, low: to.low, high: to.low },
    protocol: [protocol, protocol],
    sourcePort: [0, 65535],
    destinationPort: [port, port],
    icmpType: null,
    icmpCode: null,
    state: 'new',
    tcpFlags: [],
    from: null,
    to: null,
  };
}

type Range = Packet['source'];

/** Ranges whose union holds the set; none when it is not known or too large to look at. */
function rangesOf({ any, negated, unknown, v4, v6, wildcards }: CompiledAddresses): Range[] {
  if (negated || unknown || v4.length + v6.length + wildcards.length > MAX_MEMBERS) return [];
  if (any)
    return [
      { family: 4, low: 0, high: 0xffff_ffff },
      { family: 6, low: 0n, high: (1n << 128n) - 1n },
    ];
  const ranges: Range[] = [];
  for (let i = 0; i < v4.length; i += 2) ranges.push({ family: 4, low: v4[i] as number, high: v4[i + 1] as number });
  for (let i = 0; i < v6.length; i += 2) ranges.push({ family: 6, low: v6[i] as bigint, high: v6[i + 1] as bigint });
  for (const { address, wildcard } of wildcards)
    ranges.push({ family: 4, low: address, high: (address | wildcard) >>> 0 });
  return ranges;
}

function covers(outer: CompiledRule, inner: CompiledRule): boolean {
  const { rule } = outer;
  if (!rule.active || rule.conditions.length > 0) return false;
  if (rule.action.kind !== 'allow' && rule.action.kind !== 'deny') return false;
  if (!samePlaces(rule.from, inner.rule.from) || !samePlaces(rule.to, inner.rule.to)) return false;
  if (rule.zonePair !== null && rule.zonePair !== inner.rule.zonePair) return false;
  if (rule.tcpEstablished && !inner.rule.tcpEstablished) return false;
  if (rule.tcpFlags && JSON.stringify(rule.tcpFlags) !== JSON.stringify(inner.rule.tcpFlags)) return false;
  const states = inner.rule.states;
  if (rule.states && !states?.every((state) => rule.states?.includes(state))) return false;
  if (!coversAddresses(outer.source, inner.source) || !coversAddresses(outer.destination, inner.destination))
    return false;
  return inner.services.every((service) => outer.services.some((each) => coversService(each, service)));
}

/** A restriction to places covers only the same restriction. */
function samePlaces(outer: PlaceSet | null, inner: PlaceSet | null): boolean {
  return outer === null || JSON.stringify(outer) === JSON.stringify(inner);
}

function coversAddresses(outer: CompiledAddresses, inner: CompiledAddresses): boolean {
  if (outer.any && !outer.negated) return true;
  if (outer.negated || outer.unknown) return false;
  const ranges = rangesOf(inner);
  return ranges.length > 0 && ranges.every((range) => matchAddresses(outer, range) === YES);
}

function coversService(outer: ServiceMatch, inner: ServiceMatch): boolean {
  if (outer.unknown !== null) return false;
  if (
    outer.icmp &&
    !inner.icmp?.every(({ type, code }) =>
      outer.icmp?.some((each) => each.type === type && (each.code === null || each.code === code)),
    )
  )
    return false;
  return (
    coversRanges(outer.protocols, inner.protocols) &&
    coversRanges(outer.sourcePorts, inner.sourcePorts) &&
    coversRanges(outer.destinationPorts, inner.destinationPorts)
  );
}

/** Ranges of both are sorted and do not touch. */
function coversRanges(outer: readonly NumberRange[] | null, inner: readonly NumberRange[] | null): boolean {
  if (outer === null) return true;
  return inner?.every(([from, to]) => matchRanges(outer, from, to) === YES) ?? false;
}
