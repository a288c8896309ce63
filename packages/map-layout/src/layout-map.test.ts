import { describe, expect, test } from 'vitest';
import { layoutMap } from './layout-map.ts';
import type { MapBundle, MapInput, MapZone } from './map-input.ts';
import { geometryFaults } from './testing/geometry-faults.ts';
import { retailer } from './testing/retailer.ts';

const NOTHING: MapInput = { zones: [], hosts: [], bundles: [] };

function zone(id: string, lane: MapZone['lane']): MapZone {
  return { id, name: `Zone ${id}`, caption: '', lane, glyph: lane, hostCount: 1 };
}

function bundle(id: string, sourceZone: string, targetZone: string, change: Partial<MapBundle> = {}): MapBundle {
  return {
    id,
    sourceZone,
    targetZone,
    service: '443/tcp https',
    status: 'approved',
    infrastructure: false,
    directed: true,
    pairs: 1,
    sourceHosts: [],
    targetHosts: [],
    ...change,
  };
}

describe('the retailer', () => {
  const hosts = layoutMap(retailer(), { level: 'hosts' });
  const zones = layoutMap(retailer(), { level: 'zones' });

  test.each([['hosts', hosts] as const, ['zones', zones] as const])('is sound at level %s', (_, geometry) => {
    expect(geometryFaults(geometry)).toEqual([]);
    expect(geometry.omitted).toEqual({
      zones: 0,
      hosts: 0,
      bundles: 0,
      insideBundles: 2,
      unknownZoneBundles: 0,
      unknownZoneHosts: 0,
    });
  });

  test('the violation is one heavy line over the boundary into the vault, named on a plate', () => {
    const [violation, ...others] = hosts.edges.filter((edge) => edge.status === 'violation');
    expect(others).toEqual([]);
    expect(violation).toMatchObject({ source: 'corp', target: 'vault', width: 3.5, dashed: false });
    expect(violation?.label?.text.text).toBe('bi-02 → vault-db-03');
    const [first, last] = [violation?.points[0], violation?.points.at(-1)];
    expect(first?.x).toBeGreaterThan(hosts.boundary.x);
    expect(last?.x).toBeLessThan(hosts.boundary.x);
    expect(hosts.edges.at(-1)).toBe(violation);
  });

  test('a chip stands on the box that offers the service, on the side of its clients', () => {
    const chips = hosts.chips.map(({ zone: id, side, text, status }) => [id, side, text.text, status].join(' | '));
    expect(chips).toContain('vault | right | ✕ 5432/tcp postgres | violation');
    expect(chips).toContain('corp | left | ? 445/tcp smb | unreviewed');
    expect(chips).toContain('sec | left | infra · 7 svcs | approved');
    expect(chips).toContain('sec | right | infra · 7 svcs | approved');
    expect(chips).toContain('dev | right | 443/tcp https | approved');
  });

  test('small zones list names, large ones draw glyphs and name the flagged hosts in the strip', () => {
    const named = (id: string) => hosts.hosts.filter((host) => host.zone === id && host.label !== undefined).length;
    expect([named('app'), named('corp')]).toEqual([22, 0]);
    const corp = hosts.zones.find((each) => each.id === 'corp');
    expect(corp?.strip.map((item) => item.text.text)).toEqual(['✕ bi-02', '? file-01']);
  });

  test('a flag changes no slot', () => {
    const flagged = retailer();
    const changed = { ...flagged, hosts: flagged.hosts.map((host) => ({ ...host, status: 'violation' as const })) };
    const places = (geometry: typeof hosts) => geometry.hosts.map(({ id, x, y }) => [id, x, y]);
    expect(places(layoutMap(changed, { level: 'hosts' }))).toEqual(places(hosts));
  });
});

test('no network gives five empty lanes and the boundary', () => {
  const { lanes, zones, edges, width } = layoutMap(NOTHING, { level: 'zones' });
  expect(lanes.map(({ collapsed, rect }) => [collapsed, rect.width])).toEqual(new Array(5).fill([true, 40]));
  expect([zones, edges]).toEqual([[], []]);
  expect(width).toBeGreaterThan(4 * 40);
});

test('an unseen host leaves a ghost in its place', () => {
  const network = retailer();
  const before = layoutMap(network, { level: 'hosts' });
  const gone = before.hosts.find((host) => host.id === 'app:mq-01');
  const fewer = { ...network, hosts: network.hosts.filter((host) => host.id !== 'app:mq-01') };
  const after = layoutMap(fewer, { level: 'hosts', stored: before.stored });
  expect(after.ghosts).toEqual([{ id: 'app:mq-01', zone: 'app', x: gone?.x, y: gone?.y, radius: 4 }]);
});

test('a bundle whose zone is unknown is counted, not lost', () => {
  const input = { ...NOTHING, zones: [zone('a', 'cde')], bundles: [bundle('1', 'a', 'nowhere')] };
  const { edges, omitted } = layoutMap(input, { level: 'zones' });
  expect([edges.length, omitted.unknownZoneBundles]).toEqual([0, 1]);
});

describe('inside one zone', () => {
  const zones = [zone('a', 'cde')];
  test.each([
    ['approved traffic is counted on the box', 'approved', 0, '1 service inside'],
    ['a violation is drawn', 'violation', 1, undefined],
  ] as const)('%s', (_, status, lines, footer) => {
    const geometry = layoutMap({ zones, hosts: [], bundles: [bundle('1', 'a', 'a', { status })] }, { level: 'zones' });
    expect(geometry.edges.length).toBe(lines);
    expect(geometry.zones[0]?.footer?.text).toBe(footer);
  });
});

