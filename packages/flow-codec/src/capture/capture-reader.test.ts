import { describe, expect, test } from 'vitest';
import { CAPTURE_PROBLEMS } from './capture-problem.ts';
import { createCaptureReader } from './capture-reader.ts';
import {
  concatBytes,
  enhancedPacket,
  interfaceBlock,
  pack,
  pcapFile,
  pcapngBlock,
  sectionHeader,
  simplePacket,
} from './testing/build-capture-file.ts';
import { cut, readAll } from './testing/read-all.ts';

const A = new Uint8Array([1, 2, 3, 4, 5]);
const B = new Uint8Array([6, 7, 8]);
const LITTLE = { little: true, nanoseconds: false };
const read = (file: Uint8Array, options = {}) => readAll([file], options);
const codes = (file: Uint8Array, options = {}) => read(file, options).problems.map((problem) => problem.code);

describe('pcap', () => {
  test.each([
    [true, false, 1_700_000_000_123.456],
    [false, false, 1_700_000_000_123.456],
    [true, true, 1_700_000_000_000.1235],
    [false, true, 1_700_000_000_000.1235],
  ])('little-endian %s, nanoseconds %s', (little, nanoseconds, time) => {
    const packet = { seconds: 1_700_000_000, fraction: 123_456 };
    const file = pcapFile({ little, nanoseconds, linkType: 101 }, [
      { ...packet, bytes: A, originalLength: 99 },
      { ...packet, bytes: B },
    ]);
    const { frames, problems, reader } = read(file);
    expect(frames[0]).toEqual({
      index: 1,
      offset: 24,
      time: expect.closeTo(time, 3),
      linkType: 101,
      bytes: A,
      originalLength: 99,
    });
    expect(frames[1]).toMatchObject({ index: 2, offset: 45, bytes: B, originalLength: 3 });
    expect(problems).toEqual([]);
    expect(reader.format).toBe('pcap');
  });

  test('microseconds are the nearest double', () => {
    const [frame] = read(pcapFile(LITTLE, [{ bytes: A, seconds: 1_700_000_000, fraction: 123_457 }])).frames;
    expect(frame?.time).toBe(1_700_000_000_123.457);
  });

  test('the upper bits of the link type are not part of it', () => {
    const file = pcapFile({ ...LITTLE, linkType: 0x5400_0001 }, [{ bytes: A }]);
    expect(read(file).frames[0]?.linkType).toBe(1);
  });

  test('a file of a header alone has no packets and no problem', () => {
    expect(read(pcapFile(LITTLE, []))).toMatchObject({ frames: [], problems: [] });
  });

  test('a file cut anywhere gives every packet before the cut and one problem', () => {
    const file = pcapFile(LITTLE, [{ bytes: A }, { bytes: B }]);
    for (let length = 4; length < file.length; length++) {
      const { frames, problems } = read(file.subarray(0, length));
      const whole = length >= 45 ? 1 : 0;
      expect(frames.length).toBe(whole);
      const clean = length === 24 || length === 45;
      expect(problems.map(({ code, packet }) => ({ code, packet }))).toEqual(
        clean ? [] : [{ code: 'truncated-file', packet: whole + 1 }],
      );
    }
  });

  test('a packet above the limit is skipped and named, the next one is read', () => {
    const file = pcapFile(LITTLE, [{ bytes: A }, { bytes: new Uint8Array(1000) }, { bytes: B }]);
    for (const size of [file.length, 7]) {
      const { frames, problems, reader } = readAll(cut(file, size), { maxBlockLength: 100 });
      expect(frames.map(({ index, bytes }) => [index, bytes.length])).toEqual([
        [1, 5],
        [3, 3],
      ]);
      expect(problems).toMatchObject([{ code: 'oversize-block', offset: 45, packet: 2 }]);
      expect(reader.counters).toEqual({ frames: 2, lostFrames: 1, skippedBlocks: 0, problems: 1 });
    }
  });

  test('a length of 4 GiB ends in a truncated file, not in memory', () => {
    const file = concatBytes([pcapFile(LITTLE, []), pack(true, [4, 0], [4, 0], [4, 0xffff_ffff], [4, 1]), A]);
    expect(codes(file)).toEqual(['oversize-block', 'truncated-file']);
  });
});

