import type { GraphBundle, ScopeItem } from '@scopemap/contract';
import { describe, expect, it } from 'vitest';
import { sampleZone } from '../graph/testing/sample-zone.ts';
import { reviewEntries } from './review-entries.ts';

const ZONES = [
  sampleZone(1, 'Vault', 'cde'),
  sampleZone(2, 'Store', 'connected'),
  sampleZone(null, 'Internet', 'undetermined'),
];
const bundle = (change: Partial<GraphBundle>): GraphBundle => ({
  id: 'zone-2>zone-1|22-6|unreviewed',
  sourceZone: 'zone-2',
  targetZone: 'zone-1',
  service: '22/tcp ssh',
  services: ['22/tcp ssh'],
  status: 'unreviewed',
  infrastructure: false,
  directed: true,
  pairs: 1,
  flows: 1,
  octets: 1,
  firstSeen: '2026-10-02T00:00:00.000Z',
  lastSeen: '2026-10-02T00:00:00.000Z',
  sourceHosts: [],
  targetHosts: [],
  ...change,
});
const item = (severity: ScopeItem['severity'], name: string): ScopeItem => ({
  code: 'tag-conflict',
  severity,
  subject: { kind: 'asset', id: '10.0.0.1', name, hostId: 7 },
  text: 'Two statements contradict each other.',
  facts: [],
});
const entries = (bundles: readonly GraphBundle[], items: readonly ScopeItem[] = []) =>
  reviewEntries({ zones: ZONES, bundles: [...bundles] }, items);

describe('reviewEntries', () => {
  it('stands the worst first, and the oldest of the same severity', () => {
    const order = entries(
      [
        bundle({ id: 'new', firstSeen: '2026-10-05T00:00:00.000Z' }),
        bundle({ id: 'old' }),
        bundle({ id: 'outside', sourceZone: 'zone-2', targetZone: 'zone-2', firstSeen: '2026-01-01T00:00:00.000Z' }),
        bundle({ id: 'against', status: 'violation' }),
        bundle({ id: 'fine', status: 'approved' }),
      ],
      [item('high', 'till'), item('low', 'printer')],
    );
    expect(order.map(({ key, severity }) => [key.split(':')[1], severity])).toEqual([
      ['against', 'high'],
      ['tag-conflict', 'high'],
      ['old', 'medium'],
      ['new', 'medium'],
      ['outside', 'low'],
      ['tag-conflict', 'low'],
    ]);
    expect(order[1]).toMatchObject({
      kind: 'Tag conflict',
      title: 'till',
      selection: { kind: 'host', id: '7' },
      approval: null,
    });
  });

  it.each<[string, Partial<GraphBundle>, object | null]>([
    ['a service between zones', {}, { sourceZoneId: 2, targetZoneId: 1, protocol: 'tcp', port: 22 }],
    ['a violation', { status: 'violation' }, null],
    ['no direction', { directed: false }, null],
    ['several services', { infrastructure: true, service: 'infra · 2 services' }, null],
    ['no ports', { service: 'icmp' }, null],
    ['two ports', { service: 'unknown/tcp' }, null],
    ['an end in no zone', { sourceZone: 'unassigned-internet' }, null],
  ])('offers an approval where one can be given: %s', (_, change, approval) => {
    expect(entries([bundle(change)])[0]?.approval).toEqual(approval);
  });
});
