import type { ContactFact } from '../facts/contact-fact.ts';
import type { NetworkFacts } from '../facts/scope-facts.ts';
import { byText } from '../network/by-text.ts';
import { type ContactColumns, readContacts } from '../network/contact-columns.ts';
import { isSegment } from '../network/place-table.ts';
import { compileNetwork } from '../network/scope-network.ts';
import type { SystemTable } from '../network/system-table.ts';
import { SCOPE_RULES } from '../rules/scope-rules.ts';
import { ScopeState } from '../rules/scope-state.ts';
import { isInScope, type ScopeCategory } from '../scope-category.ts';
import type { AssetScope, BoundaryCoverage, ScopeClassification, ScopeItem } from './classification.ts';
import { markConflicts } from './conflicts.ts';
import { PlaceDecisions } from './decide-place.ts';
import { explainSystem } from './explain-system.ts';
import { findItems } from './items/find-items.ts';

/** The facts of a classification; contacts may come one by one, of which none is kept, or as columns. */
export interface ClassifiableFacts extends NetworkFacts {
  readonly contacts: Iterable<ContactFact> | ContactColumns;
}

/**
 * Decides every system and place of the facts (DOMAIN 2.5). Same facts, same result, whatever their order. Facts that
 * {@link checkFacts} objects to are read as far as they go: a reference to nothing says nothing. Categories are computed
 * here; explanations and items when asked for.
 */
export function classifyScope(facts: ClassifiableFacts): ScopeClassification {
  const network = compileNetwork(facts, columnsOf(facts.contacts));
  const state = new ScopeState(network);
  for (const rule of SCOPE_RULES) state.take(rule.name, rule.category, rule.mark(state));
  const conflicts = markConflicts(state);
  const { systems, places } = network;
  const scopeOf = (id: string, system: number): AssetScope => {
    const category = state.category(system) as ScopeCategory;
    return { id, category, inScope: isInScope(category), conflict: conflicts[system] === 1 };
  };
  const assets = inIdOrder(systems).map((system) => scopeOf(systems.ids[system] as string, system));
  if (systems.aliases.size > 0) {
    assets.push(...Array.from(systems.aliases, ([id, system]) => scopeOf(id, system)));
    assets.sort((a, b) => byText(a.id, b.id));
  }
  const decisions = new PlaceDecisions(state);
  let items: readonly ScopeItem[] | undefined;
  let coverage: readonly BoundaryCoverage[] | undefined;
  return {
    assets,
    explain: (id) => {
      const system = systems.indexOf(id);
      return system < 0 ? undefined : explainSystem(state, system, conflicts[system] === 1);
    },
    places: places.refs.map((place, i) => {
      const { category, inScope } = decisions.decide(i);
      return { place, category, inScope };
    }),
    explainPlace: (place) => {
      const i = places.indexOf(place);
      return i < 0 ? undefined : decisions.decide(i);
    },
    get coverage() {
      coverage ??= coverageOf(state);
      return coverage;
    },
    get items() {
      items ??= findItems(state, decisions, conflicts);
      return items;
    },
  };
}

function columnsOf(contacts: ClassifiableFacts['contacts']): ContactColumns {
  return Symbol.iterator in contacts ? readContacts(contacts) : contacts;
}

/** Assets are numbered in the order of their ids; bare addresses, as they came, are put between them. */
function inIdOrder({ ids, assetCount, count }: SystemTable): number[] {
  const order = Array.from({ length: count }, (_, system) => system);
  return count === assetCount ? order : order.sort((a, b) => byText(ids[a] as string, ids[b] as string));
}

/** Every pair with a place of the CDE; of a zone with segments only where addresses are left for itself. */
function coverageOf({ network: { places }, cdePlaces, coverage }: ScopeState): BoundaryCoverage[] {
  const counts = (place: number) => isSegment(places, place) || (places.ranges[place] as readonly bigint[]).length > 0;
  const cde = new Set(cdePlaces);
  return places.refs.flatMap((_, a) =>
    places.refs.flatMap((__, b) =>
      a < b && (cde.has(a) || cde.has(b)) && counts(a) && counts(b) ? [coverage.coverage(a, b)] : [],
    ),
  );
}
