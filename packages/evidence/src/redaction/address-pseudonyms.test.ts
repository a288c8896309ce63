import { parseIp } from '@scopemap/net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressPseudonyms } from './address-pseudonyms.ts';

const KEY = Buffer.alloc(16, 7);
const ipv4 = fc.ipV4();
const either = fc.oneof(
  ipv4,
  fc.ipV6().map((text) => new URL(`http://[${text}]`).hostname.slice(1, -1)),
);

function sharedBits(a: string, b: string): number {
  const [left, right] = [parseIp(a) as Uint8Array, parseIp(b) as Uint8Array];
  if (left.length !== right.length) return -1;
  let bits = 0;
  while (bits < left.length * 8 && bitOf(left, bits) === bitOf(right, bits)) bits++;
  return bits;
}
const bitOf = (bytes: Uint8Array, bit: number) => ((bytes[bit >> 3] as number) >> (7 - (bit & 7))) & 1;

describe('pseudonyms of addresses', () => {
  it('share as many first bits as the addresses do', () => {
    const pseudonyms = new AddressPseudonyms(KEY, []);
    const common = /^(0|127|22[4-9]|23\d|255)\.|^::1?$|^ff/;
    fc.assert(
      fc.property(either, either, (a, b) => {
        fc.pre(!common.test(a) && !common.test(b));
        expect(sharedBits(pseudonyms.address(a) as string, pseudonyms.address(b) as string)).toBe(sharedBits(a, b));
      }),
      { numRuns: 1000 },
    );
  });

  it('stay inside the pseudonym of every prefix, and the last address of a zone stays the last', () => {
    fc.assert(
      fc.property(ipv4, fc.integer({ min: 0, max: 30 }), (address, length) => {
        const bits = (parseIp(address) as Uint8Array).reduce((sum, byte) => sum * 256 + byte, 0);
        const size = 2 ** (32 - length);
        const first = Math.floor(bits / size) * size;
        const text = (number: number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
        const prefix = `${text(first)}/${length}`;
        const pseudonyms = new AddressPseudonyms(KEY, [prefix]);
        const [base] = pseudonyms.prefix(prefix).split('/') as [string];
        expect(sharedBits(base, pseudonyms.address(address) as string)).toBeGreaterThanOrEqual(
          /^(0|127|22[4-9]|23\d|255)\./.test(address) ? 0 : length,
        );
        if (length >= 8 && !/^(0|127|22[4-9]|23\d|255)\./.test(address)) {
          const start = (parseIp(base) as Uint8Array).reduce((sum, byte) => sum * 256 + byte, 0);
          expect(pseudonyms.address(text(first + size - 1))).toBe(text(start + size - 1));
        }
      }),
    );
  });

  it.each([
    ['10.1.2.3', /^10\./],
    ['192.168.7.9', /^192\.168\./],
    ['172.20.1.1', /^172\.(1[6-9]|2\d|3[01])\./],
    ['100.70.1.1', /^100\./],
    ['169.254.3.4', /^169\.254\./],
    ['fd12:3456::1', /^f[cd]/],
    ['fe80::1:2:3', /^fe[89ab]/],
    ['2001:db8::7', /^[23]/],
    ['::ffff:10.1.2.3', /^::ffff:10\./],
  ])('%s stays of its kind and is another', (address, kind) => {
    const pseudonym = new AddressPseudonyms(KEY, []).address(address);
    expect(pseudonym).toMatch(kind);
    expect(pseudonym).not.toBe(address);
  });

  it.each(['0.0.0.0', '127.0.0.1', '224.0.0.251', '239.1.2.3', '255.255.255.255', '::', '::1', 'ff02::1'])(
    '%s is the same everywhere and stays',
    (address) => {
      expect(new AddressPseudonyms(KEY, []).address(address)).toBe(address);
    },
  );

  it('are the same with the same key, others with another, and none for what is no address', () => {
    const one = new AddressPseudonyms(KEY, []);
    expect(new AddressPseudonyms(KEY, []).address('10.1.2.3')).toBe(one.address('10.1.2.3'));
    expect(new AddressPseudonyms(Buffer.alloc(16, 8), []).address('10.1.2.3')).not.toBe(one.address('10.1.2.3'));
    expect(one.address('srv-1')).toBeNull();
  });
});
