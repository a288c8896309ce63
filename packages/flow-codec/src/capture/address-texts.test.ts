import { formatIp } from '@scopemap/net';
import { expect, test } from 'vitest';
import { AddressTexts } from './address-texts.ts';

test('texts are those of the bytes, also when addresses share a slot', () => {
  const texts = new AddressTexts();
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 1500; i++) {
      const v4 = Uint8Array.of(10, 0, i >> 8, i & 0xff);
      const v6 = Uint8Array.from({ length: 16 }, (_, at) => (at < 14 ? at : v4[at - 12]) as number);
      expect(texts.textOf(v4)).toBe(formatIp(v4));
      expect(texts.textOf(v6)).toBe(formatIp(v6));
    }
  }
});

test('an address stays known when its memory is used again', () => {
  const texts = new AddressTexts();
  const memory = Uint8Array.of(10, 0, 0, 1);
  texts.textOf(memory);
  memory[3] = 2;
  expect(texts.textOf(memory)).toBe('10.0.0.2');
  expect(texts.textOf(Uint8Array.of(10, 0, 0, 1))).toBe('10.0.0.1');
});
