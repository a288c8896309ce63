import { describe, expect, it } from 'vitest';
import type { FilterRow } from './filter-row.ts';
import { matchQuery } from './match-query.ts';
import { parseQuery } from './parse-query.ts';

const NOW = Date.parse('2026-10-01T00:00:00Z');

const row: FilterRow = {
  client: { address: '10.10.0.7', name: 'bi-02', zone: 'Corporate', category: 'CONNECTED' },
  server: { address: '10.20.0.9', name: 'vault-db-03', zone: 'Card vault', category: 'CDE_CHD' },
  directed: true,
  protocol: 6,
  port: 5432,
  clientPort: null,
  status: 'violation',
  state: 'established',
  method: 'tcp-flags',
  confidence: 'high',
  justified: false,
  scanner: false,
  firstSeen: Date.parse('2026-09-28T12:00:00Z'),
  lastSeen: Date.parse('2026-09-30T08:00:00Z'),
  flows: 12,
  packets: 340,
  octets: 20_000_000,
  exporters: ['core-sw-1'],
};

const undirected: FilterRow = {
  ...row,
  directed: false,
  port: 33_000,
  clientPort: 33_001,
  method: 'none',
  confidence: 'none',
};

function fits(text: string, of: FilterRow): boolean {
  const query = parseQuery(text);
  if (!query) throw new Error('an empty query fits everything');
  return matchQuery(query, of, NOW);
}

describe('a relationship with direction fits', () => {
  it.each([
    ['cat:cde', true],
    ['src.cat:cde', false],
    ['dst.cat:cde', true],
    ['cat:in-scope', true],
    ['cat:out', false],
    ['zone:"card vault"', true],
    ['src.zone:corporate', true],
    ['dst.zone:corporate', false],
    ['zone:none', false],
    ['host:bi', true],
    ['bi-02', true],
    ['10.10.0.7', true],
    ['10.10.0', false],
    ['ip:10.10.0.0/16', true],
    ['dst.ip:10.10.0.0/16', false],
    ['port:5432', true],
    ['port:443,5000-6000', true],
    ['svc:postgres', true],
    ['svc:5432/udp', false],
    ['proto:udp,tcp', true],
    ['status:unreviewed,violation', true],
    ['status:exception', true],
    ['-status:approved', true],
    ['state:attempted', false],
    ['method:tcp-flags confidence:high', true],
    ['directed:yes justified:no scanner:no', true],
    ['new:7d', true],
    ['new:24h', false],
    ['seen:2026-09-30', true],
    ['seen>2026-09-30', false],
    ['seen>=2026-09-30', true],
    ['first<2026-09-29', true],
    ['bytes>10M', true],
    ['bytes>1G', false],
    ['flows:12 packets<=340', true],
    ['exporter:core', true],
    ['zone:dmz or port:5432', true],
    ['zone:dmz port:5432', false],
    ['-(zone:dmz or port:5432)', false],
  ])('%s: %s', (text, expected) => {
    expect(fits(text, row)).toBe(expected);
  });
});

describe('without direction', () => {
  it.each([
    ['src.cat:cde', true],
    ['dst.cat:cde', true],
    ['src.zone:dmz', false],
    ['port:33000', true],
    ['port:33001', true],
    ['directed:no', true],
    ['confidence:none', true],
  ])('%s: %s, since either end may be meant', (text, expected) => {
    expect(fits(text, undirected)).toBe(expected);
  });
});
