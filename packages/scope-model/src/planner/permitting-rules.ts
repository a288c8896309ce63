import { formatIp, type IpBytes, type IpPrefix, parseIp, parsePrefix, prefixContains } from '@scopemap/net';
import type { ContactFact } from '../facts/contact-fact.ts';
import type { RuleFact } from '../facts/control-fact.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';

/** Tells which of the given rules let a contact through, by its addresses, service and direction. */
export type PermittingRules = (contact: ContactFact) => readonly string[];

interface ReadRule {
  readonly fact: RuleFact;
  readonly source: readonly IpPrefix[] | null;
  readonly destination: readonly IpPrefix[] | null;
}

/** One end of a contact: every address that it has ever had. */
interface End {
  readonly addresses: readonly IpBytes[];
  /** Rules whose source may hold it. */
  readonly rules: readonly ReadRule[];
}

/** For allowing lines alone, by what each says by itself: lines before it are not asked. */
export function permittingRules({ controls, bindings }: ScopeFacts, wanted: ReadonlySet<string>): PermittingRules {
  const rulesFrom = sourceIndex(readRules(controls, wanted));
  const bound = Map.groupBy(bindings, ({ asset }) => asset);
  const ends = new Map<string, End>();
  const endOf = (id: string): End => {
    const known = ends.get(id);
    if (known) return known;
    const texts = [id, ...(bound.get(id) ?? []).map(({ address }) => address)];
    const addresses = texts.flatMap((text) => parseIp(text) ?? []);
    const end = { addresses, rules: rulesFrom(addresses) };
    ends.set(id, end);
    return end;
  };
  return (contact) => {
    const [from, to] = [endOf(contact.from), endOf(contact.to)];
    const found = from.rules.filter((rule) => permits(rule, contact, from, to));
    if (!contact.directed) found.push(...to.rules.filter((rule) => permits(rule, contact, to, from)));
    return [...new Set(found)].map(({ fact }) => fact.id);
  };
}

function readRules(controls: ScopeFacts['controls'], wanted: ReadonlySet<string>): ReadRule[] {
  const rules = new Map<string, ReadRule>();
  for (const { ruleSet } of controls)
    for (const fact of ruleSet?.rules ?? [])
      if (wanted.has(fact.id) && fact.action === 'allow')
        rules.set(fact.id, { fact, source: prefixes(fact.source), destination: prefixes(fact.destination) });
  return [...rules.values()];
}

function prefixes(texts: readonly string[] | null): IpPrefix[] | null {
  return texts === null ? null : texts.flatMap((text) => parsePrefix(text) ?? []);
}

/** Rules that name hosts are found by host: there may be thousands of them, and millions of contacts. */
function sourceIndex(rules: readonly ReadRule[]): (addresses: readonly IpBytes[]) => ReadRule[] {
  const byHost = new Map<string, ReadRule[]>();
  const others: ReadRule[] = [];
  for (const rule of rules) {
    if (rule.source?.every(({ bytes, length }) => length === bytes.length * 8) !== true) {
      others.push(rule);
      continue;
    }
    for (const host of new Set(rule.source.map(({ bytes }) => formatIp(bytes)))) {
      const own = byHost.get(host);
      if (own) own.push(rule);
      else byHost.set(host, [rule]);
    }
  }
  return (addresses) => [
    ...new Set([...others, ...addresses.flatMap((address) => byHost.get(formatIp(address)) ?? [])]),
  ];
}

function permits(
  { fact, source, destination }: ReadRule,
  { protocol, port }: ContactFact,
  from: End,
  to: End,
): boolean {
  if (fact.protocol !== null && fact.protocol !== protocol) return false;
  if (fact.ports !== null && !(port !== null && fact.ports.some(([low, high]) => low <= port && port <= high)))
    return false;
  return within(source, from) && within(destination, to);
}

function within(set: readonly IpPrefix[] | null, { addresses }: End): boolean {
  return set === null || set.some((prefix) => addresses.some((address) => prefixContains(prefix, address)));
}
