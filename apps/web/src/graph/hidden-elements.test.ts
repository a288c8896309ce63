import { layoutMap } from '@scopemap/map-layout';
import { describe, expect, it } from 'vitest';
import { hiddenElements } from './hidden-elements.ts';
import { sampleGraph } from './testing/sample-graph.ts';
import { toMapInput } from './to-map-input.ts';

const graph = sampleGraph();
const [violation, infra] = graph.bundles;
if (!violation || !infra) throw new Error('the sample has two bundles');
const unreviewedInfra = { ...infra, id: 'b-odd', status: 'unreviewed' as const };
const geometry = layoutMap(toMapInput({ ...graph, bundles: [violation, infra, unreviewedInfra] }), { level: 'hosts' });
const lines = (options: { infrastructure: boolean; exceptionsOnly: boolean }) =>
  geometry.edges
    .filter(({ id }) => hiddenElements(geometry, options).has(`edge:${id}`))
    .flatMap(({ bundles }) => bundles);

describe('hiddenElements', () => {
  it.each([
    [{ infrastructure: true, exceptionsOnly: false }, []],
    [{ infrastructure: false, exceptionsOnly: false }, ['b-infra']],
    [{ infrastructure: true, exceptionsOnly: true }, ['b-infra']],
  ])('%j hides %j, never an exception', (options, expected) => {
    expect(lines(options)).toEqual(expected);
  });
});
