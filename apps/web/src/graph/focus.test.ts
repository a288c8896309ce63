import type { PathStep, RelationshipRow } from '@scopemap/contract';
import { layoutMap } from '@scopemap/map-layout';
import { describe, expect, it } from 'vitest';
import { focusOn } from './focus.ts';
import { sampleGraph } from './testing/sample-graph.ts';
import { toElements } from './to-elements.ts';
import { toMapInput } from './to-map-input.ts';

const graph = sampleGraph();
const geometry = layoutMap(toMapInput(graph), { level: 'hosts' });
const edgeOf = (bundle: string) => geometry.edges.find(({ bundles }) => bundles.includes(bundle))?.id;

function row(id: string, client: number, server: number, bundle = 'b-violation'): RelationshipRow {
  const side = (hostId: number) => ({
    hostId,
    address: '10.0.0.1',
    name: null,
    zoneId: 1,
    zoneName: null,
    category: 'CONNECTED' as const,
  });
  return {
    id,
    client: side(client),
    server: side(server),
    directed: true,
    protocol: 'tcp',
    port: 5432,
    clientPort: null,
    icmpType: null,
    icmpCode: null,
    attempts: 0,
    service: '5432/tcp postgres',
    bundle,
    method: 'tcp-flags',
    confidence: 'certain',
    state: 'established',
    status: 'violation',
    statusText: '',
    flows: 1,
    packets: 1,
    octets: 1,
    firstSeen: '2026-09-01T00:00:00Z',
    lastSeen: '2026-09-01T00:00:00Z',
    observers: [],
  };
}

describe('focusOn', () => {
  it('connects the ends of a line that names no hosts, as soon as its relationships are there', () => {
    const bundles = graph.bundles.map((bundle) => ({ ...bundle, sourceHosts: [], targetHosts: [] }));
    const unnamed = { ...graph, bundles };
    const selection = { kind: 'bundle', id: 'b-violation' } as const;
    expect(focusOn(selection, unnamed, geometry, undefined)?.lit.has('host:4')).toBe(false);
    const focus = focusOn(selection, unnamed, geometry, [row('r1', 4, 1), row('r2', 5, 3, 'b-infra')]);
    expect(['host:4', 'host:1', 'host:5', 'host:3'].map((id) => focus?.lit.has(id))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(focus?.connectors).toHaveLength(2);
  });

  it('is nothing without a selection, or when what is selected is not drawn', () => {
    expect(focusOn(null, graph, geometry, undefined)).toBeNull();
    expect(focusOn({ kind: 'host', id: '999' }, graph, geometry, [])).toBeNull();
  });

  it('lights the relationships of a host and connects both ends to the line', () => {
    const focus = focusOn({ kind: 'host', id: '4' }, graph, geometry, [row('r1', 4, 1)]);
    const edge = edgeOf('b-violation');
    expect(focus?.ring).toBe('host:4');
    for (const id of ['host:4', 'host:1', 'zone:zone-1', 'zone:zone-3', `edge:${edge}`]) {
      expect(focus?.lit.has(id), id).toBe(true);
    }
    expect(focus?.lit.has('host:2')).toBe(false);
    expect(focus?.connectors.map(({ data }) => [data.source, data.target])).toEqual([
      ['host:4', `tail:${edge}`],
      ['host:1', `head:${edge}`],
    ]);
  });

  it('draws a relationship without a line from host to host', () => {
    const focus = focusOn({ kind: 'host', id: '1' }, graph, geometry, [row('inside', 1, 2, 'b-elsewhere')]);
    expect(focus?.connectors.map(({ data }) => [data.source, data.target])).toEqual([['host:1', 'host:2']]);
  });

  it('lights the bundles of a host while its relationships load', () => {
    const focus = focusOn({ kind: 'host', id: '5' }, graph, geometry, undefined);
    expect(focus?.lit.has(`edge:${edgeOf('b-infra')}`)).toBe(true);
    expect(focus?.lit.has(`edge:${edgeOf('b-violation')}`)).toBe(false);
  });

  it('lights a bundle with its hosts, and a zone with its lines', () => {
    const bundle = focusOn({ kind: 'bundle', id: 'b-infra' }, graph, geometry, undefined);
    expect(['host:4', 'host:5', 'host:3'].every((id) => bundle?.lit.has(id))).toBe(true);
    expect(bundle?.ring).toBeNull();
    const zone = focusOn({ kind: 'zone', id: 'zone-2' }, graph, geometry, undefined);
    expect(zone?.lit.has(`edge:${edgeOf('b-infra')}`)).toBe(true);
    expect(zone?.lit.has(`edge:${edgeOf('b-violation')}`)).toBe(false);
  });

  it('only connects what is drawn', () => {
    const drawn = new Set(toElements(geometry, new Map()).map(({ data }) => data.id));
    const focus = focusOn({ kind: 'host', id: '4' }, graph, geometry, [
      row('r1', 4, 1),
      row('far', 4, 4711, 'b-elsewhere'),
    ]);
    for (const { data } of focus?.connectors ?? []) {
      expect(drawn.has(String(data.source)) && drawn.has(String(data.target))).toBe(true);
    }
  });

  describe('with a path', () => {
    const contact = (near: number, far: number): PathStep => {
      const relationship = row('r1', near, far);
      const { client, server } = relationship;
      return { kind: 'contact', near: client, far: server, relationship, others: 0, coverage: null };
    };
    const path = [contact(4, 1)];

    it('lights the path alone, and numbers its hosts', () => {
      const focus = focusOn({ kind: 'host', id: '4' }, graph, geometry, [row('r1', 4, 1)], path);
      const steps = focus?.connectors.filter(({ classes }) => classes.includes('step')).map(({ data }) => data.label);
      expect(steps).toEqual(['1 · bi', '2 · 10.0.0.1']);
      expect(focus?.lit.has(`edge:${edgeOf('b-violation')}`)).toBe(true);
      expect(focus?.lit.has(`edge:${edgeOf('b-infra')}`)).toBe(false);
      expect(focus?.lit.has('host:2')).toBe(false);
    });

    it('numbers the boxes where no host is drawn', () => {
      const zones = layoutMap(toMapInput(graph), { level: 'zones' });
      const focus = focusOn({ kind: 'host', id: '4' }, graph, zones, undefined, path);
      const badge = zones.zones.find(({ id }) => id === 'zone-1')?.badge;
      const step = focus?.connectors.find(({ data }) => data.id === 'connector:step:1');
      expect(step?.position?.y).toBe(badge?.y);
    });
  });
});
