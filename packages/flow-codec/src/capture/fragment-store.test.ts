import { describe, expect, test } from 'vitest';
import { concatBytes } from './testing/build-capture-file.ts';
import { frames, segment, V4, V6, v4, v4Fragments, v6Fragments } from './testing/frames.ts';
import { readDatagrams } from './testing/read-datagrams.ts';

const PAYLOAD = Uint8Array.from({ length: 100 }, (_, i) => i);
const OTHER = PAYLOAD.slice().reverse();
const SEGMENT = segment(V4, PAYLOAD);
const PARTS = v4Fragments(SEGMENT, 40);

function pick(order: readonly number[], parts = PARTS): Uint8Array[] {
  return order.map((i) => parts[i] as Uint8Array);
}

describe('fragments of IPv4', () => {
  test.each([[[0, 1, 2]], [[2, 1, 0]], [[1, 0, 2]], [[0, 2, 1]], [[0, 0, 1, 1, 2]]])('in the order %j', (order) => {
    const { datagrams, problems, counters } = readDatagrams(frames(pick(order)));
    expect(datagrams).toMatchObject([{ payload: PAYLOAD, packet: order.length, ...V4 }]);
    expect(problems).toEqual([]);
    expect(counters).toEqual({ datagrams: 1, reassembled: 1, fragments: order.length - 1 });
  });

  test('of two datagrams, mixed', () => {
    const second = v4Fragments(segment(V4, OTHER), 40, 8);
    const { datagrams } = readDatagrams(
      frames([...pick([0]), ...pick([0], second), ...pick([1, 2]), ...pick([1, 2], second)]),
    );
    expect(datagrams.map((datagram) => datagram.payload)).toEqual([PAYLOAD, OTHER]);
  });

  test('with the same id but another protocol are not mixed', () => {
    const tcp = v4(new Uint8Array(40), { protocol: 6, id: 7, fragmentField: 0x2000 });
    const { datagrams, counters } = readDatagrams(frames([tcp, ...PARTS]));
    expect(datagrams).toMatchObject([{ payload: PAYLOAD }]);
    expect(counters).toMatchObject({ nonUdp: 1 });
  });

  test('the memory of a frame is not kept', () => {
    const all = frames(PARTS).map((frame) => ({ ...frame, bytes: Buffer.from(frame.bytes) }));
    const wiped = all.map((frame, i) => ({
      ...frame,
      get bytes() {
        if (i > 0) all[i - 1]?.bytes.fill(0xee);
        return frame.bytes;
      },
    }));
    expect(readDatagrams(wiped).datagrams).toMatchObject([{ payload: PAYLOAD }]);
  });
});

describe('fragments of IPv6', () => {
  test('UDP directly, and behind destination options', () => {
    const udp = segment(V6, PAYLOAD);
    const options = concatBytes([new Uint8Array([17, 0, 1, 4, 0, 0, 0, 0]), udp]);
    const packets = [...v6Fragments(17, udp, 64), ...v6Fragments(60, options, 64, 8).reverse()];
    const { datagrams, counters } = readDatagrams(frames(packets));
    expect(datagrams).toMatchObject([{ payload: PAYLOAD, ...V6 }, { payload: PAYLOAD }]);
    expect(counters).toEqual({ datagrams: 2, reassembled: 2, fragments: 2 });
  });

  test('of TCP, also behind extension headers, are not UDP', () => {
    const options = concatBytes([new Uint8Array([6, 0, 1, 4, 0, 0, 0, 0]), new Uint8Array(80)]);
    const { counters } = readDatagrams(
      frames([...v6Fragments(6, new Uint8Array(80), 64), ...v6Fragments(60, options, 64)]),
    );
    expect(counters).toEqual({ nonUdp: 3, fragments: 1 });
  });
});

