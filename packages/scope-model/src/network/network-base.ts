import type { AddressBinding } from '../facts/asset-fact.ts';
import type { NetworkFacts } from '../facts/scope-facts.ts';
import { type Adjacency, createAdjacency } from './adjacency.ts';
import type { ContactColumns } from './contact-columns.ts';
import { type ContactRows, resolveContacts } from './contact-table.ts';
import { createPlaceTable, type PlaceTable } from './place-table.ts';
import { instantOf, SystemTable } from './system-table.ts';

/** What of a network does not depend on statements, controls, tests and coverage: who is where, and who was in contact. */
export interface NetworkBase {
  readonly places: PlaceTable;
  /** To be copied before others are added. */
  readonly systems: SystemTable;
  readonly rows: ContactRows;
  adjacency(): Adjacency;
}

interface Known {
  readonly facts: NetworkFacts;
  readonly base: NetworkBase;
}

const known = new WeakMap<ContactColumns, Known>();

/**
 * The base of a network. Kept with the columns of its contacts: when only statements, rules, tests or the instant have changed
 * (places, assets and bindings say the same, and none begins or ends meanwhile), it is not made again.
 */
export function networkBase(facts: NetworkFacts, contacts: ContactColumns): NetworkBase {
  const before = known.get(contacts);
  if (before && isSame(before, facts)) return before.base;
  const places = createPlaceTable(facts.zones, facts.segments);
  const systems = SystemTable.of(facts, places);
  const rows = resolveContacts(contacts, systems);
  let adjacency: Adjacency | undefined;
  const base: NetworkBase = {
    places,
    systems,
    rows,
    adjacency: () => {
      adjacency ??= createAdjacency(rows, systems.count);
      return adjacency;
    },
  };
  known.set(contacts, { facts, base });
  return base;
}

function isSame({ facts: before, base }: Known, facts: NetworkFacts): boolean {
  const { systems } = base;
  return (
    facts.period.start >= before.period.start &&
    facts.period.start < systems.goodAsOf &&
    facts.period.end >= before.period.end &&
    facts.now >= before.now &&
    instantOf(facts) <= systems.goodUntil &&
    saysSame(before.zones, facts.zones, (a, b) => sameTexts(a.prefixes, b.prefixes)) &&
    saysSame(before.segments, facts.segments, (a, b) => a.zone === b.zone && sameTexts(a.prefixes, b.prefixes)) &&
    saysSame(before.assets, facts.assets, (a, b) => sameTexts(a.knownBy, b.knownBy)) &&
    sameList(before.bindings, facts.bindings, sameBinding)
  );
}

interface Named {
  readonly id: string;
  readonly name: string | null;
}

/** The same ids and names, and whatever else matters, in the same order. */
function saysSame<T extends Named>(a: readonly T[], b: readonly T[], isSameRest: (a: T, b: T) => boolean): boolean {
  return sameList(a, b, (x, y) => x.id === y.id && x.name === y.name && isSameRest(x, y));
}

function sameList<T>(a: readonly T[], b: readonly T[], isSameRow: (a: T, b: T) => boolean): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((row, i) => row === b[i] || isSameRow(row, b[i] as T));
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return sameList(a, b, () => false);
}

function sameBinding(a: AddressBinding, b: AddressBinding): boolean {
  return (
    a.asset === b.asset && a.address === b.address && a.from === b.from && a.until === b.until && a.basis === b.basis
  );
}
