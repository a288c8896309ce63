import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BlockBuffer } from './block-buffer.ts';

/** Takes blocks of the given lengths (negative: skips that many bytes) as chunks arrive. */
function takeBlocks(bytes: Uint8Array, chunkSizes: readonly number[], lengths: readonly number[]): number[][] {
  const buffer = new BlockBuffer();
  const blocks: number[][] = [];
  const todo = [...lengths];
  let at = 0;
  for (const size of [...chunkSizes, bytes.length]) {
    const chunk = bytes.slice(at, at + size);
    at += chunk.length;
    if (!buffer.push(chunk)) continue;
    for (let length = todo[0]; length !== undefined; length = todo[0]) {
      if (length < 0) buffer.skip(-length);
      else {
        const header = buffer.peek(Math.min(length, 2));
        const block = header && buffer.peek(length);
        if (!block) break;
        blocks.push([...block]);
        buffer.skip(length);
      }
      todo.shift();
    }
    buffer.settle();
    chunk.fill(0xee);
  }
  return blocks;
}

test('blocks are the same in any chunks', () => {
  const bytes = Uint8Array.from({ length: 200 }, (_, i) => i);
  const sizes = fc.array(fc.nat({ max: 40 }), { maxLength: 20 });
  fc.assert(
    fc.property(sizes, fc.array(fc.integer({ min: -30, max: 30 }), { maxLength: 12 }), (chunkSizes, lengths) => {
      let at = 0;
      const expected: number[][] = [];
      for (const length of lengths) {
        // A block without a byte is there even behind the end.
        if (length > 0 && at + length > bytes.length) break;
        if (length >= 0) expected.push([...bytes.subarray(at, at + length)]);
        at += Math.abs(length);
      }
      expect(takeBlocks(bytes, chunkSizes, lengths)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test('offset, available and what is still to be skipped', () => {
  const buffer = new BlockBuffer();
  expect(buffer.push(new Uint8Array(10))).toBe(true);
  expect(buffer.peek(4)?.length).toBe(4);
  buffer.skip(4);
  expect(buffer.peek(20)).toBeNull();
  buffer.settle();
  expect([buffer.offset, buffer.available, buffer.toSkip]).toEqual([4, 6, 0]);
  expect(buffer.push(new Uint8Array(3))).toBe(false);
  expect(buffer.available).toBe(9);
  expect(buffer.push(new Uint8Array(11))).toBe(true);
  buffer.skip(50);
  buffer.settle();
  expect([buffer.offset, buffer.available, buffer.toSkip]).toEqual([24, 0, 30]);
  buffer.push(new Uint8Array(40));
  expect([buffer.offset, buffer.available, buffer.toSkip]).toEqual([54, 10, 0]);
});
