import { describe, expect, test } from 'vitest';
import { encodeV5, type V5Message } from './encode-v5.ts';

const RECORD = {
  srcAddr: '10.0.0.1',
  dstAddr: '10.0.0.2',
  nextHop: '10.0.0.254',
  inputIf: 1,
  outputIf: 2,
  packets: 3,
  octets: 0xffff_ffff,
  first: 5,
  last: 6,
  srcPort: 443,
  dstPort: 50_000,
  tcpFlags: 0x1b,
  protocol: 6,
  tos: 0xb8,
  srcAs: 65_001,
  dstAs: 65_002,
  srcMask: 24,
  dstMask: 16,
};
const MESSAGE: V5Message = {
  sysUptime: 0x01020304,
  exportSeconds: 0x05060708,
  exportNanoseconds: 9,
  sequence: 10,
  engineType: 11,
  engineId: 12,
  samplingMode: 2,
  samplingInterval: 100,
  records: [RECORD],
};

const hexOf = (bytes: Uint8Array) => bytes.reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '');

test('header and record stand where Cisco puts them', () => {
  expect(hexOf(encodeV5(MESSAGE))).toBe(
    [
      '0005 0001 01020304 05060708 00000009 0000000a 0b 0c 8064',
      '0a000001 0a000002 0a0000fe 0001 0002 00000003 ffffffff 00000005 00000006',
      '01bb c350 00 1b 06 b8 fde9 fdea 18 10 0000',
    ]
      .join('')
      .replaceAll(' ', ''),
  );
});

test('what is absent is 0', () => {
  const { srcAddr, dstAddr, packets, octets, first, last, srcPort, dstPort, protocol } = RECORD;
  const record = { srcAddr, dstAddr, packets, octets, first, last, srcPort, dstPort, protocol };
  const bytes = encodeV5({ sysUptime: 1, exportSeconds: 2, sequence: 3, records: [record] });
  expect(hexOf(bytes.subarray(12, 24))).toBe('000000000000000300000000');
  expect(hexOf(bytes.subarray(32, 40))).toBe('0000000000000000');
});

test('the count may lie', () => {
  expect(hexOf(encodeV5({ ...MESSAGE, count: 0xffff, records: [] }).subarray(0, 4))).toBe('0005ffff');
});

describe('refused', () => {
  test.each([
    ['an IPv6 address', { srcAddr: '2001:db8::1' }, 'NetFlow v5 carries IPv4 addresses only, not 2001:db8::1'],
    ['no address', { dstAddr: 'host' }, 'NetFlow v5 carries IPv4 addresses only, not host'],
    ['more octets than 32 bits', { octets: 2 ** 32 }, '4294967296 does not fit into 4 bytes'],
    ['negative packets', { packets: -1 }, '-1 does not fit into 4 unsigned bytes'],
  ])('%s', (_name, change, message) => {
    expect(() => encodeV5({ ...MESSAGE, records: [{ ...RECORD, ...change }] })).toThrow(message);
  });

  test('a sampling interval of more than 14 bits', () => {
    expect(() => encodeV5({ ...MESSAGE, samplingInterval: 16_384 })).toThrow(RangeError);
  });
});
