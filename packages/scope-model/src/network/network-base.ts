import type { NetworkFacts } from '../facts/scope-facts.ts';
import { type Adjacency, createAdjacency } from './adjacency.ts';
import type { ContactColumns } from './contact-columns.ts';
import { type ContactRows, resolveContacts } from './contact-table.ts';
import { createPlaceTable, type PlaceTable } from './place-table.ts';
import { SystemTable } from './system-table.ts';

/** What of a network does not depend on statements, controls, tests and coverage: who is where, and who was in contact. */
export interface NetworkBase {
  readonly places: PlaceTable;
  /** To be copied before others are added. */
  readonly systems: SystemTable;
  readonly rows: ContactRows;
  adjacency(): Adjacency;
}

const LISTS = ['zones', 'segments', 'assets', 'bindings'] as const;

interface Known {
  readonly facts: NetworkFacts;
  readonly base: NetworkBase;
}

const known = new WeakMap<ContactColumns, Known>();

/**
 * The base of a network. Kept with the columns of its contacts: when only statements, rules or tests have changed (the lists
 * of places, assets and bindings are the very same), it is not made again.
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
  const { period, now } = facts;
  return (
    LISTS.every((list) => before[list] === facts[list]) &&
    before.period.start === period.start &&
    before.period.end === period.end &&
    now >= before.now &&
    now < base.systems.goodUntil
  );
}
