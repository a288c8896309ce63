import { formatPrefix, maskIp, parseIp, parsePrefix, prefixContains } from '@scopemap/net';
import { addressNumber } from '../network/address-ranges.ts';
import { listNames } from '../rules/fact-refs.ts';
import type { ScopeSuggestion } from './scope-suggestion.ts';
import { evidenceOf, listAt, type SuggestionContext, type SuggestionFinder } from './suggestion-context.ts';

/** RFC 1918, RFC 6598, RFC 4193: others are hardly a segment of the entity. */
const OWN = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'].flatMap(
  (text) => parsePrefix(text) ?? [],
);
const LENGTHS = { ipv4: 24, ipv6: 64 };

/** Segments for private addresses that stand in none, by /24 and /64: nobody can call them out of scope before. */
export const unplacedSegments: SuggestionFinder = ({ network }) => {
  const { facts } = network;
  const divided = new Set(facts.segments.map(({ zone }) => zone));
  const groups = new Map<string, string[]>();
  const zones = new Map<string, string | null>();
  for (const [address, system] of addressesOf(network)) {
    const bytes = parseIp(address);
    const number = addressNumber(address);
    if (!bytes || number === null || !OWN.some((prefix) => prefixContains(prefix, bytes))) continue;
    const place = network.places.refs[network.places.find(number)];
    if (place && (place.kind === 'segment' || !divided.has(place.id))) continue;
    const length = bytes.length === 4 ? LENGTHS.ipv4 : LENGTHS.ipv6;
    const zone = place?.id ?? null;
    const key = `${formatPrefix({ bytes: maskIp(bytes, length), length })} ${zone ?? ''}`;
    zones.set(key, zone);
    listAt(groups, key).push(system);
  }
  return [...groups].map(([key, systems]) =>
    suggestionFor(key.slice(0, key.indexOf(' ')), zones.get(key) ?? null, systems),
  );
};

/** Addresses of assets, and those that nobody has bound, with the system that has them. */
function* addressesOf({ facts, systems }: SuggestionContext['network']): Generator<[string, string]> {
  for (const { address, asset } of facts.bindings) yield [address, asset];
  for (const id of systems.ids.slice(systems.assetCount)) yield [id, id];
}

function suggestionFor(prefix: string, zone: string | null, systems: readonly string[]): ScopeSuggestion {
  const count = new Set(systems).size;
  const where = zone === null ? 'in no zone and no segment' : `in the zone ${zone} and in no segment of it`;
  return {
    id: `segment ${prefix}`,
    code: 'segment',
    text: `${count} ${count === 1 ? 'system' : 'systems'} of ${prefix} stand ${where}: ${listNames(systems)}.`,
    becomes: [],
    otherwise: [],
    segment: { prefix, zone },
    ...evidenceOf('asset', systems),
  };
}
