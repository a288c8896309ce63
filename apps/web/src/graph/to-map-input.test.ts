import { describe, expect, it } from 'vitest';
import { sampleGraph } from './testing/sample-graph.ts';
import { toMapInput } from './to-map-input.ts';

describe('toMapInput', () => {
  const input = toMapInput(sampleGraph());

  it('puts zones into the lane of their claim; undecided ones count as in scope', () => {
    expect(input.zones.map(({ id, lane, glyph, caption }) => [id, lane, glyph, caption])).toEqual([
      ['zone-1', 'cde', 'cde', '10.1.0.0/24'],
      ['zone-2', 'connected', 'connected', '10.2.0.0/24 +1'],
      ['zone-3', 'out-of-scope', 'out-of-scope', ''],
      ['unassigned-10.9.0.0/24', 'connected', 'undetermined', ''],
    ]);
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
