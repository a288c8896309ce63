import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CaptureProblem } from './capture-problem.ts';
import { readAll } from './testing/read-all.ts';
import { readDatagrams } from './testing/read-datagrams.ts';
import type { UdpDatagram } from './udp-datagram.ts';

const SENT = [
  ['127.0.0.1', 40_000, 100],
  ['127.0.0.1', 40_000, 40],
  ['::1', 40_001, 3000],
  ['::1', 40_001, 40],
  ['127.0.0.1', 40_002, 5000],
  ['127.0.0.1', 40_002, 40],
] as const;
/** Capture time of the first packet: 1795503684.715404161 seconds. */
const FIRST = 1_795_503_684_715.404;

function readFixture(name: string) {
  const { frames, problems, reader } = readAll([readFileSync(new URL(`fixtures/${name}`, import.meta.url))]);
  const result = readDatagrams(frames);
  return { ...result, frames, problems: [...problems, ...result.problems], reader };
}

const payloadOf = (length: number) => Array.from({ length }, (_, i) => (7 * i + length) & 0xff);
const view = ({ source, sourcePort, payload }: UdpDatagram) => [source, sourcePort, [...payload]];
const expected = SENT.map(([source, port, length]) => [source, port, payloadOf(length)]);

describe('datagrams fragmented by a Linux kernel', () => {
  test.each([
    ['linux-fragments-ethernet.pcapng', 1],
    ['linux-fragments-cooked-v2.pcap', 276],
  ])('%s', (name, linkType) => {
    const { frames, datagrams, problems, counters } = readFixture(name);
    expect(frames.map((frame) => frame.linkType)).toEqual(new Array(11).fill(linkType));
    expect(datagrams.map(view)).toEqual(expected);
    expect(datagrams.map(({ packet }) => packet)).toEqual([1, 2, 5, 6, 10, 11]);
    expect(datagrams[0]?.time).toBeCloseTo(FIRST, 3);
    expect(problems).toEqual([]);
    expect(counters).toEqual({ datagrams: 6, reassembled: 2, fragments: 5 });
  });

  test('two interfaces, one of which cut its frames', () => {
    const { frames, datagrams, problems, counters } = readFixture('cut-and-cooked-v1.pcapng');
    expect(frames.filter((frame) => frame.linkType === 113).length).toBe(11);
    expect(frames.filter((frame) => frame.bytes.length < frame.originalLength).length).toBe(7);
    // The small ones come from both interfaces, the large ones from the one that did not cut.
    const twice = expected.flatMap((one, i) => (SENT[i] && SENT[i][2] < 200 ? [one, one] : [one]));
    expect(datagrams.map(view)).toEqual(twice);
    expect(problems.map(({ code }: CaptureProblem) => code)).toEqual(new Array(7).fill('cut-frame'));
    expect(counters).toEqual({ datagrams: 10, reassembled: 2, fragments: 5, cut: 7 });
  });
});
