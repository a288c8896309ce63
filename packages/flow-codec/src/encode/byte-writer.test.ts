import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteWriter } from './byte-writer.ts';

const written = (write: (writer: ByteWriter) => void) => {
  const writer = new ByteWriter();
  write(writer);
  return [...writer.toBytes()];
};

describe('integer', () => {
  test.each([
    [0, 1, [0]],
    [255, 1, [255]],
    [-1, 1, [255]],
    [-128, 1, [128]],
    [0x1234, 2, [0x12, 0x34]],
    [0x1234, 3, [0, 0x12, 0x34]],
    [0xffff_ffff, 4, [255, 255, 255, 255]],
    [0x1_0000_0000, 5, [1, 0, 0, 0, 0]],
    [0xffff_ffff, 8, [0, 0, 0, 0, 255, 255, 255, 255]],
    [Number.MAX_SAFE_INTEGER, 8, [0, 0x1f, 255, 255, 255, 255, 255, 255]],
    [2n ** 64n - 1n, 8, [255, 255, 255, 255, 255, 255, 255, 255]],
    [-2, 4, [255, 255, 255, 254]],
    [7n, 16, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]],
    [0, 0, []],
  ])('%s in %i bytes', (value, width, bytes) => {
    expect(written((writer) => writer.integer(value, width))).toEqual(bytes);
  });

  test.each([
    [256, 1],
    [-129, 1],
    [2 ** 32, 4],
    [2n ** 64n, 8],
    [1.5, 4],
    [2 ** 53, 8],
    [Number.NaN, 4],
    [1, 0],
  ])('%s in %i bytes is refused', (value, width) => {
    expect(() => written((writer) => writer.integer(value, width))).toThrow(RangeError);
  });

  test('any unsigned number in any width is its big-endian bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), (width, any) => {
        const value = BigInt.asUintN(8 * width, any);
        const bytes = written((writer) => writer.integer(value, width));
        expect(bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)).toBe(value);
        expect(bytes.length).toBe(width);
      }),
    );
  });
});

test('headers take unsigned numbers only', () => {
  expect(() => written((writer) => writer.u8(-1))).toThrow(RangeError);
  expect(() => written((writer) => writer.u16(65_536))).toThrow(RangeError);
  expect(() => written((writer) => writer.u32(2 ** 32))).toThrow(RangeError);
});

test('bytes of a field have to be as long as the field', () => {
  expect(written((writer) => writer.field(new Uint8Array([1, 2]), 2))).toEqual([1, 2]);
  expect(() => written((writer) => writer.field(new Uint8Array([1, 2]), 4))).toThrow(RangeError);
});

test('grows over any sequence of writes', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 2000 }), { maxLength: 10 }), (parts) => {
      const bytes = written((writer) => {
        for (const part of parts) writer.bytes(part).zeros(1).u16(part.length);
      });
      expect(bytes).toEqual(parts.flatMap((part) => [...part, 0, part.length >> 8, part.length & 255]));
    }),
  );
});