describe('fragments that do not become a datagram', () => {
  const losses = (result: ReturnType<typeof readDatagrams>) =>
    result.problems.map(({ code, packet }) => [code, packet]);

  test('a missing part is named at the end', () => {
    const result = readDatagrams(frames(pick([0, 2])));
    expect(losses(result)).toEqual([['incomplete-datagram', 1]]);
    expect(result.counters).toEqual({ fragments: 2, incompleteDatagrams: 1 });
  });

  test('a part that comes too late does not complete it', () => {
    const result = readDatagrams(frames(pick([0, 1, 2]), 101, 20_000));
    expect(result.datagrams).toEqual([]);
    expect(losses(result)).toEqual([
      ['incomplete-datagram', 1],
      ['incomplete-datagram', 3],
    ]);
  });

  test('the same id is used again after the timeout', () => {
    const late = v4Fragments(segment(V4, OTHER), 40);
    const [first, ...rest] = frames([...pick([0]), ...late]);
    const result = readDatagrams(first ? [first, ...rest.map((frame) => ({ ...frame, time: 100_000 }))] : []);
    expect(result.datagrams).toMatchObject([{ payload: OTHER }]);
    expect(losses(result)).toEqual([['incomplete-datagram', 1]]);
  });

  test.each([
    ['other bytes at the same place', v4(new Uint8Array(40).fill(1), { id: 7, fragmentField: 0x2000 | 5 })],
    ['an overlap in front', v4(new Uint8Array(16), { id: 7, fragmentField: 0x2000 | 4 })],
    ['an overlap behind', v4(new Uint8Array(48), { id: 7, fragmentField: 0x2000 | 9 })],
    ['a second end', v4(new Uint8Array(4), { id: 7, fragmentField: 12 })],
    ['more behind the end', v4(new Uint8Array(8), { id: 7, fragmentField: 0x2000 | 20 })],
  ])('%s drops the whole datagram, what is still to come included', (_name, bad) => {
    const result = readDatagrams(frames([...pick([1, 2]), bad, ...pick([0])]));
    expect(result.datagrams).toEqual([]);
    expect(losses(result)).toEqual([['overlapping-fragments', 1]]);
    expect(result.counters).toEqual({ fragments: 4, overlappingDatagrams: 1 });
  });

  test.each([
    ['no bytes', v4(new Uint8Array(0), { fragmentField: 0x2000 | 3 })],
    ['a length that is no multiple of 8', v4(new Uint8Array(12), { fragmentField: 0x2000 })],
    ['beyond 64 KiB', v4(new Uint8Array(16), { fragmentField: 0x1fff })],
  ])('malformed: %s', (_name, packet) => {
    expect(readDatagrams(frames([packet])).counters).toEqual({ malformed: 1 });
  });

  test('a cut fragment is named and left out', () => {
    const [first, ...rest] = frames(PARTS);
    const all = first ? [{ ...first, bytes: first.bytes.slice(0, -1) }, ...rest] : [];
    const result = readDatagrams(all);
    expect(losses(result)).toEqual([
      ['cut-frame', 1],
      ['incomplete-datagram', 2],
    ]);
  });

  test('more datagrams than the limit: the oldest goes', () => {
    const heads = [1, 2, 3].map((id) => v4Fragments(SEGMENT, 40, id)[0] as Uint8Array);
    const result = readDatagrams(frames(heads), { maxFragmentedDatagrams: 2 });
    expect(losses(result)).toEqual([
      ['fragment-limit', 1],
      ['incomplete-datagram', 2],
      ['incomplete-datagram', 3],
    ]);
    expect(result.counters).toMatchObject({ evictedDatagrams: 1 });
  });

  test('more memory than the limit: the oldest goes', () => {
    const heads = [1, 2, 3].map((id) => v4Fragments(new Uint8Array(3000), 1000, id)[0] as Uint8Array);
    const result = readDatagrams(frames(heads), { maxFragmentMemory: 2500 });
    expect(losses(result)[0]).toEqual(['fragment-limit', 1]);
  });

  test('a datagram in hundreds of pieces is given up', () => {
    const pieces = v4Fragments(new Uint8Array(8 * 300), 8);
    const result = readDatagrams(frames(pieces, 101, 1));
    expect(losses(result)[0]).toEqual(['fragment-limit', 1]);
  });
});
