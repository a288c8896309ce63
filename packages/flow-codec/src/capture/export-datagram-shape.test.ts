import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createExporter } from '../encode/index.ts';
import { exportTime, isExportDatagram } from './export-datagram-shape.ts';

const NOON = Date.UTC(2026, 0, 15, 12);
const UNUSUAL_PORT = 12_345;

function message(version: 5 | 9 | 10): Uint8Array {
  const times = { start: NOON - 5_000, end: NOON - 4_000 };
  const ends = { srcAddr: '10.1.0.5', srcPort: 50_000, dstAddr: '10.2.0.7', dstPort: 443 };
  const flow = { ...ends, ...times, protocol: 6, tcpFlags: 0x1b, octets: 1200, packets: 8 };
  const [payload] = createExporter({ version, bootTime: NOON - 3_600_000 }).exportFlows([flow], NOON);
  return payload as Uint8Array;
}

describe.each([5, 9, 10] as const)('version %i', (version) => {
  test('is told by its shape on any port', () => {
    expect(isExportDatagram(UNUSUAL_PORT, message(version))).toBe(true);
    expect(exportTime(message(version))).toBe(NOON);
  });

  test('cut short it is taken for export data on the ports of exporters only', () => {
    const cut = message(version).slice(0, -5);
    expect(isExportDatagram(UNUSUAL_PORT, cut)).toBe(false);
    expect(isExportDatagram(2055, cut)).toBe(true);
  });

  test('of before 2000 is something else', () => {
    const old = message(version);
    old.fill(0, version === 10 ? 4 : 8, version === 10 ? 8 : 12);
    expect(isExportDatagram(UNUSUAL_PORT, old)).toBe(false);
  });
});

test.each([
  ['nothing', []],
  [
    'a DNS query',
    [0x00, 0x09, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 119, 119, 119, 7, 101, 120, 97, 109, 112, 108, 101, 0, 0, 1, 0, 1],
  ],
])('%s is no export datagram', (_, bytes) => {
  expect(isExportDatagram(53, Uint8Array.from(bytes))).toBe(false);
});

test('hardly any bytes are taken for an export message', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(isExportDatagram(53, bytes)).toBe(false);
    }),
  );
});
