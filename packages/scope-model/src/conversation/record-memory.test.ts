import { expect, test } from 'vitest';
import { RecordMemory } from './record-memory.ts';

const BOUND = 8192;
/** Whether one fingerprint was noted before; else it is from now on. */
function isKnown(memory: RecordMemory, a: number, b: number): boolean {
  const known = new Uint8Array(1);
  memory.note(Int32Array.of(a), Int32Array.of(b), Int32Array.of(1), 1, 1, known);
  return known[0] === 1;
}

const print = (i: number) => [Math.imul(i, 0x9e37_79b9), Math.imul(i, 0x85eb_ca6b)] as const;

test('knows the latest records, as many as its bound, and forgets old ones', () => {
  const memory = new RecordMemory(BOUND);
  for (let i = 0; i < BOUND * 3; i++) {
    expect(isKnown(memory, ...print(i))).toBe(false);
    if (i >= BOUND - 1) expect(isKnown(memory, ...print(i - BOUND + 1))).toBe(true);
  }
  expect(isKnown(memory, ...print(0))).toBe(false);
});

test.each([
  [0, 0],
  [0, 5],
  [-1, -1],
])('tells %i, %i from others', (a, b) => {
  const memory = new RecordMemory(BOUND);
  expect([isKnown(memory, a, b), isKnown(memory, a, b), isKnown(memory, a, b + 1)]).toEqual([false, true, false]);
});

test('one that comes twice in a batch is known the second time, and one that cannot be told never', () => {
  const memory = new RecordMemory(BOUND);
  const known = new Uint8Array(4);
  memory.note(Int32Array.of(7, 7, 8, 8), Int32Array.of(1, 1, 1, 1), Int32Array.of(2, 2, 0, 0), 2, 4, known);
  expect([...known]).toEqual([0, 1, 0, 0]);
});

test('batches of any size are remembered as single ones are', () => {
  const memory = new RecordMemory(BOUND);
  const size = 250;
  const known = new Uint8Array(size);
  const bits = new Int32Array(size).fill(1);
  const noteFrom = (from: number) => {
    const prints = Array.from({ length: size }, (_, i) => print(from + i));
    memory.note(
      Int32Array.from(prints, ([a]) => a),
      Int32Array.from(prints, ([, b]) => b),
      bits,
      1,
      size,
      known,
    );
    return known.reduce((sum, one) => sum + one, 0);
  };
  const batches = Math.floor(BOUND / size);
  for (let i = 0; i < 5 * batches; i++) {
    expect(noteFrom(i * size)).toBe(0);
    if (i >= batches) expect(noteFrom((i - batches + 1) * size)).toBe(size);
  }
});
