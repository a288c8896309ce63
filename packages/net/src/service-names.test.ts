import { expect, test } from 'vitest';
import { serviceName } from './service-names.ts';

test.each([
  [6, 443, 'https'],
  [17, 443, 'https'],
  [6, 5432, 'postgres'],
  [17, 5432, null],
  [17, 5353, 'mdns'],
  [6, 50000, null],
  [47, 0, null],
])('protocol %i port %i is %s', (protocol, port, name) => {
  expect(serviceName(protocol, port)).toBe(name);
});