describe('pcapng', () => {
  const TIME = 1_700_000_000_123_456n;

  test.each([true, false])('little-endian %s: enhanced, simple and obsolete packets', (little) => {
    const obsolete = concatBytes([
      pack(little, [2, 0], [2, 0], [4, TIME >> 32n], [4, TIME & 0xffff_ffffn], [4, 3], [4, 3]),
      B,
    ]);
    const file = concatBytes([
      sectionHeader(little),
      interfaceBlock(little, { linkType: 113, snapLength: 4 }),
      enhancedPacket(little, 0, TIME, A, 77),
      simplePacket(little, A.subarray(0, 4), 5),
      pcapngBlock(little, 2, obsolete),
    ]);
    const { frames, problems, reader } = read(file);
    expect(frames.map(({ offset: _, ...frame }) => frame)).toEqual([
      { index: 1, time: 1_700_000_000_123.456, linkType: 113, bytes: A, originalLength: 77 },
      { index: 2, time: null, linkType: 113, bytes: A.subarray(0, 4), originalLength: 5 },
      { index: 3, time: 1_700_000_000_123.456, linkType: 113, bytes: B, originalLength: 3 },
    ]);
    expect(problems).toEqual([]);
    expect(reader.format).toBe('pcapng');
  });

  test.each([
    ['microseconds unless said', {}, TIME, 1_700_000_000_123.456],
    ['milliseconds', { resolution: 3 }, 1_700_000_000_123n, 1_700_000_000_123],
    ['nanoseconds', { resolution: 9 }, 1_700_000_000_123_000_000n, 1_700_000_000_123],
    ['seconds', { resolution: 0 }, 1_700_000_000n, 1_700_000_000_000],
    ['2^-10 seconds', { resolution: 0x8a }, 1_700_000_000n * 1024n + 512n, 1_700_000_000_500],
    ['offset', { offset: 1_700_000_000 }, 5_000_000n, 1_700_000_005_000],
    ['negative offset, nanoseconds', { offset: -3600, resolution: 9 }, 1_700_000_000_000_000_000n, 1_699_996_400_000],
    ['64 bits of microseconds', {}, (1n << 54n) * 1000n, 2 ** 54],
  ])('timestamps: %s', (_name, options, timestamp, time) => {
    const file = concatBytes([
      sectionHeader(true),
      interfaceBlock(true, options),
      enhancedPacket(true, 0, timestamp, A),
    ]);
    expect(read(file).frames[0]?.time).toBe(time);
  });

  test('every interface has its own link type and resolution, every section its own interfaces and byte order', () => {
    const file = concatBytes([
      sectionHeader(true),
      interfaceBlock(true, { linkType: 1 }),
      interfaceBlock(true, { linkType: 101, resolution: 3 }),
      enhancedPacket(true, 1, 5000n, A),
      enhancedPacket(true, 0, 5000n, A),
      sectionHeader(false),
      interfaceBlock(false, { linkType: 276 }),
      enhancedPacket(false, 0, 5000n, B),
      enhancedPacket(false, 1, 5000n, B),
    ]);
    const { frames, problems } = read(file);
    expect(frames.map(({ index, linkType, time }) => [index, linkType, time])).toEqual([
      [1, 101, 5000],
      [2, 1, 5],
      [3, 276, 5],
    ]);
    expect(problems).toMatchObject([{ code: 'unknown-interface', packet: 4, detail: 'interface 1 of 1' }]);
  });

  test('blocks without packets are passed over, unknown ones named, both of any size', () => {
    const statistics = pcapngBlock(true, 5, new Uint8Array(5000));
    const unknown = pcapngBlock(true, 0x0000_0bbb, new Uint8Array(5000));
    const file = concatBytes([
      sectionHeader(true),
      interfaceBlock(true),
      statistics,
      unknown,
      enhancedPacket(true, 0, TIME, A),
    ]);
    const { frames, problems, reader } = read(file, { maxBlockLength: 1000 });
    expect(frames.length).toBe(1);
    expect(problems).toMatchObject([{ code: 'unknown-block', packet: 1 }]);
    expect(reader.counters.skippedBlocks).toBe(2);
  });

  test('a packet above the limit is skipped and named', () => {
    const big = enhancedPacket(true, 0, TIME, new Uint8Array(2000));
    const file = concatBytes([sectionHeader(true), interfaceBlock(true), big, enhancedPacket(true, 0, TIME, A)]);
    const { frames, problems } = read(file, { maxBlockLength: 1000 });
    expect(frames.map((frame) => frame.index)).toEqual([2]);
    expect(problems).toMatchObject([{ code: 'oversize-block', packet: 1 }]);
  });

  test('an interface description above the limit keeps the numbers of the others', () => {
    const big = pcapngBlock(true, 1, new Uint8Array(2000));
    const file = concatBytes([
      sectionHeader(true),
      big,
      interfaceBlock(true, { linkType: 101 }),
      enhancedPacket(true, 1, TIME, A),
      enhancedPacket(true, 0, TIME, A),
    ]);
    const { frames, problems } = read(file, { maxBlockLength: 1000 });
    expect(frames.map((frame) => frame.linkType)).toEqual([101]);
    expect(problems.map((problem) => problem.code)).toEqual(['oversize-block', 'unknown-interface']);
  });

  test('interfaces are bounded', () => {
    const one = interfaceBlock(true);
    const file = concatBytes([
      sectionHeader(true),
      ...new Array<Uint8Array>(4100).fill(one),
      enhancedPacket(true, 4097, TIME, A),
    ]);
    expect(codes(file)).toEqual(['too-many-interfaces', 'unknown-interface']);
  });

  test.each([
    ['a block shorter than its type', pack(true, [4, 6], [4, 16], [4, 0], [4, 16])],
    ['a block length that is no multiple of 4', pack(true, [4, 6], [4, 35], [4, 0], [4, 0])],
    ['a block length of 0', pack(true, [4, 5], [4, 0], [4, 0])],
    ['a section without byte-order mark', pack(true, [4, 0x0a0d0d0a], [4, 28], [4, 0], [4, 0], [8, 0], [4, 28])],
  ])('%s ends the reading', (_name, block) => {
    const start = concatBytes([sectionHeader(true), interfaceBlock(true)]);
    const { frames, problems } = read(concatBytes([start, block, enhancedPacket(true, 0, TIME, A)]));
    expect(frames).toEqual([]);
    expect(problems).toMatchObject([{ code: 'invalid-block', offset: start.length }]);
  });

  test('a captured length beyond the block loses that packet only', () => {
    const lying = pcapngBlock(true, 6, pack(true, [4, 0], [4, 0], [4, 0], [4, 500], [4, 500], [4, 1]));
    const file = concatBytes([sectionHeader(true), interfaceBlock(true), lying, enhancedPacket(true, 0, TIME, A)]);
    expect(read(file).frames.map((frame) => frame.index)).toEqual([2]);
    expect(codes(file)).toEqual(['invalid-block']);
  });

  test('a block that ends with another length is read and named', () => {
    const wrong = enhancedPacket(true, 0, TIME, A);
    wrong[wrong.length - 4] = 0x11;
    const file = concatBytes([sectionHeader(true), interfaceBlock(true), wrong]);
    expect(read(file).frames.length).toBe(1);
    expect(codes(file)).toEqual(['invalid-block']);
  });

  test('a file cut anywhere inside a block gives one problem', () => {
    const parts = [sectionHeader(true), interfaceBlock(true), enhancedPacket(true, 0, TIME, A)];
    const file = concatBytes(parts);
    const boundaries = new Set([parts[0]?.length, (parts[0]?.length ?? 0) + (parts[1]?.length ?? 0)]);
    for (let length = 4; length < file.length; length++) {
      expect(codes(file.subarray(0, length))).toEqual(boundaries.has(length) ? [] : ['truncated-file']);
    }
  });
});

