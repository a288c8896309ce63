import type { TagFact } from '../facts/tag-fact.ts';
import type { ScopeNetwork } from '../network/scope-network.ts';
import { carriedBySystem } from '../rules/carried-account-data.ts';
import { ownExternalTags } from '../rules/external-grounds.ts';
import { contactRefs, factRef } from '../rules/fact-refs.ts';
import { tagIndex } from '../rules/place-tags.ts';
import type { ScopeState } from '../rules/scope-state.ts';
import type { FactRef } from './classification.ts';

/** A statement that other facts contradict. */
export interface ScopeConflict {
  readonly text: string;
  readonly facts: readonly FactRef[];
}

/** Conflicts of one system; the higher category holds until somebody resolves them. */
export function conflictsOf(state: ScopeState, system: number): ScopeConflict[] {
  return [
    ...againstScope(state, system),
    ...aboutAccountData(state, system),
    ...aboutOwner(state, system),
    ...aboutInfluence(state.network, system),
  ];
}

/** 1 for every system with a conflict. Looks only at systems about which somebody said something. */
export function markConflicts(state: ScopeState): Uint8Array {
  const { network } = state;
  const marks = new Uint8Array(network.systems.count);
  const silent =
    network.statements.all('claim').length === 0 && KINDS.every((kind) => network.statements.all(kind).length === 0);
  if (silent) return marks;
  const placeSpeaks = network.places.refs.map((_, place) => placeStatements(network, place).length > 0);
  const subjects = new Set<number>();
  for (const kind of [...KINDS, 'claim'] as const)
    for (const { subject } of network.statements.all(kind))
      if (subject.kind === 'asset') for (const system of network.systems.named(subject.id)) subjects.add(system);
  for (const system of carriedBySystem(network).keys()) subjects.add(system);
  for (let system = 0; system < marks.length; system++) {
    if (subjects.has(system)) marks[system] = conflictsOf(state, system).length > 0 ? 1 : 0;
    else if (state.placesOf(system).some((place) => placeSpeaks[place]))
      marks[system] = againstScope(state, system).length > 0 ? 1 : 0;
  }
  return marks;
}

const KINDS = ['no-account-data', 'out-of-scope-justified', 'third-party', 'no-influence', 'account-data'] as const;

function placeStatements(network: ScopeNetwork, place: number): TagFact[] {
  return [
    ...tagIndex(network, 'claim')
      .ofPlace(place)
      .filter(({ statement }) => statement.claim === 'out-of-scope'),
    ...tagIndex(network, 'out-of-scope-justified').ofPlace(place),
  ];
}

function againstScope(state: ScopeState, system: number): ScopeConflict[] {
  const { network } = state;
  const category = state.category(system);
  if (category === null || category === 'OUT_OF_SCOPE' || category === 'UNDETERMINED' || category === 'EXTERNAL')
    return [];
  const claims = tagIndex(network, 'claim').ofSystem(system);
  const own: TagFact[] = [
    ...claims.filter(({ statement }) => statement.claim === 'out-of-scope'),
    ...tagIndex(network, 'out-of-scope-justified').ofSystem(system),
  ];
  // A device between places stands in all of them, and what is said of these is not said of it.
  const ofPlaces =
    category === 'SEGMENTING' || claims.some(({ statement }) => statement.claim !== 'out-of-scope')
      ? []
      : state.placesOf(system).flatMap((place) => placeStatements(network, place));
  return [...new Set([...own, ...ofPlaces])].map((tag) => ({
    text: `${tag.author} says that ${tag.subject.kind === 'asset' ? 'it' : 'its place'} is out of scope (${tag.reason}), and other facts put it in scope.`,
    facts: [factRef('tag', tag)],
  }));
}

function aboutAccountData(state: ScopeState, system: number): ScopeConflict[] {
  const { network } = state;
  const denied: TagFact[] = [...tagIndex(network, 'no-account-data').ofSystem(system)];
  if (state.holdsFor('R1', system)) {
    const ofPlaces = state.placesOf(system).flatMap((place) => tagIndex(network, 'no-account-data').ofPlace(place));
    const against = [...new Set([...denied, ...ofPlaces])];
    if (against.length === 0) return [];
    const account = [
      ...tagIndex(network, 'account-data').ofSystem(system),
      ...tagIndex(network, 'claim').ofSystem(system),
      ...(carriedBySystem(network).get(system) ?? []).flatMap(({ tags }) => tags),
    ];
    const text = 'One statement says that account data is there, another that there is none.';
    return [{ text, facts: [...against, ...account].map((tag) => factRef('tag', tag)) }];
  }
  if (denied.length === 0 || !state.holdsFor('R3', system)) return [];
  const rows = [...network.adjacency().rows(system)].filter((row) => {
    const { from, to } = network.contacts;
    const peer = (from[row] === system ? to[row] : from[row]) as number;
    return network.contacts.isEstablished(row) && state.holdsFor('R1', peer);
  });
  if (rows.length === 0) return [];
  const text = 'It is said to have no account data, and is in contact with account data inside the CDE.';
  return [{ text, facts: [...denied.map((tag) => factRef('tag', tag)), ...contactRefs(network, rows)] }];
}

function aboutOwner(state: ScopeState, system: number): ScopeConflict[] {
  const category = state.category(system);
  if (category === 'EXTERNAL' || category === 'OUT_OF_SCOPE') return [];
  const tags = ownExternalTags(state.network, system);
  if (tags.length === 0) return [];
  const text = state.isExternal(system)
    ? 'It is said not to be a component of the entity, and other facts put it in scope.'
    : 'It is said not to be a component of the entity, and stands in a place of the entity: there it counts like its neighbours.';
  return [{ text, facts: tags.map((tag) => factRef('tag', tag)) }];
}

function aboutInfluence(network: ScopeNetwork, system: number): ScopeConflict[] {
  const manages = tagIndex(network, 'manages').ofSystem(system);
  return tagIndex(network, 'no-influence')
    .ofSystem(system)
    .flatMap((tag) => {
      const against = manages.filter(({ statement }) => statement.target === tag.statement.target);
      if (against.length === 0) return [];
      const text = `One statement says that it has power over ${tag.statement.target}, another that it has none.`;
      return [{ text, facts: [tag, ...against].map((one) => factRef('tag', one)) }];
    });
}
