import { describe, expect, it } from 'vitest';
import { serviceLabel } from './service-label.ts';
import { parseServiceMatch } from './service-match.ts';

describe('parseServiceMatch', () => {
  it.each<[string, { protocol: number | null; port: number | null }[] | null]>([
    ['443', [{ protocol: null, port: 443 }]],
    [' 443/TCP ', [{ protocol: 6, port: 443 }]],
    ['443/tcp https', [{ protocol: 6, port: 443 }]],
    ['0', [{ protocol: null, port: 0 }]],
    [
      'dns',
      [
        { protocol: 6, port: 53 },
        { protocol: 17, port: 53 },
      ],
    ],
    ['mssql', [{ protocol: 6, port: 1433 }]],
    ['icmp', [{ protocol: 1, port: null }]],
    ['tcp', [{ protocol: 6, port: null }]],
    ['65536', null],
    ['443/nothing', null],
    ['nothing', null],
    ['', null],
  ])('%j', (text, services) => {
    expect(parseServiceMatch(text)).toEqual(services);
  });
});

describe('serviceLabel', () => {
  it.each<[number, number | null, string]>([
    [6, 443, '443/tcp https'],
    [6, 6123, '6123/tcp'],
    [17, null, 'undecided/udp'],
    [1, 0, 'icmp'],
    [200, 0, 'proto-200'],
  ])('%d %s is %s', (protocol, port, label) => {
    expect(serviceLabel(protocol, port)).toBe(label);
  });
});
