import type { ControlFact, RuleFact } from '../facts/control-fact.ts';
import type { ScopeSettings } from '../facts/scope-settings.ts';
import { type AddressRanges, prefixRanges } from '../network/address-ranges.ts';
import { ruleGrants } from '../network/rule-grants.ts';
import type { ScopeNetwork } from '../network/scope-network.ts';
import type { ControlGrant } from '../network/separation.ts';

/** Access between a place and one of the CDE by a control that is not said to stand between the two. */
export interface GrantElsewhere {
  readonly grant: ControlGrant;
  readonly cde: number;
}

/**
 * Lines that name addresses of a place and of the CDE on both sides, on controls that nobody has named for that pair. Such a
 * line says that traffic passes there after all: either the control is one more path, or the line is a leftover. A line
 * with a broad side says nothing of the kind; it stands on every way to the Internet.
 */
export function grantsElsewhere(
  network: ScopeNetwork,
  cdePlaces: readonly number[],
): ReadonlyMap<number, readonly GrantElsewhere[]> {
  const { controls, places, separations, facts } = network;
  const cde = new Set(cdePlaces);
  const found = new Map<number, GrantElsewhere[]>();
  const side = (place: number) => ({ place, ranges: places.ranges[place] as AddressRanges });
  for (const control of controls) {
    const rules = separations.rulesOf(control);
    if (!rules) continue;
    for (const key of pairsNamed(control, network, cde)) {
      const [near, far] = key.split(' ').map(Number) as [number, number];
      if (separations.controls.of(near, far).includes(control)) continue;
      const grants = ruleGrants(rules, side(near), side(far), facts.settings)
        .filter(({ rule }) => rule.fact !== null && isSpecific(rule.fact, facts.settings))
        .map((grant) => ({ grant: { ...grant, control }, cde: far }));
      if (grants.length > 0) found.set(near, [...(found.get(near) ?? []), ...grants]);
    }
  }
  return found;
}

/** Pairs of a place and one of the CDE, as text, that some specific line of the control names, either way. */
function pairsNamed({ ruleSet }: ControlFact, { places, facts }: ScopeNetwork, cde: ReadonlySet<number>): Set<string> {
  const pairs = new Set<string>();
  for (const rule of ruleSet?.rules ?? []) {
    if (rule.action !== 'allow' || !isSpecific(rule, facts.settings)) continue;
    const sources = places.within(prefixRanges(rule.source));
    const destinations = places.within(prefixRanges(rule.destination));
    for (const source of sources) {
      for (const destination of destinations) {
        if (source === destination) continue;
        if (cde.has(destination)) pairs.add(`${source} ${destination}`);
        if (cde.has(source)) pairs.add(`${destination} ${source}`);
      }
    }
  }
  return pairs;
}

function isSpecific({ source, destination }: RuleFact, settings: ScopeSettings): boolean {
  return [source, destination].every((prefixes) => prefixes?.every((one) => isNarrow(one, settings)) ?? false);
}

function isNarrow(prefix: string, { broadPrefixIpv4, broadPrefixIpv6 }: ScopeSettings): boolean {
  return Number(prefix.slice(prefix.indexOf('/') + 1)) > (prefix.includes(':') ? broadPrefixIpv6 : broadPrefixIpv4);
}
