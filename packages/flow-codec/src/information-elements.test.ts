import { expect, test } from 'vitest';
import { elementRegistry } from './element-registry.ts';
import { INFORMATION_ELEMENTS } from './information-elements.ts';

test('no element is listed twice, by number or by name', () => {
  const numbers = INFORMATION_ELEMENTS.map(({ enterprise, id }) => `${enterprise}/${id}`);
  const names = INFORMATION_ELEMENTS.map(({ name }) => name);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(new Set(names).size).toBe(names.length);
});

test('every role is one that the type can fill', () => {
  expect(() => elementRegistry(INFORMATION_ELEMENTS)).not.toThrow();
});

test.each([
  ['IANA', 0, 8, 'sourceIPv4Address'],
  ['nProbe in v9', 0, 57472 + 118, 'nprobeL7Protocol'],
  ['ASA under the number of Cisco', 9, 40001 - 32768, 'xlateSourceIPv4Address'],
  ['nProbe in v9 turned into IPFIX without a number', 4294967295, 57472 + 187 - 32768, 'nprobeHttpHost'],
  ['the reverse of an IANA element', 29305, 136, 'reverseFlowEndReason'],
  ['v9 turned into IPFIX without a number', 4294967295, 40005 - 32768, 'asaFirewallEvent'],
])('looks up %s', (_name, enterprise, id, name) => {
  expect(elementRegistry()(enterprise, id)?.name).toBe(name);
});

test('an unknown element is undefined', () => {
  expect(elementRegistry()(0, 32000)).toBeUndefined();
  expect(elementRegistry()(9, 1)).toBeUndefined();
});

test('a renamed element keeps its role', () => {
  const registry = elementRegistry([{ enterprise: 0, id: 1, name: 'IN_BYTES', type: 'unsigned' }]);
  expect(registry(0, 1)).toEqual({ enterprise: 0, id: 1, name: 'IN_BYTES', type: 'unsigned', role: 'octets' });
});

test.each([
  ['a text as a port', { enterprise: 9, id: 1, name: 'x', type: 'string', role: 'srcPort' }],
  ['IPv6 in an IPv4 column', { enterprise: 9, id: 1, name: 'x', type: 'ipv6Address', role: 'srcAddr4' }],
  ['a number as an address', { enterprise: 9, id: 1, name: 'x', type: 'unsigned', role: 'dstAddr6' }],
] as const)('refuses %s', (_name, element) => {
  expect(() => elementRegistry([element])).toThrow(TypeError);
});
