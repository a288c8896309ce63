import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FragmentStore } from './fragment-store.ts';
import { concatBytes, enhancedPacket, interfaceBlock, pcapFile, sectionHeader } from './testing/build-capture-file.ts';
import { frames, segment, V4, V6, v4, v4Fragments, v6, v6Fragments } from './testing/frames.ts';
import { readAll } from './testing/read-all.ts';
import { readDatagrams } from './testing/read-datagrams.ts';

const bytes = fc.uint8Array({ maxLength: 400 });
const LINK_TYPES = [0, 1, 12, 14, 101, 105, 108, 113, 228, 229, 276];

/** Frames that look real at the start, so that the readers get far. */
const PACKETS = [
  v4(segment(V4, new Uint8Array(30))),
  v6(17, segment(V6, new Uint8Array(30))),
  v6(0, concatBytes([new Uint8Array([17, 0, 0, 0, 0, 0, 0, 0]), segment(V6, new Uint8Array(9))])),
  ...v4Fragments(segment(V4, new Uint8Array(50)), 24),
  ...v6Fragments(17, segment(V6, new Uint8Array(50)), 24),
];

function mutate(original: Uint8Array, changes: readonly (readonly [number, number])[]): Uint8Array {
  const result = original.slice();
  for (const [at, value] of changes) if (result.length > 0) result[at % result.length] = value;
  return result;
}

const changes = fc.array(fc.tuple(fc.nat({ max: 2000 }), fc.integer({ min: 0, max: 255 })), { maxLength: 6 });

/** One of the first seven counters for every frame. */
function accounted(counters: ReturnType<typeof readDatagrams>['counters']): number {
  const {
    datagrams = 0,
    nonIp = 0,
    nonUdp = 0,
    unsupportedLinkType = 0,
    malformed = 0,
    cut = 0,
    fragments = 0,
  } = counters;
  return datagrams + nonIp + nonUdp + unsupportedLinkType + malformed + cut + fragments;
}

test('any bytes end in frames, problems or nothing', () => {
  const starts = [
    new Uint8Array(0),
    pcapFile({ little: true, nanoseconds: false }, []),
    concatBytes([sectionHeader(false), interfaceBlock(false)]),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...starts), bytes, (start, rest) => {
      const file = concatBytes([start, rest]);
      const result = readAll([file]);
      expect(result.frames.length).toBeLessThanOrEqual(file.length / 16);
      expect(result.frames.reduce((sum, frame) => sum + frame.bytes.length, 0)).toBeLessThanOrEqual(file.length);
    }),
    { numRuns: 500 },
  );
});

