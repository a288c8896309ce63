import type { GraphDiff } from '@scopemap/contract';
import { layoutMap } from '@scopemap/map-layout';
import { describe, expect, it } from 'vitest';
import { listChanges, stepChange } from './change-list.ts';
import { diffMarks } from './diff-marks.ts';
import { mergeGraphs } from './merge-graphs.ts';
import { sampleGraph } from './testing/sample-graph.ts';
import { toMapInput } from './to-map-input.ts';

const whole = sampleGraph();
const now = { ...whole, bundles: whole.bundles.slice(0, 1), hosts: whole.hosts.filter(({ id }) => id !== 5) };
const before = { ...whole, bundles: whole.bundles.slice(1), hosts: whole.hosts.filter(({ id }) => id !== 4) };
const merged = mergeGraphs(now, before);
const geometry = layoutMap(toMapInput(merged), { level: 'hosts' });
const diff: GraphDiff = {
  period: { from: null, to: null },
  compared: { from: '2026-08-01', to: '2026-08-31' },
  counts: { relationshipsAdded: 1, relationshipsRemoved: 2, hostsAdded: 1, hostsRemoved: 1, categoriesChanged: 1 },
  categoriesKnown: true,
  hosts: [
    { id: 4, zone: 'zone-3', address: '10.0.0.4', name: 'bi', change: 'added', before: null, after: 'CONNECTED' },
    { id: 5, zone: 'zone-3', address: '10.0.0.5', name: 'pc', change: 'removed', before: 'OUT_OF_SCOPE', after: null },
    {
      id: 3,
      zone: 'zone-2',
      address: '10.0.0.3',
      name: 'proxy',
      change: 'changed',
      before: 'UNDETERMINED',
      after: 'CONNECTED',
    },
  ],
  bundles: [
    { id: 'b-violation', change: 'added', added: 1, removed: 0, kept: 0 },
    { id: 'b-infra', change: 'removed', added: 0, removed: 2, kept: 0 },
  ],
};

describe('two graphs in one', () => {
  it('have everything of both once', () => {
    expect(merged.bundles.map(({ id }) => id)).toEqual(['b-violation', 'b-infra']);
    expect(merged.hosts.map(({ id }) => id).toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(mergeGraphs(whole, whole)).toEqual(whole);
  });
});

describe('diffMarks', () => {
  const { marks, lit, labels } = diffMarks(diff, geometry);
  const edge = (bundle: string) => geometry.edges.find(({ bundles }) => bundles.includes(bundle))?.id;

  it('marks lines and hosts by what became of them, and lights nothing else', () => {
    expect(marks.get(`edge:${edge('b-violation')}`)).toBe('added');
    expect(marks.get(`edge:${edge('b-infra')}`)).toBe('removed');
    expect([4, 5, 3, 1].map((id) => marks.get(`host:${id}`))).toEqual(['added', 'removed', 'changed', undefined]);
    expect(lit.has('host:1')).toBe(false);
    expect(lit.has('host:5')).toBe(true);
  });

  it('says it by a sign, too', () => {
    expect(labels.map(({ data }) => data.label)).toEqual(['+ bi', '− pc', '± proxy']);
  });

  it('calls a line of several bundles changed unless all share one change', () => {
    const [violation] = geometry.edges;
    const joined = { ...geometry, edges: [{ ...violation!, bundles: ['b-violation', 'unchanged'] }], chips: [] };
    expect(diffMarks(diff, joined).marks.get(`edge:${violation!.id}`)).toBe('changed');
    const quiet = { ...geometry, edges: [{ ...violation!, bundles: ['unchanged'] }], chips: [] };
    expect(diffMarks(diff, quiet).marks.has(`edge:${violation!.id}`)).toBe(false);
  });
});

describe('the list of changes', () => {
  const changes = listChanges(diff, merged);

  it('has relationships before hosts, new ones before those that are gone', () => {
    expect(changes.map(({ text }) => text)).toEqual([
      '+ Office → Vault, 5432/tcp postgres: 1 new',
      '− Office → Proxies, infra · 2 services: 2 gone',
      '+ bi',
      '± proxy: Undetermined · counts as in scope became Connected-to',
      '− pc',
    ]);
  });

  it.each([
    [null, 1, 0],
    [null, -1, 4],
    [changes[0]!.selection, 1, 1],
    [changes[4]!.selection, 1, 0],
    [changes[0]!.selection, -1, 4],
  ] as const)('steps from %j by %i', (selected, by, to) => {
    expect(stepChange(changes, selected, by)).toEqual(changes[to]?.selection);
  });

  it('has nowhere to step when nothing changed', () => {
    expect(stepChange([], null, 1)).toBeUndefined();
  });
});
