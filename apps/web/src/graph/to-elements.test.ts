import { layoutMap } from '@scopemap/map-layout';
import { describe, expect, it } from 'vitest';
import { sampleGraph } from './testing/sample-graph.ts';
import { toElements } from './to-elements.ts';
import { toMapInput } from './to-map-input.ts';

const geometry = layoutMap(toMapInput(sampleGraph()), { level: 'hosts' });
const elements = toElements(geometry, new Map([['4', 'bi']]));
const byId = new Map(elements.map((element) => [element.data.id, element]));

describe('toElements', () => {
  it('gives every element an id of its own', () => {
    expect(byId.size).toBe(elements.length);
  });

  it('has one node per zone and host and one edge per line, all without compound parents', () => {
    const count = (prefix: string) => elements.filter(({ data }) => data.id.startsWith(prefix)).length;
    expect(count('zone:')).toBe(geometry.zones.length);
    expect(count('host:')).toBe(6);
    expect(count('edge:')).toBe(2);
    expect(elements.some(({ data }) => 'parent' in data)).toBe(false);
  });

  it('places nodes by their centre and gives boxes their size', () => {
    const zone = geometry.zones.find(({ id }) => id === 'zone-1');
    const element = byId.get('zone:zone-1');
    expect(element?.data).toMatchObject({
      width: zone?.rect.width,
      height: zone?.rect.height,
      kind: 'zone',
      ref: 'zone-1',
    });
    expect(element?.position?.x).toBe((zone?.rect.x ?? 0) + (zone?.rect.width ?? 0) / 2);
  });

  it('runs a line from its first to its last way point and selects its bundle', () => {
    const edge = geometry.edges.find(({ bundles }) => bundles.includes('b-violation'));
    const element = byId.get(`edge:${edge?.id}`);
    expect(element?.data).toMatchObject({ kind: 'bundle', ref: 'b-violation', target: `head:${edge?.id}` });
    expect(element?.classes.split(' ')).toEqual(expect.arrayContaining(['line', 'violation', 'directed']));
    expect(byId.get(String(element?.data.source))?.position).toEqual(edge?.points[0]);
    expect(byId.get(String(element?.data.target))?.position).toEqual(edge?.points.at(-1));
  });

  it('marks category, role and status by class, so that shape and line can say them', () => {
    expect(byId.get('host:4')?.classes).toContain('glyph-connected server');
    expect(byId.get('host:5')?.classes).toContain('glyph-out-of-scope client');
    expect(byId.get('host:4')?.data.name).toBe('bi');
    expect(byId.get('zone:unassigned-10.9.0.0/24')?.classes).toContain('dashed');
  });

  it('lets clicks on lanes and the boundary through', () => {
    for (const { data } of elements) {
      if (/^(lane|boundary)/.test(data.id)) expect(data.kind).toBe('none');
    }
  });
});
