import { describe, expect, it } from 'vitest';
import { type AddressScope, addressScope, mayShareSegment, staysInSegment } from './address-scope.ts';

describe('addressScope', () => {
  it.each<[string, AddressScope]>([
    ['10.0.0.1', 'routable'],
    ['224.0.0.1', 'group'],
    ['239.255.255.250', 'group'],
    ['240.0.0.1', 'routable'],
    ['255.255.255.255', 'group'],
    ['10.0.0.255', 'routable'],
    ['127.0.0.1', 'loopback'],
    ['169.254.9.9', 'link-local'],
    ['0.0.0.0', 'unspecified'],
    ['2001:db8::1', 'routable'],
    ['ff02::1', 'group'],
    ['ff::1', 'routable'],
    ['fe80::1', 'link-local'],
    ['febf::1', 'link-local'],
    ['fec0::1', 'routable'],
    ['::1', 'loopback'],
    ['::', 'unspecified'],
    ['::ffff:224.0.0.1', 'group'],
  ])('%s is %s', (address, scope) => {
    expect(addressScope(address)).toBe(scope);
  });
});

describe('groups', () => {
  it.each([
    ['224.0.0.251', true],
    ['224.0.1.1', false],
    ['255.255.255.255', true],
    ['ff02::fb', true],
    ['ff05::2', false],
    ['ff31::1', true],
  ])('%s stays in its segment: %s', (group, stays) => {
    expect(staysInSegment(group)).toBe(stays);
  });

  it('takes a /16 for the widest segment of a directed broadcast', () => {
    expect(mayShareSegment('10.1.2.3', '10.1.7.255')).toBe(true);
    expect(mayShareSegment('10.1.2.3', '10.2.2.255')).toBe(false);
  });
});
