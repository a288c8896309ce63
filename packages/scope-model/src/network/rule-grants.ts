import { hasPorts } from '@scopemap/net';
import type { ScopeSettings } from '../facts/scope-settings.ts';
import { type AddressRanges, coversRanges, intersectRanges, subtractRanges } from './address-ranges.ts';
import { type CompiledRule, type CompiledRules, coversService, sharesService } from './compiled-rules.ts';
import { isMapped } from './system-address.ts';

/** Access that a line of a rule set gives between two places. */
export interface RuleGrant {
  readonly rule: CompiledRule;
  /** Addresses of the first place that take part; never empty. */
  readonly near: AddressRanges;
  /** Addresses of the second place that take part; never empty. */
  readonly far: AddressRanges;
  /** The second place is the destination. */
  readonly outward: boolean;
  /** False: a part that was not understood may take it back. */
  readonly certain: boolean;
  /** Why the line names nobody or nothing in particular; null when it is specific. */
  readonly broad: string | null;
}

/**
 * What a rule set allows between `near` and `far`, either way. A line is left out where lines before it deny all of it;
 * where they deny a part, the rest counts.
 */
export function ruleGrants(
  rules: CompiledRules,
  near: { readonly place: number; readonly ranges: AddressRanges },
  far: { readonly place: number; readonly ranges: AddressRanges },
  settings: ScopeSettings,
): RuleGrant[] {
  const understood = rules.set.linesNotUnderstood.length === 0;
  return [true, false].flatMap((outward) => {
    const [from, to] = outward ? [near, far] : [far, near];
    const lines = rules.between(from.place, to.place).map((rule) => ({
      rule,
      source: intersectRanges(rule.source, from.ranges),
      destination: intersectRanges(rule.destination, to.ranges),
    }));
    return lines.flatMap((line, i) => {
      if (line.rule.action !== 'allow') return [];
      const left = undenied(line, lines.slice(0, i));
      if (!left) return [];
      const [nearSide, farSide] = outward ? [left.source, left.destination] : [left.destination, left.source];
      const certain = understood && !line.rule.uncertain && left.certain;
      return [
        { rule: line.rule, near: nearSide, far: farSide, outward, certain, broad: broadness(line.rule, settings) },
      ];
    });
  });
}

interface Line {
  readonly rule: CompiledRule;
  readonly source: AddressRanges;
  readonly destination: AddressRanges;
}

function undenied(
  allow: Line,
  before: readonly Line[],
): { source: AddressRanges; destination: AddressRanges; certain: boolean } | null {
  let { source, destination } = allow;
  let certain = true;
  for (const line of before) {
    if (line.rule.action !== 'deny' || !sharesService(line.rule, allow.rule)) continue;
    if (line.rule.uncertain) {
      certain &&= !(meets(line.source, source) && meets(line.destination, destination));
    } else if (coversService(line.rule, allow.rule)) {
      if (coversRanges(line.destination, destination)) source = subtractRanges(source, line.source);
      else if (coversRanges(line.source, source)) destination = subtractRanges(destination, line.destination);
      if (source.length === 0 || destination.length === 0) return null;
    }
  }
  return { source, destination, certain };
}

function meets(a: AddressRanges, b: AddressRanges): boolean {
  return intersectRanges(a, b).length > 0;
}

/** DOMAIN 2.5, `too_broad`: any service, many ports, anybody, or a prefix that is as good as anybody. */
function broadness(rule: CompiledRule, settings: ScopeSettings): string | null {
  const { fact, protocol, ports } = rule;
  if (fact === null) return 'the default allows everything';
  if (protocol === null) return 'any service';
  if (hasPorts(protocol)) {
    if (ports === null) return 'every port';
    const widest = Math.max(...ports.map(([from, to]) => to - from + 1));
    if (widest > settings.broadPorts) return `a range of ${widest} ports`;
  }
  return broadPrefix('source', fact.source, settings) ?? broadPrefix('destination', fact.destination, settings);
}

function broadPrefix(side: string, prefixes: readonly string[] | null, settings: ScopeSettings): string | null {
  if (prefixes === null) return `any ${side}`;
  for (const prefix of prefixes) {
    const mapped = isMapped(prefix);
    const most = prefix.includes(':') && !mapped ? settings.broadPrefixIpv6 : settings.broadPrefixIpv4;
    const slash = prefix.indexOf('/');
    const length = Number(prefix.slice(slash + 1)) - (mapped ? 96 : 0);
    if (slash >= 0 && length <= most) return `${side} ${prefix}`;
  }
  return null;
}
