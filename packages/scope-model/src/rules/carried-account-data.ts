import type { ScopeReason } from '../classification/classification.ts';
import { byText } from '../network/by-text.ts';
import type { ScopeNetwork } from '../network/scope-network.ts';
import type { TagOf } from '../network/statements.ts';
import { externalGrounds } from './external-grounds.ts';
import { contactRefs, distinct, factRef, listNames } from './fact-refs.ts';

type CarriesTag = TagOf<'carries-account-data'>;

interface Carried {
  readonly row: number;
  readonly tags: readonly CarriesTag[];
}

const known = new WeakMap<ScopeNetwork, ReadonlyMap<number, readonly Carried[]>>();

/**
 * Contacts that carry account data, as a person says, by the systems at their ends: both transmit it. A system that is not the
 * entity's own has none; it stays what it is, and its end of the flow is listed with third parties.
 */
export function carriedBySystem(network: ScopeNetwork): ReadonlyMap<number, readonly Carried[]> {
  let found = known.get(network);
  if (!found) {
    found = findCarried(network);
    known.set(network, found);
  }
  return found;
}

function findCarried(network: ScopeNetwork): ReadonlyMap<number, readonly Carried[]> {
  const found = new Map<number, Carried[]>();
  const tags = Map.groupBy(network.statements.all('carries-account-data'), ({ subject }) => subject.id);
  if (tags.size === 0) return found;
  const { contacts } = network;
  const external = externalGrounds(network).systems;
  for (let row = 0; row < contacts.count; row++) {
    const own = tags.get(contacts.id(row));
    if (!own || contacts.isRetired(row)) continue;
    for (const system of [contacts.from[row] as number, contacts.to[row] as number]) {
      if (external[system] === 1) continue;
      const list = found.get(system);
      if (list) list.push({ row, tags: own });
      else found.set(system, [{ row, tags: own }]);
    }
  }
  return found;
}

/** One reason for each flow that begins, passes or ends at the system. */
export function carriedReasons(network: ScopeNetwork, system: number): ScopeReason[] {
  const carried = carriedBySystem(network).get(system) ?? [];
  const hops = carried.flatMap(({ row, tags }) => tags.map((tag) => ({ row, tag })));
  const flows = Map.groupBy(hops, ({ tag }) => tag.statement.flow);
  return [...flows]
    .sort(([a], [b]) => byText(a, b))
    .map(([flow, own]) => {
      const rows = own.map(({ row }) => row);
      const peers = rows.map((row) => network.systems.name(network.contacts.peer(row, system)));
      const authors = own.map(({ tag }) => tag.author);
      return {
        rule: 'R1',
        category: 'CDE_CHD',
        code: 'carries-account-data',
        text: `It transmits account data with ${listNames(peers)} (flow “${flow}”), says ${listNames(authors)}.`,
        facts: [...distinct(own.map(({ tag }) => factRef('tag', tag))).slice(0, 50), ...contactRefs(network, rows)],
      };
    });
}
