import { expect, test } from 'vitest';
import { hasPorts, protocolName, protocolNumber } from './ip-protocol.ts';

test.each([
  ['TCP', 6],
  ['udp', 17],
  [' icmp ', 1],
  ['47', 47],
  ['proto-200', 200],
  ['256', null],
  ['nonsense', null],
])('%s is protocol %s', (text, number) => {
  expect(protocolNumber(text)).toBe(number);
});

test('every number has a name that reads back', () => {
  for (let protocol = 0; protocol < 256; protocol++) expect(protocolNumber(protocolName(protocol))).toBe(protocol);
});

test('only transport protocols have ports', () => {
  expect([6, 17, 33, 132, 136].every(hasPorts)).toBe(true);
  // The original system tested the number as text against /(6|17)/, so 16, 46 and 60 counted as well.
  expect([1, 16, 46, 47, 50, 58, 60].some(hasPorts)).toBe(false);
});
