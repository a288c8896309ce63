import type { RuleFact, RuleSetFact } from '../facts/control-fact.ts';
import { type AddressRanges, ALL_ADDRESSES, prefixRanges } from './address-ranges.ts';
import type { PlaceTable } from './place-table.ts';
import type { Site } from './system-table.ts';

/** One line with its addresses as ranges. A default that allows is a last line without a fact. */
export interface CompiledRule {
  readonly fact: RuleFact | null;
  readonly action: 'allow' | 'deny';
  readonly source: AddressRanges;
  readonly destination: AddressRanges;
  readonly protocol: number | null;
  readonly ports: readonly (readonly [number, number])[] | null;
  readonly uncertain: boolean;
}

/** A rule set, ready to be asked for the lines that concern two places. */
export interface CompiledRules {
  readonly set: RuleSetFact;
  /** Lines that may match something from one place to the other, in order. */
  between(source: number, destination: number): readonly CompiledRule[];
}

export function compileRules(set: RuleSetFact, places: PlaceTable): CompiledRules {
  const rules: CompiledRule[] = set.rules.map((fact) => ({
    fact,
    action: fact.action,
    source: prefixRanges(fact.source),
    destination: prefixRanges(fact.destination),
    protocol: fact.protocol,
    ports: fact.ports,
    uncertain: fact.uncertain,
  }));
  if (set.defaultAction === 'allow') rules.push(EVERYTHING);
  const sources = rulesByPlace(rules, places, ({ source }) => source);
  const destinations = rulesByPlace(rules, places, ({ destination }) => destination);
  const pairs = new Map<number, readonly CompiledRule[]>();
  return {
    set,
    between: (source, destination) => {
      const key = source * places.refs.length + destination;
      const known = pairs.get(key);
      if (known) return known;
      const into = destinations[destination] as ReadonlySet<number>;
      const lines = [...(sources[source] as ReadonlySet<number>)]
        .filter((rule) => into.has(rule))
        .map((rule) => rules[rule] as CompiledRule);
      pairs.set(key, lines);
      return lines;
    },
  };
}

const EVERYTHING: CompiledRule = {
  fact: null,
  action: 'allow',
  source: ALL_ADDRESSES,
  destination: ALL_ADDRESSES,
  protocol: null,
  ports: null,
  uncertain: false,
};

function rulesByPlace(
  rules: readonly CompiledRule[],
  places: PlaceTable,
  side: (rule: CompiledRule) => AddressRanges,
): ReadonlySet<number>[] {
  const byPlace = places.refs.map(() => new Set<number>());
  for (const [i, rule] of rules.entries())
    for (const place of places.within(side(rule))) (byPlace[place] as Set<number>).add(i);
  return byPlace;
}

/** True when whatever `inner` matches by protocol and port, `outer` matches, too. */
export function coversService(outer: CompiledRule, inner: CompiledRule): boolean {
  if (outer.protocol !== null && outer.protocol !== inner.protocol) return false;
  if (outer.ports === null) return true;
  return (
    inner.ports?.every(([from, to]) => outer.ports?.some(([low, high]) => low <= from && to <= high) ?? false) ?? false
  );
}

/** True when something may match both by protocol and port. */
export function sharesService(a: CompiledRule, b: CompiledRule): boolean {
  if (a.protocol !== null && b.protocol !== null && a.protocol !== b.protocol) return false;
  if (a.ports === null || b.ports === null) return true;
  return a.ports.some(([from, to]) => b.ports?.some(([low, high]) => low <= to && from <= high));
}

/** What the first matching line says of a packet that opens a contact; null: nobody can tell. */
export function judge(
  rules: CompiledRules,
  source: Pick<Site, 'address' | 'place'>,
  destination: Pick<Site, 'address' | 'place'>,
  protocol: number,
  port: number | null,
): { readonly action: 'allow' | 'deny'; readonly rule: RuleFact | null } | null {
  const { set } = rules;
  if (set.linesNotUnderstood.length > 0) return null;
  for (const rule of rules.between(source.place, destination.place)) {
    if (rule.protocol !== null && rule.protocol !== protocol) continue;
    if (!mayMatchPort(rule, port)) continue;
    if (!holds(rule.source, source.address) || !holds(rule.destination, destination.address)) continue;
    const certain = !rule.uncertain && (rule.ports === null || port !== null);
    return certain ? { action: rule.action, rule: rule.fact } : null;
  }
  return set.defaultAction === 'deny' ? { action: 'deny', rule: null } : null;
}

/** A port that is not known may be any. */
function mayMatchPort({ ports }: CompiledRule, port: number | null): boolean {
  return ports === null || port === null || ports.some(([from, to]) => from <= port && port <= to);
}

function holds(ranges: AddressRanges, address: bigint): boolean {
  for (let i = 0; i < ranges.length; i += 2)
    if ((ranges[i] as bigint) <= address) {
      if (address <= (ranges[i + 1] as bigint)) return true;
    } else return false;
  return false;
}
