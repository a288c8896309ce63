import { layoutMap } from '@scopemap/map-layout';
import { describe, expect, it } from 'vitest';
import { type OutlineNode, outlineTree, visibleRows } from './outline-tree.ts';
import { sampleGraph } from './testing/sample-graph.ts';
import { toMapInput } from './to-map-input.ts';

const graph = sampleGraph();
const nodes = outlineTree(graph, layoutMap(toMapInput(graph), { level: 'zones' }));
const all = (list: readonly OutlineNode[]): OutlineNode[] => list.flatMap((node) => [node, ...all(node.children)]);

describe('outlineTree', () => {
  it('has every lane, zone, host and bundle of the graph', () => {
    const selections = new Set(all(nodes).map(({ selection }) => selection && `${selection.kind}:${selection.id}`));
    for (const { id } of graph.zones) expect(selections).toContain(`zone:${id}`);
    for (const { id } of graph.hosts) expect(selections).toContain(`host:${id}`);
    for (const { id } of graph.bundles) expect(selections).toContain(`bundle:${id}`);
    expect(nodes).toHaveLength(5);
  });

  it('names things as the picture does, with category and status in words', () => {
    const texts = all(nodes).map(({ text }) => text);
    expect(texts).toContain('Vault: 2 hosts');
    expect(texts).toContain('Office → Vault, 5432/tcp postgres: Violation');
    expect(texts).toContain('bi: Connected-to');
  });

  it('has keys of their own even where a bundle stands in both zones', () => {
    const keys = all(nodes).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('visibleRows', () => {
  it('shows children of open nodes only, with their place among their siblings', () => {
    expect(visibleRows(nodes, new Set())).toHaveLength(5);
    const rows = visibleRows(nodes, new Set(['lane:connected']));
    const zones = rows.filter(({ parent }) => parent === 'lane:connected');
    expect(zones.map(({ level, position, siblings }) => [level, position, siblings])).toEqual([
      [2, 1, 2],
      [2, 2, 2],
    ]);
  });
});
