import type { ControlFact, RuleVerdictFact } from '../facts/control-fact.ts';
import type { SegmentSighting } from '../facts/place.ts';
import type { NetworkFacts } from '../facts/scope-facts.ts';
import type { ScopeRole } from '../facts/tag-fact.ts';
import type { Adjacency } from './adjacency.ts';
import { byId, byText } from './by-text.ts';
import type { ContactColumns } from './contact-columns.ts';
import { ContactTable } from './contact-table.ts';
import { networkBase } from './network-base.ts';
import type { PlaceTable } from './place-table.ts';
import { createSeparationTable, type SeparationTable } from './separation.ts';
import { createStatements, type Statements, type TagOf } from './statements.ts';
import type { SystemTable } from './system-table.ts';

/** The facts, compiled for the rules: names became numbers, statements that do not hold are out, lists have an order. */
export interface ScopeNetwork {
  readonly facts: NetworkFacts;
  readonly statements: Statements;
  readonly places: PlaceTable;
  readonly systems: SystemTable;
  readonly contacts: ContactTable;
  readonly controls: readonly ControlFact[];
  readonly separations: SeparationTable;
  /** Where a system was seen by something that crosses no router, with the number of the place. */
  readonly sightings: ReadonlyMap<number, readonly { readonly fact: SegmentSighting; readonly place: number }[]>;
  /** Tags that give a system its roles. */
  readonly roles: ReadonlyMap<number, readonly TagOf<'role'>[]>;
  /** Verdicts by contact id. */
  verdicts(contact: string): readonly RuleVerdictFact[];
  adjacency(): Adjacency;
}

export function compileNetwork(facts: NetworkFacts, contacts: ContactColumns): ScopeNetwork {
  const statements = createStatements(facts.tags, facts.now);
  const base = networkBase(facts, contacts);
  const { places, adjacency } = base;
  const systems = base.systems.copy();
  const retired = new Map<string, number>();
  for (const { subject, at } of statements.all('contact-retired'))
    if (subject.kind === 'contact') retired.set(subject.id, Math.max(at, retired.get(subject.id) ?? -Infinity));
  const table = new ContactTable(base.rows, retired);
  meetSpokenOf(facts, systems);
  const roles = rolesOf(statements, systems);
  markScanners(table, roles);
  const controls = byId(facts.controls);
  let verdicts: Map<string, RuleVerdictFact[]> | undefined;
  return {
    facts,
    statements,
    places,
    systems,
    contacts: table,
    controls,
    separations: createSeparationTable(controls, places, statements, facts.settings),
    sightings: sightingsOf(facts, places, systems),
    roles,
    verdicts: (contact) => {
      verdicts ??= verdictsOf(facts.verdicts);
      return verdicts.get(contact) ?? [];
    },
    adjacency,
  };
}

/** A system that nobody talks to may still be spoken about. */
function meetSpokenOf({ tags, controls, sightings }: NetworkFacts, systems: SystemTable): void {
  for (const { subject, statement } of tags) {
    if (subject.kind === 'asset') systems.meet(subject.id);
    if (statement.kind === 'manages' || statement.kind === 'no-influence') systems.meet(statement.target);
    if (statement.kind === 'hosts') systems.meet(statement.guest);
  }
  for (const { asset } of controls) if (asset !== null) systems.meet(asset);
  for (const { asset } of sightings) systems.meet(asset);
}

function rolesOf(statements: Statements, systems: SystemTable): Map<number, TagOf<'role'>[]> {
  const roles = new Map<number, TagOf<'role'>[]>();
  for (const tag of statements.all('role')) {
    if (tag.subject.kind !== 'asset') continue;
    for (const system of systems.named(tag.subject.id)) {
      const own = roles.get(system);
      if (own) own.push(tag);
      else roles.set(system, [tag]);
    }
  }
  return roles;
}

/** What a declared scanner opens is a scan, whatever it looked like. */
function markScanners(contacts: ContactTable, roles: ReadonlyMap<number, readonly TagOf<'role'>[]>): void {
  const scanners = new Set([...roles].filter(([, tags]) => hasRole(tags, 'vulnscan')).map(([system]) => system));
  if (scanners.size === 0) return;
  for (let row = 0; row < contacts.count; row++)
    if (contacts.isDirected(row) && scanners.has(contacts.from[row] as number)) contacts.markScan(row);
}

export function hasRole(tags: readonly TagOf<'role'>[] | undefined, role: ScopeRole): boolean {
  return tags?.some(({ statement }) => statement.role === role) ?? false;
}

function sightingsOf(
  { sightings }: NetworkFacts,
  places: PlaceTable,
  systems: SystemTable,
): Map<number, { fact: SegmentSighting; place: number }[]> {
  const bySystem = new Map<number, { fact: SegmentSighting; place: number }[]>();
  for (const fact of byId(sightings)) {
    const place = places.indexOf(fact.place);
    if (place < 0) continue;
    for (const system of systems.named(fact.asset)) {
      const own = bySystem.get(system);
      if (own) own.push({ fact, place });
      else bySystem.set(system, [{ fact, place }]);
    }
  }
  return bySystem;
}

function verdictsOf(facts: readonly RuleVerdictFact[]): Map<string, RuleVerdictFact[]> {
  const byContact = new Map<string, RuleVerdictFact[]>();
  for (const verdict of [...facts].sort((a, b) => byText(a.control, b.control))) {
    const own = byContact.get(verdict.contact);
    if (own) own.push(verdict);
    else byContact.set(verdict.contact, [verdict]);
  }
  return byContact;
}