describe('what is no capture', () => {
  test.each([
    ['nothing', new Uint8Array(0), 'empty-file', 'no bytes'],
    ['three bytes', new Uint8Array([0xd4, 0xc3, 0xb2]), 'not-a-capture', '3 bytes'],
    ['text', new Uint8Array([0x68, 0x65, 0x6c, 0x6c, 0x6f]), 'not-a-capture', 'first bytes 68656c6c'],
    [
      'gzip',
      new Uint8Array([0x1f, 0x8b, 8, 0, 0]),
      'not-a-capture',
      'first bytes 1f8b0800: compressed with gzip, unpack it first',
    ],
  ])('%s', (_name, bytes, code, detail) => {
    expect(read(bytes).problems).toEqual([{ code, offset: 0, packet: null, detail }]);
  });

  test('what comes after is not looked at', () => {
    const { frames, problems } = readAll([new Uint8Array(8), pcapFile(LITTLE, [{ bytes: A }])]);
    expect(frames).toEqual([]);
    expect(problems.length).toBe(1);
  });
});

test('chunks of any size give the same frames and problems, and nothing of them is kept', () => {
  const pcap = pcapFile(LITTLE, [{ bytes: A }, { bytes: B }, { bytes: new Uint8Array(300) }]).subarray(0, -1);
  const pcapng = concatBytes([
    sectionHeader(false),
    interfaceBlock(false),
    enhancedPacket(false, 0, 1n, A),
    pcapngBlock(false, 0x99, new Uint8Array(50)),
    enhancedPacket(false, 0, 2n, new Uint8Array(200).fill(9)),
    simplePacket(false, B),
  ]);
  for (const file of [pcap, pcapng]) {
    const { frames, problems } = read(file);
    for (let size = 1; size < file.length; size++) {
      const chunked = readAll(cut(file, size));
      expect(chunked.frames).toEqual(frames);
      expect(chunked.problems).toEqual(problems);
    }
    for (let at = 0; at <= file.length; at++) {
      const chunked = readAll([file.subarray(0, at), file.subarray(at)]);
      expect(chunked.frames).toEqual(frames);
    }
  }
});

test('a Node.js Buffer, whose slice() does not copy, may be used again as well', () => {
  const file = pcapFile(LITTLE, [{ bytes: A }, { bytes: B }]);
  const reader = createCaptureReader();
  const memory = Buffer.alloc(30);
  const frames: string[] = [];
  for (let at = 0; at < file.length; at += memory.length) {
    const chunk = memory.subarray(0, Math.min(memory.length, file.length - at));
    chunk.set(file.subarray(at, at + chunk.length));
    for (const frame of reader.push(chunk)) frames.push(frame.bytes.join());
  }
  expect(frames).toEqual([A.join(), B.join()]);
});

test('every problem has a meaning in one sentence', () => {
  for (const meaning of Object.values(CAPTURE_PROBLEMS)) expect(meaning).toMatch(/^[A-Z].*\.$/);
});
