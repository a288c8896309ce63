import { formatIp, parseIp } from '@scopemap/net';
import { expect, test } from 'vitest';
import { SenderTexts, senderAddress } from './sender-text.ts';

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['2001:DB8:0:0::1', '2001:db8::1'],
])('the sender %s is %s', (address, expected) => {
  expect(senderAddress(address)).toBe(expected);
  expect(new SenderTexts().canonical(address)).toBe(expected);
});

test.each(['10.0.0.1', '255.255.255.255', '2001:db8::1', 'fe80::1', '::1', '::'])(
  'a socket address of %s is read as such, the second time too',
  (address) => {
    const ip = parseIp(address) as Uint8Array;
    const octets = new Uint8Array(64);
    octets.set(ip.length === 4 ? [2, 0] : [10, 0], 32);
    octets.set(ip, 32 + (ip.length === 4 ? 4 : 8));
    const texts = new SenderTexts();
    const words = new Uint32Array(octets.buffer);
    for (let i = 0; i < 2; i++) expect(texts.ofSocketAddress(words, 8)).toBe(formatIp(ip));
  },
);

test('a mapped IPv4 address on an IPv6 socket is the IPv4 address', () => {
  const octets = Uint8Array.of(10, 0, 1, 2, 0, 0, 0, 0, ...new Uint8Array(10), 0xff, 0xff, 192, 0, 2, 7, 0, 0, 0, 0);
  expect(new SenderTexts().ofSocketAddress(new Uint32Array(octets.buffer), 0)).toBe('192.0.2.7');
});
