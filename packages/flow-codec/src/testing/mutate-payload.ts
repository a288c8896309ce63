import type { SeededRandom } from './seeded-random.ts';

const NOTABLE_BYTES = [0, 1, 2, 3, 4, 8, 16, 0x7f, 0x80, 0xfe, 0xff];
const NOTABLE_WORDS = [0, 1, 2, 3, 4, 5, 8, 16, 255, 256, 257, 0x7fff, 0x8000, 0xfffe, 0xffff];

type Mutation = (payload: Uint8Array, random: SeededRandom, other: Uint8Array) => Uint8Array;

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** Writes a word of 16 bits, mostly where words stand in a message. */
function withWord(payload: Uint8Array, random: SeededRandom, change: (word: number) => number): Uint8Array {
  if (payload.length < 2) return payload;
  const at = random.oneIn(4) ? random.below(payload.length - 1) : random.below(payload.length >> 1) * 2;
  const word = change(((payload[at] as number) << 8) | (payload[at + 1] as number));
  payload[at] = (word >>> 8) & 255;
  payload[at + 1] = word & 255;
  return payload;
}

const MUTATIONS: readonly Mutation[] = [
  (payload, random) => {
    const at = random.below(payload.length);
    payload[at] = (payload[at] as number) ^ (1 << random.below(8));
    return payload;
  },
  (payload, random) => {
    payload[random.below(payload.length)] = random.oneIn(2) ? random.pick(NOTABLE_BYTES) : random.below(256);
    return payload;
  },
  (payload, random) => withWord(payload, random, () => random.pick(NOTABLE_WORDS)),
  (payload, random) => withWord(payload, random, (word) => word + random.below(17) - 8),
  (payload, random) => withWord(payload, random, () => random.below(500)),
  (payload, random) => payload.slice(0, random.below(payload.length + 1)),
  // One part of it again, left out, or overwritten.
  (payload, random) => {
    const [from, to] = part(payload, random);
    return joined(payload.subarray(0, to), payload.subarray(from));
  },
  (payload, random) => {
    const [from, to] = part(payload, random);
    return joined(payload.subarray(0, from), payload.subarray(to));
  },
  (payload, random) => {
    const [from, to] = part(payload, random);
    return payload.fill(random.pick(NOTABLE_BYTES), from, to);
  },
  (payload, random, other) => {
    const [from, to] = part(other, random);
    payload.set(other.subarray(from, Math.min(to, from + payload.length)), 0);
    return payload;
  },
  // The head of one message and the rest of another.
  (payload, random, other) =>
    joined(payload.subarray(0, random.below(payload.length + 1)), other.subarray(random.below(other.length + 1))),
];

function part(payload: Uint8Array, random: SeededRandom): [from: number, to: number] {
  const from = random.below(payload.length + 1);
  return [from, Math.min(payload.length, from + random.below(random.oneIn(3) ? payload.length + 1 : 9))];
}

const LONGEST = 9000;

/** A changed copy of the payload; `other` lends parts. */
export function mutatePayload(payload: Uint8Array, random: SeededRandom, other: Uint8Array): Uint8Array {
  let changed: Uint8Array = payload.slice();
  for (let left = 1 + random.below(4); left > 0 && changed.length > 0; left--)
    changed = random.pick(MUTATIONS)(changed, random, other);
  return changed.length > LONGEST ? changed.slice(0, LONGEST) : changed;
}
