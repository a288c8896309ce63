import { type IpBytes, type IpPrefix, parseIp, parsePrefix, prefixContains } from '@scopemap/net';
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

/** For allowing lines alone, by what each says by itself: lines before it are not asked. */
export function permittingRules({ controls, bindings }: ScopeFacts, wanted: ReadonlySet<string>): PermittingRules {
  const rules = new Map<string, ReadRule>();
  for (const { ruleSet } of controls)
    for (const fact of ruleSet?.rules ?? [])
      if (wanted.has(fact.id) && fact.action === 'allow')
        rules.set(fact.id, { fact, source: prefixes(fact.source), destination: prefixes(fact.destination) });
  const addresses = Map.groupBy(bindings, ({ asset }) => asset);
  const read = (end: string): IpBytes[] =>
    [end, ...(addresses.get(end) ?? []).map(({ address }) => address)].flatMap((text) => parseIp(text) ?? []);
  return (contact) => {
    const [from, to] = [read(contact.from), read(contact.to)];
    return [...rules.values()]
      .filter((rule) => permits(rule, contact, from, to) || (!contact.directed && permits(rule, contact, to, from)))
      .map(({ fact }) => fact.id);
  };
}

function prefixes(texts: readonly string[] | null): IpPrefix[] | null {
  return texts === null ? null : texts.flatMap((text) => parsePrefix(text) ?? []);
}

function permits(
  { fact, source, destination }: ReadRule,
  { protocol, port }: ContactFact,
  from: readonly IpBytes[],
  to: readonly IpBytes[],
): boolean {
  if (fact.protocol !== null && fact.protocol !== protocol) return false;
  if (fact.ports !== null && !(port !== null && fact.ports.some(([low, high]) => low <= port && port <= high)))
    return false;
  return within(source, from) && within(destination, to);
}

function within(set: readonly IpPrefix[] | null, addresses: readonly IpBytes[]): boolean {
  return set === null || set.some((prefix) => addresses.some((address) => prefixContains(prefix, address)));
}