test('a line of unknown direction has a dot at both ends and no chip: who offers the service is not known', () => {
  const zones = [zone('a', 'cde'), zone('b', 'connected')];
  const input = { zones, hosts: [], bundles: [bundle('1', 'a', 'b', { directed: false, status: 'unreviewed' })] };
  const { chips, edges } = layoutMap(input, { level: 'zones' });
  expect(chips).toEqual([]);
  expect(edges[0]).toMatchObject({ directed: false, dashed: true });
  expect(edges[0]).not.toHaveProperty('chip');
});

describe('budgets', () => {
  const many = (count: number, lane: MapZone['lane']) =>
    Array.from({ length: count }, (_, index) => zone(`${lane}${index}`, lane));

  test('twelve zones are open, those with exceptions first; the rest of a lane is one box', () => {
    const zones = [...many(20, 'out-of-scope'), zone('x', 'external')];
    const bundles = [bundle('1', 'out-of-scope17', 'x', { status: 'unreviewed' }), bundle('2', 'out-of-scope3', 'x')];
    const geometry = layoutMap({ zones, hosts: [], bundles }, { level: 'zones' });
    const ids = geometry.zones.map((box) => box.id);
    expect(ids).toContain('out-of-scope17');
    expect(geometry.zones.find((box) => box.id === 'folded:out-of-scope')?.title.text).toBe('+9 zones');
    expect(geometry.omitted.zones).toBe(9);
  });

  test('the last zone of a lane is never folded alone, until others have a place', () => {
    const zones = [...many(12, 'cde'), zone('x', 'external')];
    const first = layoutMap({ zones, hosts: [], bundles: [] }, { level: 'zones' });
    expect(first.zones.map(({ id }) => id)).toContain('x');
    const grown = { zones: [...zones, zone('y', 'external')], hosts: [], bundles: [] };
    const second = layoutMap(grown, { level: 'zones', stored: first.stored });
    expect(second.zones.map(({ id }) => id)).toContain('folded:external');
    expect(second.zones.find(({ id }) => id === 'x')?.rect).toMatchObject({ width: 230 });
  });

  test('a side has at most six chips, exceptions among them by name', () => {
    const bundles = Array.from({ length: 10 }, (_, index) =>
      bundle(`b${index}`, 'b', 'a', { service: `${index}/tcp`, status: index < 2 ? 'violation' : 'approved' }),
    );
    const { chips } = layoutMap(
      { zones: [zone('a', 'cde'), zone('b', 'connected')], hosts: [], bundles },
      { level: 'zones' },
    );
    const texts = chips.map((chip) => chip.text.text);
    expect(texts).toHaveLength(6);
    expect(texts).toEqual(expect.arrayContaining(['✕ 0/tcp', '✕ 1/tcp', '5 other services']));
  });

  test('over 40 approved lines, those within one side of the boundary are left out and counted', () => {
    const zones = [...many(2, 'cde'), ...many(2, 'out-of-scope'), ...many(2, 'external')];
    const across = Array.from({ length: 30 }, (_, index) =>
      bundle(`a${index}`, 'external0', 'cde0', { service: `${index}/tcp` }),
    );
    const beyond = Array.from({ length: 25 }, (_, index) =>
      bundle(`b${index}`, 'external1', 'out-of-scope0', { service: `${index}/tcp` }),
    );
    const { edges, omitted } = layoutMap({ zones, hosts: [], bundles: [...across, ...beyond] }, { level: 'zones' });
    expect([edges.length, omitted.bundles]).toEqual([30, 25]);
  });

  test('over 60 exceptions become one line per pair of zones, with a count', () => {
    const zones = [zone('a', 'cde'), zone('b', 'connected'), zone('c', 'out-of-scope')];
    const bundles = Array.from({ length: 70 }, (_, index) =>
      bundle(`b${index}`, index % 2 === 0 ? 'c' : 'b', 'a', {
        service: `${index}/tcp`,
        status: index === 0 ? 'violation' : 'unreviewed',
      }),
    );
    const { edges } = layoutMap({ zones, hosts: [], bundles }, { level: 'zones' });
    expect(edges.map((edge) => [edge.id, edge.status, edge.bundles.length])).toEqual([
      ['pair:exception:b>a', 'unreviewed', 35],
      ['pair:exception:c>a', 'violation', 35],
    ]);
    expect(edges.map((edge) => edge.label?.text.text)).toContain('35 exceptions');
  });

  test('a zone with 700 hosts stays bounded', () => {
    const hosts = Array.from({ length: 700 }, (_, index) => {
      const status = index === 699 ? ('violation' as const) : ('ordinary' as const);
      return { id: `h${index}`, zone: 'a', label: `h-${index}`, glyph: 'out-of-scope' as const, server: false, status };
    });
    const geometry = layoutMap({ zones: [zone('a', 'out-of-scope')], hosts, bundles: [] }, { level: 'hosts' });
    expect(geometry.hosts).toHaveLength(240);
    expect(geometry.hosts.some((host) => host.id === 'h699')).toBe(true);
    expect(geometry.zones[0]?.footer?.text).toBe('+460 systems');
    expect(geometry.height).toBeLessThan(600);
  });
});
