import type { DirectionChange, EndpointEvent, ServiceEndpoint } from '@scopemap/contract';
import { describe, expect, it } from 'vitest';
import { bindingText, changeText, eventText, scanText, standingText, translationText } from './endpoint-words.ts';

const AT = '2026-09-01T10:00:00.000Z';

const ENDPOINT: ServiceEndpoint = {
  protocol: 'tcp',
  port: 443,
  service: '443/tcp https',
  basis: null,
  role: null,
  scanState: null,
  scannedAt: null,
  firstOpenAt: null,
  lastOpenAt: null,
  learnedPeers: null,
};

describe('a service endpoint', () => {
  it.each<[string, Partial<ServiceEndpoint>]>([
    ['Nothing says that a service listens there.', {}],
    ['A person says that it is no service.', { basis: 'person', role: 'not-server' }],
    ['A scan found it open.', { basis: 'scan', role: 'server' }],
    ['Learnt from traffic: 3 peers met it.', { basis: 'learned', role: 'server', learnedPeers: 3 }],
    ['Learnt from traffic: 64 or more peers met it.', { basis: 'learned', role: 'server', learnedPeers: 64 }],
  ])('%s', (text, parts) => {
    expect(standingText({ ...ENDPOINT, ...parts })).toBe(text);
  });

  it('keeps the states of scans apart, and says when it was open last', () => {
    expect(scanText(ENDPOINT)).toBeNull();
    expect(scanText({ ...ENDPOINT, scanState: 'open|filtered', scannedAt: AT })).toMatch(/open\|filtered$/);
    expect(scanText({ ...ENDPOINT, scanState: 'closed', scannedAt: AT, lastOpenAt: AT })).toMatch(
      /closed; last open .* UTC$/,
    );
  });

  it.each<[string, EndpointEvent]>([
    ['Scan 7 by ops: closed', { kind: 'scan', at: AT, state: 'closed', scan: 7, author: 'ops' }],
    [
      'ops said it is a service: I run it',
      { kind: 'statement', at: AT, role: 'server', author: 'ops', reason: 'I run it' },
    ],
    [
      'ops took the statement back: wrong host',
      { kind: 'statement', at: AT, role: null, author: 'ops', reason: 'wrong host' },
    ],
  ])('has a history: %s', (text, event) => {
    expect(eventText(event)).toBe(text);
  });
});

describe('a corrected direction', () => {
  const ends = { client: '10.1.0.5', server: '10.2.0.7' };
  const change: DirectionChange = {
    id: '1',
    changedAt: AT,
    author: 'ops',
    reason: 'found open: night.xml',
    cause: '10.2.0.7 443/tcp https',
    before: { ...ends, directed: false, service: '50000 and 443/tcp', method: 'none', confidence: 'none' },
    after: { ...ends, directed: true, service: '443/tcp https', method: 'scan', confidence: 'high' },
    restores: false,
    undoneAt: null,
  };

  it('says what it was, what it is and why', () => {
    expect(changeText(change)).toEqual({
      before: '10.1.0.5 and 10.2.0.7 over 50000 and 443/tcp (not decided)',
      after: '10.1.0.5 opened 443/tcp https to 10.2.0.7 (a scan found the port open)',
      why: 'by what became known of 10.2.0.7 443/tcp https · ops: found open: night.xml',
    });
    expect(changeText({ ...change, restores: true }).why).toMatch(
      /^what was said of 10\.2\.0\.7 443\/tcp https was taken back · ops: /,
    );
  });
});

it('an address belongs to an asset in a period', () => {
  const binding = { address: '10.1.0.5', asset: 'till-1', source: 'dhcp-lease', from: AT } as const;
  expect(bindingText({ ...binding, to: null })).toMatch(/^till-1 \(DHCP lease\), .* until now, as far as is known$/);
  expect(bindingText({ ...binding, to: AT })).toMatch(/ UTC – .* UTC$/);
});

it('says when a translation was seen, how often, and who told', () => {
  const pair = { address: '10.1.0.5', shownAs: '203.0.113.7', from: AT, to: '2026-09-03T08:00:00.000Z' };
  expect(translationText({ ...pair, exporters: ['192.0.2.1'], periods: 1 })).toBe(
    '1 Sept 2026, 10:00 – 3 Sept 2026, 08:00 UTC · told by 192.0.2.1',
  );
  expect(translationText({ ...pair, exporters: ['192.0.2.1', '192.0.2.2'], periods: 1_200 })).toMatch(
    /^in 1,200 periods, .* UTC · told by 192\.0\.2\.1, 192\.0\.2\.2$/,
  );
});
