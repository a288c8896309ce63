import type { BoundaryCoverage } from '../classification/classification.ts';
import type { BoundaryFact } from '../facts/coverage-fact.ts';
import { byId } from '../network/by-text.ts';
import { PlacePairs } from '../network/place-pairs.ts';
import { withZone } from '../network/place-table.ts';
import type { ScopeNetwork } from '../network/scope-network.ts';
import { contactRefs } from '../rules/fact-refs.ts';
import { boundaryShortfalls, type CoverageShortfall, gradeOf, windowShortfalls } from './grade-boundary.ts';
import { joinsNetworks, mayTunnel } from './tunnels.ts';

/** Coverage by pairs of places. */
export interface CoverageTable {
  /** In a stable order; empty for full coverage. */
  shortfalls(a: number, b: number): readonly CoverageShortfall[];
  boundaries(a: number, b: number): readonly BoundaryFact[];
  coverage(a: number, b: number): BoundaryCoverage;
}

/**
 * Of several boundary facts of one pair the worst counts. A tunnel between two places leaves what passes there unseen; it
 * may begin anywhere in the zones of its ends, or behind a control that is one of them.
 */
export function createCoverageTable(network: ScopeNetwork): CoverageTable {
  const { facts, places } = network;
  const exporters = new Map(facts.exporters.map((exporter) => [exporter.id, exporter]));
  const pairs = new PlacePairs<BoundaryFact>(places);
  for (const boundary of byId(facts.boundaries)) pairs.add(...boundary.between, boundary);
  const ofWindow = windowShortfalls(facts);
  let tunnels: ReadonlyMap<number, readonly number[]> | undefined;
  const known = new Map<number, readonly CoverageShortfall[]>();
  const ofBoundary = new Map(
    facts.boundaries.map((boundary) => [boundary, boundaryShortfalls(boundary, exporters, facts.settings.coverage)]),
  );

  const shortfalls = (a: number, b: number): readonly CoverageShortfall[] => {
    const key = pairKey(a, b, places.refs.length);
    const before = known.get(key);
    if (before) return before;
    const boundaries = pairs.of(a, b);
    const found: CoverageShortfall[] =
      boundaries.length === 0
        ? [{ code: 'no-exporter', text: 'no exporter is known to watch it', facts: [], atMost: 'none' }]
        : boundaries.flatMap((boundary) => ofBoundary.get(boundary) ?? []);
    tunnels ??= tunnelsOf(network);
    const contacts = contactRefs(network, tunnels.get(key) ?? []);
    if (contacts.length > 0) {
      found.push({
        code: 'tunnel',
        text: 'a tunnel may pass there, whose inside no exporter shows',
        facts: contacts,
        atMost: 'none',
      });
    }
    const all = [...found, ...ofWindow];
    known.set(key, all);
    return all;
  };
  return {
    shortfalls,
    boundaries: (a, b) => pairs.of(a, b),
    coverage: (a, b) => {
      const found = shortfalls(a, b);
      const between = [places.refs[Math.min(a, b)], places.refs[Math.max(a, b)]] as BoundaryCoverage['between'];
      return {
        between,
        grade: gradeOf(found),
        shortfalls: found.map(({ code, text, facts: refs }) => ({ code, text, facts: refs })),
      };
    },
  };
}

function pairKey(a: number, b: number, count: number): number {
  return Math.min(a, b) * count + Math.max(a, b);
}

/** Rows of contacts that may be tunnels, by the pairs of places whose traffic they may hide. */
function tunnelsOf(network: ScopeNetwork): ReadonlyMap<number, readonly number[]> {
  const { contacts, places } = network;
  const behind = behindControls(network);
  const ends = new Map<number, ReadonlySet<number>>();
  const bySystem: ReadonlySet<number>[] = [];
  const endOf = (system: number): ReadonlySet<number> => {
    const reach = bySystem[system] ?? findEnd(system);
    bySystem[system] = reach;
    return reach;
  };
  const findEnd = (system: number): ReadonlySet<number> => {
    const sites = network.systems.sites(system);
    const ordinary = sites.length === 1 && !behind.has(system) && !network.sightings.has(system);
    // Ordinary systems of one place are alike: below zero, so that places and systems do not meet.
    const key = ordinary ? -2 - (sites[0] as { place: number }).place : system;
    let end = ends.get(key);
    if (!end) {
      end = reachOfEnd(network, behind, system);
      ends.set(key, end);
    }
    return end;
  };
  const found = new Map<number, number[]>();
  const add = (a: number, b: number, row: number) => {
    if (a === b) return;
    const key = pairKey(a, b, places.refs.length);
    const rows = found.get(key);
    if (rows) rows.push(row);
    else found.set(key, [row]);
  };
  /** By the system at one end, and the place at the other: one tunnel, whichever comes first by its id. */
  const hubs = new Map<number, Map<number, number>>();
  const meet = (hub: number, far: ReadonlySet<number>, row: number) => {
    const byPlace = hubs.get(hub) ?? new Map<number, number>();
    hubs.set(hub, byPlace);
    for (const place of far) {
      const known = byPlace.get(place);
      if (known === undefined || contacts.id(row) < contacts.id(known)) byPlace.set(place, row);
    }
  };
  for (let row = 0; row < contacts.count; row++) {
    if (!mayTunnel(contacts.protocol(row), contacts.port(row))) continue;
    if (!contacts.isOpen(row) || contacts.isScan(row)) continue;
    const [from, to] = [contacts.from[row] as number, contacts.to[row] as number];
    const [near, far] = [endOf(from), endOf(to)];
    for (const a of near) for (const b of far) add(a, b, row);
    if (!joinsNetworks(contacts.protocol(row), contacts.port(row))) continue;
    meet(from, far, row);
    meet(to, near, row);
  }
  // Two tunnels that end at one system, outside or not, may be one path from end to end.
  for (const byPlace of hubs.values()) {
    for (const [a, first] of byPlace) {
      for (const [b, second] of byPlace) {
        if (a >= b) continue;
        add(a, b, first);
        add(a, b, second);
      }
    }
  }
  return found;
}

/** Places whose traffic may pass through a tunnel that ends at the system. */
function reachOfEnd(
  { systems, places, sightings }: ScopeNetwork,
  behind: ReadonlyMap<number, ReadonlySet<number>>,
  system: number,
): ReadonlySet<number> {
  const reach = new Set<number>(behind.get(system) ?? []);
  const own = [
    ...systems.sites(system).map(({ place }) => place),
    ...(sightings.get(system) ?? []).map(({ place }) => place),
  ];
  for (const place of own) {
    if (place < 0) continue;
    const zone = withZone(places, place).at(-1) as number;
    reach.add(zone);
    for (const segment of places.segmentsOf[zone] as readonly number[]) reach.add(segment);
  }
  return reach;
}

/** Places on either side of the controls that a system is. */
function behindControls({ controls, systems, places }: ScopeNetwork): Map<number, Set<number>> {
  const behind = new Map<number, Set<number>>();
  for (const { asset, separates } of controls) {
    if (asset === null) continue;
    for (const system of systems.named(asset)) {
      const sides = behind.get(system) ?? new Set<number>();
      for (const place of separates.flat().flatMap((ref) => places.expand(ref))) sides.add(place);
      behind.set(system, sides);
    }
  }
  return behind;
}
