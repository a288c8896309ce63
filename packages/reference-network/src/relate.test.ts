import { describe, expect, test } from 'vitest';
import { MULTICAST, UNZONED } from './reference-zone.ts';
import { observersOf, relate, zoneNameOf } from './relate.ts';
import { parseService } from './services.ts';
import { shapes } from './traffic-shapes.ts';

const usual = { when: { kind: 'hourly' }, traffic: shapes.web } as const;

describe('relate', () => {
  test('joins everyone with everyone but not with itself, or each with one in turn', () => {
    const all = relate({ ...usual, from: ['dc-01', 'dc-02'], to: ['dc-01', 'dc-02'], service: '445/tcp' });
    expect(all.map(({ id }) => id)).toEqual(['dc-01>dc-02/445/tcp', 'dc-02>dc-01/445/tcp']);
    const turns = relate({
      ...usual,
      from: ['ws-001', 'ws-002', 'ws-003'],
      to: ['dc-01', 'dc-02'],
      spread: true,
      service: '88/tcp',
    });
    expect(turns.map(({ server }) => server)).toEqual(['dc-01', 'dc-02', 'dc-01']);
  });

  test.each([
    { name: 'an unknown name', draft: { from: 'nobody-01', to: 'dc-01', service: '88/tcp' } },
    { name: 'an address that is not listed', draft: { from: '10.1.1.1', to: 'dc-01', service: '88/tcp' } },
    { name: 'a host without IPv6', draft: { from: 'ws-050', to: 'dc-01', service: '88/tcp', ipv6: true } },
    { name: 'a service that is none', draft: { from: 'ws-001', to: 'dc-01', service: 'https' } },
  ])('refuses $name', ({ draft }) => {
    expect(() => relate({ ...usual, ...draft })).toThrow(RangeError);
  });
});

test.each([
  ['10.10.2.31', 'Card vault'],
  ['192.0.2.17', 'DMZ'],
  ['192.0.2.1', 'Perimeter'],
  ['2001:db8:f000::a', 'Internet'],
  ['224.0.0.2', MULTICAST],
  ['ff02::1', MULTICAST],
  ['10.99.0.7', UNZONED],
])('%s lies in %s', (address, zone) => {
  expect(zoneNameOf(address)).toBe(zone);
});

test.each([
  { what: 'desk to directory', pair: ['10.60.0.20', '10.40.0.1'], names: ['core-sw-1'] },
  { what: 'CDE to directory', pair: ['10.10.1.1', '10.40.0.1'], names: ['core-sw-1', 'cde-fw-1'] },
  { what: 'inside the vault', pair: ['10.10.2.1', '10.10.2.2'], names: ['vds-1'] },
  { what: 'store to payment', pair: ['10.31.0.1', '10.10.1.13'], names: ['cde-fw-1', 'store-rtr-1'] },
  { what: 'inside the desks', pair: ['10.60.0.20', '10.60.0.21'], names: [] },
])('$what is seen by $names, either way round', ({ pair, names }) => {
  const [a, b] = pair as [string, string];
  expect(observersOf(a, b)).toEqual(names);
  expect(observersOf(b, a)).toEqual(names);
});

test.each(['443', 'tcp/443', '443/ftp-like', 'x/tcp'])('parseService refuses %s', (text) => {
  expect(() => parseService(text)).toThrow(RangeError);
});
