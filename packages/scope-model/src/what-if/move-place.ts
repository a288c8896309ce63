import { formatPrefix, type IpPrefix, parseIp, parsePrefix, prefixContains } from '@scopemap/net';
import type { PlaceRef } from '../facts/place.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import { ScopeChangeError } from './scope-change.ts';

/**
 * The facts with the addresses of `prefix` in the zone or segment `to`. Prefixes of other places inside it go along, since a
 * longer prefix would keep its addresses where they were. Whom something saw in the segment itself stays there.
 */
export function movePrefix(facts: ScopeFacts, prefix: string, to: PlaceRef, index: number): ScopeFacts {
  const parsed = parsePrefix(prefix);
  if (!parsed) throw new ScopeChangeError(index, `"${prefix}" is no prefix`);
  return move(facts, [parsed], to, index);
}

/**
 * The facts with the asset in the zone or segment `to`: by all addresses that it has ever had, which other assets may have had
 * before or after it, and without its sightings in other places.
 */
export function moveAsset(facts: ScopeFacts, asset: string, to: PlaceRef, index: number): ScopeFacts {
  const bound = facts.bindings.filter((binding) => binding.asset === asset).map(({ address }) => address);
  const addresses = bound.length > 0 ? bound : [asset];
  const prefixes = addresses.flatMap((address): IpPrefix[] => {
    const bytes = parseIp(address);
    return bytes ? [{ bytes, length: bytes.length * 8 }] : [];
  });
  if (prefixes.length === 0) {
    const known = facts.assets.some(({ id }) => id === asset);
    throw new ScopeChangeError(index, `${known ? 'there is no address of asset' : 'there is no asset'} "${asset}"`);
  }
  const sightings = facts.sightings.filter((sighting) => sighting.asset !== asset || samePlace(sighting.place, to));
  return { ...move(facts, prefixes, to, index), sightings };
}

function samePlace(a: PlaceRef, b: PlaceRef): boolean {
  return a.kind === b.kind && a.id === b.id;
}

function move(facts: ScopeFacts, moved: readonly IpPrefix[], to: PlaceRef, index: number): ScopeFacts {
  const places = to.kind === 'zone' ? facts.zones : facts.segments;
  if (!places.some(({ id }) => id === to.id)) throw new ScopeChangeError(index, `there is no ${to.kind} "${to.id}"`);
  const stays = (text: string) => {
    const prefix = parsePrefix(text);
    return !prefix || !moved.some((outer) => outer.length <= prefix.length && prefixContains(outer, prefix.bytes));
  };
  const settle = <Place extends { readonly id: string; readonly prefixes: readonly string[] }>(
    kind: PlaceRef['kind'],
    place: Place,
  ): Place => {
    const left = place.prefixes.filter(stays);
    if (kind === to.kind && place.id === to.id)
      return { ...place, prefixes: [...new Set([...left, ...moved.map(formatPrefix)])] };
    return left.length === place.prefixes.length ? place : { ...place, prefixes: left };
  };
  return {
    ...facts,
    zones: facts.zones.map((zone) => settle('zone', zone)),
    segments: facts.segments.map((segment) => settle('segment', segment)),
  };
}
