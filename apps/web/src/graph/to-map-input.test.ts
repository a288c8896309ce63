import { describe, expect, it } from 'vitest';
import { sampleGraph } from './testing/sample-graph.ts';
import { toMapInput } from './to-map-input.ts';

describe('toMapInput', () => {
  const input = toMapInput(sampleGraph());

  it('puts zones into the lane of what was decided, whatever is claimed; undetermined ones stand inside the boundary', () => {
    expect(input.zones.map(({ id, lane, glyph, caption }) => [id, lane, glyph, caption])).toEqual([
      ['zone-1', 'cde', 'cde', '10.1.0.0/24'],
      ['zone-2', 'connected', 'security', '10.2.0.0/24 +1'],
      ['zone-3', 'connected', 'connected', '✕ claimed out of scope'],
      ['unassigned-10.9.0.0/24', 'undetermined', 'undetermined', ''],
    ]);
  });

  it.each([
    ['OUT_OF_SCOPE', '10.8.0.0/24'],
    ['UNDETERMINED', '? claimed out of scope · 10.8.0.0/24'],
    ['CONNECTED', '✕ claimed out of scope · 10.8.0.0/24'],
    ['EXTERNAL', '10.8.0.0/24'],
  ] as const)('says of a zone claimed out of scope and decided %s: %s', (category, caption) => {
    const [zone] = sampleGraph().zones;
    const prefixes = ['10.8.0.0/24'];
    const graph = { ...sampleGraph(), zones: [{ ...zone!, claim: 'out-of-scope' as const, prefixes, category }] };
    expect(toMapInput(graph).zones[0]?.caption).toBe(caption);
  });

  it('shows a host by its category, not by its zone, and by its address when it has no name', () => {
    expect(input.hosts.map(({ id, label, glyph }) => [id, label, glyph])).toEqual([
      ['1', 'db-1', 'cde'],
      ['2', 'db-2', 'cde'],
      ['3', 'proxy', 'security'],
      ['4', 'bi', 'connected'],
      ['5', 'pc', 'out-of-scope'],
      ['6', '10.0.0.6', 'undetermined'],
    ]);
  });

  it('keeps every bundle with its hosts', () => {
    expect(input.bundles.map(({ id, sourceHosts, targetHosts }) => [id, sourceHosts, targetHosts])).toEqual([
      ['b-violation', ['4'], ['1']],
      ['b-infra', ['4', '5'], ['3']],
    ]);
  });
});
