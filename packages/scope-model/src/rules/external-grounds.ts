import type { ScopeNetwork } from '../network/scope-network.ts';
import type { TagOf } from '../network/statements.ts';
import { tagIndex } from './place-tags.ts';

type ExternalTag = TagOf<'third-party'> | TagOf<'claim'>;

/** Statements that the system, or a place where all its addresses lie, is not the entity's own. */
export function externalTags(network: ScopeNetwork, system: number): readonly ExternalTag[] {
  const parties = tagIndex(network, 'third-party');
  const claims = tagIndex(network, 'claim');
  const own = [...parties.ofSystem(system), ...claims.ofSystem(system).filter(saysExternal)];
  const sites = network.systems.sites(system);
  const ofPlaces = sites.map(({ place }) => externalPlaceTags(network, place));
  return ofPlaces.every((tags) => tags.length > 0) ? [...own, ...new Set(ofPlaces.flat())] : own;
}

export function externalPlaceTags(network: ScopeNetwork, place: number): readonly ExternalTag[] {
  if (place < 0) return [];
  return [
    ...tagIndex(network, 'third-party').ofPlace(place),
    ...tagIndex(network, 'claim').ofPlace(place).filter(saysExternal),
  ];
}

function saysExternal({ statement }: TagOf<'claim'>): boolean {
  return statement.claim === 'external';
}

/** 1 for every system and place that is not the entity's own. */
export function externalGrounds(network: ScopeNetwork): { readonly systems: Uint8Array; readonly places: Uint8Array } {
  const places = Uint8Array.from(network.places.refs, (_, place) =>
    externalPlaceTags(network, place).length > 0 ? 1 : 0,
  );
  const systems = new Uint8Array(network.systems.count);
  const said = [...network.statements.all('third-party'), ...network.statements.all('claim').filter(saysExternal)];
  for (const { subject } of said)
    if (subject.kind === 'asset') for (const system of network.systems.named(subject.id)) systems[system] = 1;
  for (let system = 0; system < systems.length; system++) {
    const sites = network.systems.sites(system);
    if (sites.length > 0 && sites.every(({ place }) => place >= 0 && places[place] === 1)) systems[system] = 1;
  }
  return { systems, places };
}
