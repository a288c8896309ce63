import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { internetChecksum } from './build-packet.ts';
import { readAll } from './testing/read-all.ts';
import { readDatagrams } from './testing/read-datagrams.ts';
import { captureHeader, capturePacket, writeCapture } from './write-capture.ts';

const DATAGRAM = {
  time: 1_700_000_000_123.456,
  source: '192.0.2.1',
  sourcePort: 50_000,
  destination: '198.51.100.2',
  destinationPort: 2055,
  payload: new Uint8Array([1, 2, 3]),
};
const IPV6 = { ...DATAGRAM, source: '2001:db8::1', destination: '2001:db8::2' };

/** The IP packet of the only frame. */
function packetOf(datagram: typeof DATAGRAM): Uint8Array {
  return capturePacket(datagram).subarray(16 + 14);
}

test('what is written is read again', () => {
  const address4 = fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => bytes.join('.'));
  const host6 = fc.integer({ min: 1, max: 0xffff }).map((host) => `2001:db8::${host.toString(16)}`);
  const pair = fc.oneof(fc.tuple(address4, address4), fc.tuple(host6, host6));
  const port = fc.integer({ min: 0, max: 65_535 });
  const datagram = fc
    .record({
      time: fc.integer({ min: 0, max: 4_294_967_295_999 }),
      pair,
      sourcePort: port,
      destinationPort: port,
      payload: fc.uint8Array({ maxLength: 1500 }),
    })
    .map(({ pair: [source, destination], ...rest }) => ({ ...rest, source, destination }));
  fc.assert(
    fc.property(fc.array(datagram, { maxLength: 5 }), (datagrams) => {
      const { frames, problems } = readAll([writeCapture(datagrams)]);
      const result = readDatagrams(frames);
      expect([...problems, ...result.problems]).toEqual([]);
      expect(result.datagrams.map(({ packet: _, offset: __, ...rest }) => rest)).toEqual(datagrams);
    }),
    { numRuns: 50 },
  );
});

test('a file is its header and its packets', () => {
  const file = writeCapture([DATAGRAM, IPV6]);
  expect([...file]).toEqual([...captureHeader(), ...capturePacket(DATAGRAM), ...capturePacket(IPV6)]);
});

test('times are kept to the microsecond', () => {
  expect(readAll([writeCapture([DATAGRAM])]).frames[0]?.time).toBe(DATAGRAM.time);
});

describe('checksums', () => {
  test('the example of RFC 1071', () => {
    expect(internetChecksum(new Uint8Array([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]))).toBe(0x220d);
  });

  test('IPv4 header and UDP add up to nothing', () => {
    const packet = packetOf(DATAGRAM);
    expect(internetChecksum(packet.subarray(0, 20))).toBe(0);
    const pseudo = [...packet.subarray(12, 20), 0, 17, 0, 11, ...packet.subarray(20)];
    expect(internetChecksum(Uint8Array.from(pseudo))).toBe(0);
  });

  test('UDP over IPv6 adds up to nothing', () => {
    const packet = packetOf(IPV6);
    const pseudo = [...packet.subarray(8, 40), 0, 0, 0, 11, 0, 0, 0, 17, ...packet.subarray(40)];
    expect(internetChecksum(Uint8Array.from(pseudo))).toBe(0);
  });

  test('a UDP sum of 0 is sent as ffff', () => {
    const packet = packetOf({
      ...DATAGRAM,
      source: '0.0.0.0',
      destination: '0.0.0.0',
      sourcePort: 0,
      destinationPort: 0,
      payload: new Uint8Array([0xff, 0xda]),
    });
    // 17 + 10 + 10 + 0xffda = 0xffff, whose complement is 0.
    expect([...packet.subarray(26, 28)]).toEqual([0xff, 0xff]);
  });
});

test.each([
  ['mixed address families', { destination: '2001:db8::2' }],
  ['no address', { source: 'router' }],
  ['a payload that no packet holds', { payload: new Uint8Array(65_508) }],
])('refused: %s', (_name, change) => {
  expect(() => writeCapture([{ ...DATAGRAM, ...change }])).toThrow(RangeError);
});
