import { describe, expect, it } from 'vitest';
import { parseService } from './written-service.ts';

describe('parseService', () => {
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
    expect(parseService(text)).toEqual(services);
  });
});