test('changed files read the same in any chunks, and memory stays within the limit', () => {
  const pcap = pcapFile(
    { little: false, nanoseconds: true },
    PACKETS.map((packet) => ({ bytes: packet })),
  );
  const pcapng = concatBytes([
    sectionHeader(true),
    interfaceBlock(true),
    ...PACKETS.map((packet) => enhancedPacket(true, 0, 5n, packet)),
  ]);
  fc.assert(
    fc.property(
      fc.constantFrom(pcap, pcapng),
      changes,
      fc.array(fc.nat({ max: 300 }), { maxLength: 20 }),
      (file, edits, sizes) => {
        const changed = mutate(file, edits);
        const chunks: Uint8Array[] = [];
        let at = 0;
        for (const size of sizes) {
          chunks.push(changed.subarray(at, at + size));
          at += size;
        }
        chunks.push(changed.subarray(at));
        const options = { maxBlockLength: 200 };
        const whole = readAll([changed], options);
        const chunked = readAll(chunks, options);
        expect(chunked.frames).toEqual(whole.frames);
        expect(chunked.problems.map(({ code, packet }) => [code, packet])).toEqual(
          whole.problems.map(({ code, packet }) => [code, packet]),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('every frame is accounted for once, whatever it holds', () => {
  const packet = fc.oneof(
    bytes,
    fc.tuple(fc.constantFrom(...PACKETS), changes).map(([original, edits]) => mutate(original, edits)),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...LINK_TYPES),
      fc.array(packet, { maxLength: 30 }),
      fc.boolean(),
      (linkType, packets, cut) => {
        const all = frames(packets, linkType).map((frame) => ({
          ...frame,
          originalLength: frame.originalLength + (cut ? 1 : 0),
        }));
        const { datagrams, counters } = readDatagrams(all);
        expect(accounted(counters)).toBe(all.length);
        expect(datagrams.length).toBe(counters.datagrams ?? 0);
      },
    ),
    { numRuns: 500 },
  );
});

test('fragments of any kind never hold more memory or datagrams than allowed', () => {
  const limits = { maxFragmentMemory: 3000, maxFragmentedDatagrams: 5, fragmentTimeout: 1000 };
  const fragment = fc.record({
    id: fc.nat({ max: 12 }),
    offset: fc.nat({ max: 300 }).map((units) => units * 8),
    length: fc.integer({ min: 1, max: 100 }).map((units) => units * 8),
    more: fc.boolean(),
    wait: fc.integer({ min: -300, max: 600 }),
  });
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 80 }), (fragments) => {
      const losses: number[] = [];
      const store = new FragmentStore(limits, (_code, packet) => losses.push(packet));
      let time = 0;
      for (const [i, { id, offset, length, more, wait }] of fragments.entries()) {
        time += wait;
        const packet = {
          ...{ source: new Uint8Array(4), destination: new Uint8Array(4), protocol: 17 },
          ...{ payload: new Uint8Array(length), payloadLength: length, fragment: { id, offset, more } },
        };
        const [frame] = frames([packet.payload]).map((any) => ({ ...any, index: i + 1, time }));
        const whole = frame && store.add(packet, packet.fragment, frame);
        expect(whole?.payload.length ?? 0).toBeLessThanOrEqual(offset + 8 * 400);
        expect(store.memory).toBeGreaterThanOrEqual(0);
        expect(store.memory).toBeLessThanOrEqual(limits.maxFragmentMemory);
        expect(store.size).toBeLessThanOrEqual(limits.maxFragmentedDatagrams);
      }
      store.finish();
      expect([store.memory, store.size]).toEqual([0, 0]);
      expect(new Set(losses).size).toBe(losses.length);
    }),
    { numRuns: 300 },
  );
});

test('changed captures of a kernel read without end or exception', () => {
  const files = ['linux-fragments-ethernet.pcapng', 'linux-fragments-cooked-v2.pcap', 'cut-and-cooked-v1.pcapng'].map(
    (name) => new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url))),
  );
  const edits = fc.array(fc.tuple(fc.nat({ max: 12_000 }), fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(fc.constantFrom(...files), edits, (file, change) => {
      const { frames: all } = readAll([mutate(file, change)]);
      const { counters } = readDatagrams(all);
      expect(accounted(counters)).toBe(all.length);
    }),
    { numRuns: 300 },
  );
});

test('fragments in any order, repeated, among others, give the datagram once it is complete', () => {
  const scenario = fc.record({
    payload: fc.uint8Array({ minLength: 100, maxLength: 600 }),
    size: fc.integer({ min: 1, max: 12 }).map((units) => units * 8),
    order: fc.array(fc.nat(), { minLength: 0, maxLength: 20 }),
    ipv6: fc.boolean(),
  });
  fc.assert(
    fc.property(scenario, ({ payload, size, order, ipv6 }) => {
      const parts = ipv6 ? v6Fragments(17, segment(V6, payload), size) : v4Fragments(segment(V4, payload), size);
      const shuffled = [...parts];
      for (const [i, pick] of order.entries()) {
        const from = i % shuffled.length;
        const to = pick % shuffled.length;
        [shuffled[from], shuffled[to]] = [shuffled[to] as Uint8Array, shuffled[from] as Uint8Array];
      }
      const repeated = shuffled.flatMap((part, i) => (i < shuffled.length - 1 ? [part, part] : [part]));
      const { datagrams } = readDatagrams(frames(repeated, 101, 1));
      expect(datagrams.map((datagram) => [...datagram.payload])).toEqual([[...payload]]);
    }),
    { numRuns: 200 },
  );
});
