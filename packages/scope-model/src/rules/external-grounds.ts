import { type AddressRanges, inRanges, prefixRanges, subtractRanges, unionRanges } from '../network/address-ranges.ts';
import type { ScopeNetwork } from '../network/scope-network.ts';
import type { TagOf } from '../network/statements.ts';
import { tagIndex } from './place-tags.ts';

type ExternalTag = TagOf<'third-party'> | TagOf<'claim'>;

/** Addresses for use inside of networks (RFC 1918, 6598, 4193). */
const PRIVATE = prefixRanges(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']);

/** Statements that the system itself is not the entity's own. Without effect for one that {@link standsInside}. */
export function ownExternalTags(network: ScopeNetwork, system: number): readonly ExternalTag[] {
  const claims = tagIndex(network, 'claim').ofSystem(system).filter(saysExternal);
  return [...tagIndex(network, 'third-party').ofSystem(system), ...claims];
}

/** Statements that the system, or every place where it has an address or was seen, is not the entity's own. */
export function externalTags(network: ScopeNetwork, system: number): readonly ExternalTag[] {
  const inside = standsInside(network, system);
  const own = inside ? [] : ownExternalTags(network, system);
  const sites = network.systems.sites(system);
  const outside = (place: number) =>
    externalPlaceTags(network, place).length > 0 ? foreignRanges(network, place) : null;
  if (!standsOutside(network, system, outside)) return own;
  return [...own, ...new Set(sites.flatMap(({ place }) => externalPlaceTags(network, place)))];
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
  const foreign = Array.from(places, (is, place) => (is === 1 ? foreignRanges(network, place) : null));
  const systems = new Uint8Array(network.systems.count);
  const said = [...network.statements.all('third-party'), ...network.statements.all('claim').filter(saysExternal)];
  for (const { subject } of said)
    if (subject.kind === 'asset')
      for (const system of network.systems.named(subject.id)) if (!standsInside(network, system)) systems[system] = 1;
  for (let system = 0; system < systems.length; system++)
    if (standsOutside(network, system, (place) => foreign[place] ?? null)) systems[system] = 1;
  return { systems, places };
}

/**
 * True for a system with an address in a place of the entity, or seen in one: whose it is does not matter there, it can reach
 * what its neighbours can.
 */
function standsInside(network: ScopeNetwork, system: number): boolean {
  const { systems, sightings } = network;
  const places = [...systems.sites(system), ...(sightings.get(system) ?? [])];
  return places.some(({ place }) => place >= 0 && isOwnPlace(network, place));
}

/** A place that nobody has said to be of somebody else; not one that is everybody else, `0.0.0.0/0`. */
function isOwnPlace(network: ScopeNetwork, place: number): boolean {
  if (externalPlaceTags(network, place).length > 0) return false;
  return !prefixesOf(network, place).some((prefix) => prefix.endsWith('/0'));
}

/** `foreign` gives the addresses of an external place that it may speak for; null for other places. */
function standsOutside(
  { systems, sightings }: ScopeNetwork,
  system: number,
  foreign: (place: number) => AddressRanges | null,
): boolean {
  const sites = systems.sites(system);
  if (sites.length === 0) return false;
  for (const { place, address } of sites) {
    const ranges = foreign(place);
    if (!ranges || !inRanges(ranges, address)) return false;
  }
  return sightings.get(system)?.every(({ place }) => foreign(place) !== null) ?? true;
}

/**
 * What an external place may speak for. A prefix as wide as `0.0.0.0/0` means everybody else, and not the private address
 * that nobody has declared yet: that one is nobody's knowledge, and not out of scope.
 */
function foreignRanges(network: ScopeNetwork, place: number): AddressRanges {
  return unionRanges(
    prefixesOf(network, place).map((prefix) => {
      const range = prefixRanges([prefix]);
      const isPrivate = subtractRanges(range, PRIVATE).length === 0;
      return isPrivate ? range : subtractRanges(range, PRIVATE);
    }),
  );
}

function prefixesOf({ places, facts }: ScopeNetwork, place: number): readonly string[] {
  const ref = places.refs[place];
  const list = ref?.kind === 'zone' ? facts.zones : facts.segments;
  return list.find(({ id }) => id === ref?.id)?.prefixes ?? [];
}
