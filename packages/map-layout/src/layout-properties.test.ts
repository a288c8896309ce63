import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Level, MapGeometry, StoredLayout } from './geometry.ts';
import { layoutMap } from './layout-map.ts';
import type { MapHost, MapInput } from './map-input.ts';
import { LANES } from './map-input.ts';
import { geometryFaults } from './testing/geometry-faults.ts';
import { generator, randomNetwork } from './testing/random-network.ts';

const RUNS = 40;
/** For a loaded machine; a run takes a second or two. */
const TIME_LIMIT = 60_000;
const LEVELS: readonly Level[] = ['zones', 'hosts'];

const shapes = fc.record({
  seed: fc.nat(),
  zones: fc.nat({ max: 32 }),
  hosts: fc.nat({ max: 350 }),
  bundles: fc.nat({ max: 160 }),
  exceptions: fc.constantFrom(0, 0.05, 0.3, 1),
});

const cases = fc.record({ network: shapes.map(randomNetwork), level: fc.constantFrom(...LEVELS), seed: fc.nat() });

describe('layoutMap on any network', () => {
  test(
    'no line crosses a box or runs on top of another, nothing overlaps, all text fits',
    () => {
      fc.assert(
        fc.property(cases, ({ network, level }) => {
          expect(geometryFaults(layoutMap(network, { level }))).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    TIME_LIMIT,
  );

  test(
    'every exception is in a line, and every other bundle in a line or counted as left out',
    () => {
      fc.assert(
        fc.property(cases, ({ network, level }) => {
          const { edges, omitted } = layoutMap(network, { level });
          const drawn = edges.flatMap((edge) => edge.bundles);
          const known = new Set(drawn);
          expect(known.size).toBe(drawn.length);
          const exceptions = network.bundles.filter(({ status }) => status === 'violation' || status === 'unreviewed');
          expect(exceptions.filter(({ id }) => !known.has(id))).toEqual([]);
          expect(drawn.length + omitted.bundles + omitted.insideBundles).toBe(network.bundles.length);
        }),
        { numRuns: RUNS },
      );
    },
    TIME_LIMIT,
  );

  test(
    'a line keeps the status of its bundles and never mixes exceptions with approved traffic',
    () => {
      fc.assert(
        fc.property(cases, ({ network, level }) => {
          const statusOf = new Map(network.bundles.map((bundle) => [bundle.id, bundle.status]));
          for (const edge of layoutMap(network, { level }).edges) {
            const statuses = edge.bundles.map((id) => statusOf.get(id) ?? '');
            const exceptions = statuses.filter((status) => status === 'violation' || status === 'unreviewed');
            expect([0, statuses.length]).toContain(exceptions.length);
            expect(statuses).toContain(edge.status);
            expect(edge.status === 'violation').toBe(statuses.includes('violation'));
          }
        }),
        { numRuns: RUNS },
      );
    },
    TIME_LIMIT,
  );

  test(
    'every host is drawn once, or counted as left out',
    () => {
      fc.assert(
        fc.property(cases, ({ network }) => {
          const { hosts, zones, omitted } = layoutMap(network, { level: 'hosts' });
          expect(new Set(hosts.map((host) => host.id)).size).toBe(hosts.length);
          expect(hosts.length).toBeLessThanOrEqual(600);
          expect(hosts.length + omitted.hosts).toBe(network.zones.reduce((sum, zone) => sum + zone.hostCount, 0));
          expect(zones.length).toBeLessThanOrEqual(12 + LANES.length);
        }),
        { numRuns: RUNS },
      );
    },
    TIME_LIMIT,
  );

  test(
    'the order in which the input lists things does not matter',
    () => {
      fc.assert(
        fc.property(cases, ({ network, level, seed }) => {
          const random = generator(seed);
          const mixed = {
            zones: shuffle(network.zones, random),
            hosts: shuffle(network.hosts, random),
            bundles: shuffle(network.bundles, random),
          };
          expect(layoutMap(mixed, { level })).toEqual(layoutMap(network, { level }));
        }),
        { numRuns: RUNS },
      );
    },
    TIME_LIMIT,
  );
});

describe('layoutMap with a stored layout', () => {
  test(
    'the same network gives the same picture, also after JSON',
    () => {
      fc.assert(
        fc.property(cases, ({ network, level }) => {
          const first = layoutMap(network, { level });
          const stored = JSON.parse(JSON.stringify(first.stored));
          expect(moved(first, layoutMap(network, { level, stored }))).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    TIME_LIMIT,
  );

  test(
    '15 hosts more and one new relationship move no box and no host',
    () => {
      fc.assert(
        fc.property(cases, ({ network, level, seed }) => {
          const before = layoutMap(network, { level });
          const after = layoutMap(enlarge(network, seed), { level, stored: before.stored });
          expect(moved(before, after)).toEqual([]);
          expect(geometryFaults(after)).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    TIME_LIMIT,
  );

  test(
    'a filter moves nothing that it leaves',
    () => {
      fc.assert(
        fc.property(cases, ({ network, level }) => {
          const before = layoutMap(network, { level });
          const filtered = {
            zones: network.zones,
            hosts: network.hosts.filter((_, index) => index % 3 > 0),
            bundles: network.bundles.filter((_, index) => index % 4 > 0),
          };
          const after = layoutMap(filtered, { level, stored: before.stored });
          expect(moved(after, before)).toEqual([]);
          expect(geometryFaults(after)).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    TIME_LIMIT,
  );

  test(
    'a change of level keeps lanes and order, and going back moves nothing',
    () => {
      fc.assert(
        fc.property(cases, ({ network, level }) => {
          const other = level === 'zones' ? 'hosts' : 'zones';
          const first = layoutMap(network, { level });
          const second = layoutMap(network, { level: other, stored: first.stored });
          expect(laneOrder(second)).toEqual(laneOrder(first));
          expect(laneOrder(layoutMap(network, { level: other }))).toEqual(laneOrder(first));
          expect(geometryFaults(second)).toEqual([]);
          expect(moved(first, layoutMap(network, { level, stored: second.stored }))).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    TIME_LIMIT,
  );

  test(
    'a zone that goes, one that comes and one that changes its lane give a sound picture in the old order',
    () => {
      fc.assert(
        fc.property(cases, ({ network, level }) => {
          const before = layoutMap(network, { level });
          const added = { name: 'new', caption: '', lane: 'connected', glyph: 'connected', hostCount: 0 } as const;
          const zones = network.zones
            .slice(1)
            .map((zone, index) => (index === 0 ? { ...zone, lane: 'cde' as const } : zone));
          const changed = { ...network, zones: [...zones, { ...added, id: 'new' }] };
          const after = layoutMap(changed, { level, stored: before.stored });
          expect(geometryFaults(after)).toEqual([]);
          const kept = new Set(
            after.zones
              .filter((zone) => before.zones.some((old) => old.id === zone.id && old.lane === zone.lane))
              .map((zone) => zone.id),
          );
          const ofKept = (geometry: MapGeometry) => laneOrder(geometry).map((ids) => ids.filter((id) => kept.has(id)));
          expect(ofKept(after)).toEqual(ofKept(before));
        }),
        { numRuns: RUNS },
      );
    },
    TIME_LIMIT,
  );
});

test(
  'any history of networks ends in a sound picture',
  () => {
    const steps = fc.array(fc.record({ shape: shapes, level: fc.constantFrom(...LEVELS) }), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(steps, (history) => {
        let stored: StoredLayout | undefined;
        for (const { shape, level } of history) {
          const geometry = layoutMap(randomNetwork(shape), { level, ...(stored === undefined ? {} : { stored }) });
          expect(geometryFaults(geometry)).toEqual([]);
          stored = geometry.stored;
        }
      }),
      { numRuns: RUNS },
    );
  },
  TIME_LIMIT,
);

function enlarge(network: MapInput, seed: number): MapInput {
  const zone = network.zones[seed % Math.max(1, network.zones.length)]?.id;
  const other = network.zones[(seed * 7 + 3) % Math.max(1, network.zones.length)]?.id;
  if (zone === undefined || other === undefined) return network;
  const host = { zone, glyph: 'out-of-scope', server: seed % 2 === 0, status: 'violation' } as const;
  const hosts = Array.from(
    { length: 15 },
    (_, index): MapHost => ({ ...host, id: `new${index}`, label: `aa-${index}` }),
  );
  const bundle = {
    id: 'new',
    sourceZone: zone,
    targetZone: other,
    service: '9999/tcp',
    status: seed % 3 === 0 ? 'approved' : 'violation',
    infrastructure: false,
    directed: seed % 5 > 0,
    pairs: 1,
    sourceHosts: ['new0'],
    targetHosts: [],
  } as const;
  return { zones: network.zones, hosts: [...network.hosts, ...hosts], bundles: [...network.bundles, bundle] };
}

/** Boxes and hosts of `before` that are not at the same place in `after`. */
function moved(before: MapGeometry, after: MapGeometry): readonly string[] {
  const rects = new Map(after.zones.map((zone) => [zone.id, JSON.stringify(zone.rect)]));
  const places = new Map(after.hosts.map((host) => [host.id, `${host.x} ${host.y}`]));
  return [
    ...before.zones.filter((zone) => rects.get(zone.id) !== JSON.stringify(zone.rect)).map((zone) => `box ${zone.id}`),
    ...before.hosts.filter((host) => places.get(host.id) !== `${host.x} ${host.y}`).map((host) => `host ${host.id}`),
  ];
}

function laneOrder({ zones }: MapGeometry): readonly (readonly string[])[] {
  return LANES.map((lane) =>
    zones
      .filter((zone) => zone.lane === lane)
      .sort((a, b) => a.rect.y - b.rect.y)
      .map((zone) => zone.id),
  );
}

function shuffle<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
