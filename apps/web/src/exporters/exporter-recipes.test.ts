import { describe, expect, it } from 'vitest';
import { EXPORTER_RECIPES, isLoopback } from './exporter-recipes.ts';

describe('EXPORTER_RECIPES', () => {
  it.each(EXPORTER_RECIPES)('$name sends to the given address and port', ({ lines }) => {
    const text = lines({ host: '192.0.2.9', port: 20550 });
    expect(text).toContain('192.0.2.9');
    expect(text).toContain('20550');
    expect(text).not.toMatch(/undefined|\$\{|2055\b/);
  });

  it.each([
    ['ios', 'ip flow-export destination 192.0.2.9 2055'],
    ['ios-xe', ' transport udp 2055'],
    ['vsphere', 'Collector port:              2055'],
    ['softflowd', '-n 192.0.2.9:2055 -v 9'],
    ['mikrotik', 'dst-address=192.0.2.9 port=2055 version=9'],
    ['fortigate', 'set collector-ip "192.0.2.9"'],
  ])('%s has the line %s', (id, line) => {
    const recipe = EXPORTER_RECIPES.find((each) => each.id === id);
    expect(recipe?.lines({ host: '192.0.2.9', port: 2055 })).toContain(line);
  });

  it('brackets IPv6 where a port follows', () => {
    const softflowd = EXPORTER_RECIPES.find(({ id }) => id === 'softflowd');
    expect(softflowd?.lines({ host: '2001:db8::9', port: 2055 })).toContain('[2001:db8::9]:2055');
  });
});

describe('isLoopback', () => {
  it.each([
    ['localhost', true],
    ['127.0.0.1', true],
    ['::1', true],
    ['10.0.0.1', false],
    ['localhost.example', false],
  ])('%s: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});
