import { describe, expect, test } from 'vitest';
import { createExporter } from './exporter.ts';
import type { ExportedFlow, ExporterOptions } from './exporter-options.ts';
import { type ReadMessage, readMessage } from './testing/read-message.ts';

const BOOT = 1_700_000_000_250;
const NOW = BOOT + 3_600_000;
const FLOW = {
  srcAddr: '10.0.0.1',
  dstAddr: '10.0.0.2',
  srcPort: 50_000,
  dstPort: 443,
  protocol: 6,
  tcpFlags: 0x11b,
  octets: 123_456,
  packets: 99,
  start: NOW - 10_000,
  end: NOW - 500,
} satisfies ExportedFlow;
const FLOW6 = { ...FLOW, srcAddr: '2001:db8::1', dstAddr: '2001:db8::2' };

const exporterOf = (version: 5 | 9 | 10, options: Partial<ExporterOptions> = {}) =>
  createExporter({ version, bootTime: BOOT, ...options });
const many = (count: number, flow: ExportedFlow = FLOW) => Array.from({ length: count }, () => flow);

function readMessages(datagrams: readonly Uint8Array[]): ReadMessage[] {
  const templates = new Map();
  return datagrams.map((datagram) => readMessage(datagram, templates));
}
const records = (messages: readonly ReadMessage[]) =>
  messages.flatMap(({ sets }) => sets.flatMap((set) => set.records));
const templateIds = ({ sets }: ReadMessage) => sets.flatMap(({ templates }) => templates.map(({ id }) => id));

describe('v5', () => {
  const view = (datagram: Uint8Array | undefined) => new DataView((datagram as Uint8Array).buffer);

  test('times lie relative to the boot, the header says domain and sampling', () => {
    const [datagram] = exporterOf(5, { domain: 258, sampling: 100 }).exportFlows([FLOW], NOW);
    const header = view(datagram);
    expect(header.getUint32(4)).toBe(3_600_000);
    expect(header.getUint32(8) * 1000 + header.getUint32(12) / 1e6).toBe(NOW);
    expect(header.getUint32(24 + 24)).toBe(3_590_000);
    expect(header.getUint32(24 + 28)).toBe(3_599_500);
    expect([header.getUint8(20), header.getUint8(21), header.getUint16(22)]).toEqual([1, 2, 0x4064]);
    expect(header.getUint8(24 + 37)).toBe(0x1b);
  });

  test('the sequence counts flows, packets hold at most 30 and 1400 bytes', () => {
    const exporter = exporterOf(5);
    const datagrams = [...exporter.exportFlows(many(60), NOW), ...exporter.exportFlows(many(3), NOW)];
    expect(datagrams.map((datagram) => [view(datagram).getUint16(2), view(datagram).getUint32(16)])).toEqual([
      [28, 0],
      [28, 28],
      [4, 56],
      [3, 60],
    ]);
    const [large] = exporterOf(5, { maxPayload: 9000 }).exportFlows(many(40), NOW);
    expect(view(large).getUint16(2)).toBe(30);
  });

  test('ICMP type and code go into the destination port', () => {
    const icmp = { ...FLOW, protocol: 1, srcPort: null, dstPort: null, extra: { icmpType: 3, icmpCode: 4 } };
    const [datagram] = exporterOf(5).exportFlows([icmp], NOW);
    expect(view(datagram).getUint16(24 + 34)).toBe(0x0304);
  });

  test.each<[string, ExportedFlow, string]>([
    ['IPv6', FLOW6, 'NetFlow v5 carries IPv4 addresses only, not 2001:db8::1'],
    ['no octets', { ...FLOW, octets: null }, 'NetFlow v5 cannot leave out octets'],
    ['no protocol', { ...FLOW, protocol: null }, 'NetFlow v5 cannot leave out the protocol'],
    ['no times', { ...FLOW, start: null }, 'NetFlow v5 cannot leave out the start'],
    ['too many octets', { ...FLOW, octets: 2 ** 32 }, '4294967296 does not fit into 4 bytes'],
    ['no address', { ...FLOW, srcAddr: null }, 'not a flow without source address'],
  ])('refuses %s, and the sequence goes on as before', (_name, flow, message) => {
    const exporter = exporterOf(5);
    expect(() => exporter.exportFlows([...many(30), flow], NOW)).toThrow(message);
    expect(view(exporter.exportFlows([FLOW], NOW)[0]).getUint32(16)).toBe(0);
  });
});

describe('v9', () => {
  test('a flow is sent with what it has', () => {
    const [message] = readMessages(exporterOf(9, { domain: 7 }).exportFlows([FLOW], NOW));
    expect(message).toMatchObject({ version: 9, count: 2, exportTime: Math.floor(NOW / 1000), sequence: 0, domain: 7 });
    expect(message && records([message])).toEqual([
      {
        8: 0x0a000001,
        12: 0x0a000002,
        7: 50_000,
        11: 443,
        4: 6,
        6: 0x1b,
        1: 123_456n,
        2: 99n,
        22: 3_590_000,
        21: 3_599_500,
      },
    ]);
    // Header seconds and uptime are of one moment, so that milliseconds survive the whole seconds of the header.
    expect((message?.exportTime ?? 0) * 1000 - (message?.uptime ?? 0)).toBe(BOOT);
  });

  test('an uptime that has wrapped', () => {
    const now = BOOT + 50 * 86_400_000;
    const [message] = readMessages(exporterOf(9).exportFlows([{ ...FLOW, start: now - 60_000, end: now }], now));
    const [record] = records(message ? [message] : []);
    const header = message?.uptime ?? 0;
    expect(header).toBeLessThan(2 ** 32);
    expect((message?.exportTime ?? 0) * 1000 - ((header - Number(record?.[22])) | 0)).toBe(now - 60_000);
  });

  test('a flow from before the boot', () => {
    const now = BOOT + 1000;
    const [message] = readMessages(exporterOf(9).exportFlows([{ ...FLOW, start: BOOT - 5000, end: now }], now));
    expect(records(message ? [message] : [])[0]?.[22]).toBe(2 ** 32 - 5000);
  });

  test('a time that 32 bits would turn into another is refused', () => {
    const early = { ...FLOW, start: NOW - 2 ** 31 - 1000 };
    expect(() => exporterOf(9).exportFlows([early], NOW)).toThrow('too far from the export time');
  });

  test('the sequence counts packets', () => {
    const messages = readMessages(exporterOf(9).exportFlows(many(100), NOW));
    expect(messages.map(({ sequence }) => sequence)).toEqual(messages.map((_, i) => i));
  });

  test('sampling is said for the system', () => {
    const [message] = readMessages(exporterOf(9, { domain: 7, sampling: 100 }).exportFlows([FLOW], NOW));
    expect(message?.sets[0]).toMatchObject({ setId: 1, templates: [{ id: 256, scopes: 1 }] });
    expect(message?.sets[1]?.records).toEqual([{ 1: 7, 34: 100, 35: 1 }]);
  });

  test('a biflow becomes two flows, one with nothing behind stays one', () => {
    const extra = { reverseOctets: 777, reversePackets: 8, reverseTcpFlags: 0x12, inputIf: 3, outputIf: 4 };
    const silent = { ...FLOW, extra: { reverseOctets: 0, reversePackets: 0, biflowDirection: 1 } };
    const messages = readMessages(exporterOf(9).exportFlows([{ ...FLOW, extra }, silent], NOW));
    expect(records(messages)).toMatchObject([
      { 8: 0x0a000001, 7: 50_000, 1: 123_456n, 10: 3, 14: 4 },
      { 8: 0x0a000002, 12: 0x0a000001, 7: 443, 11: 50_000, 1: 777n, 2: 8n, 6: 0x12, 10: 4, 14: 3 },
      { 8: 0x0a000001, 1: 123_456n },
    ]);
  });
});

describe('IPFIX', () => {
  test('absolute times, 16 bits of flags, reverse elements', () => {
    const flow = {
      ...FLOW,
      extra: { reverseOctets: 777, reversePackets: 8, reverseTcpFlags: 0x12, biflowDirection: 1 },
    };
    const messages = readMessages(exporterOf(10).exportFlows([flow], NOW));
    expect(records(messages)).toMatchObject([
      {
        6: 0x11b,
        152: BigInt(FLOW.start),
        153: BigInt(FLOW.end),
        '29305/1': 777n,
        '29305/2': 8n,
        '29305/6': 0x12,
        239: 1,
      },
    ]);
  });

  test('the sequence counts data records, options included', () => {
    const exporter = exporterOf(10, { sampling: 10 });
    const messages = readMessages([...exporter.exportFlows(many(60), NOW), ...exporter.exportFlows(many(5), NOW)]);
    let before = 0;
    for (const message of messages) {
      expect(message.sequence).toBe(before);
      before += records([message]).length;
    }
    expect(before).toBe(66);
    expect(records(messages)[0]).toEqual({ 149: 0, 304: 1, 305: 1, 306: 9 });
  });

  test('NSEL events: no octets, translated addresses, event and its time', () => {
    const { octets: _, packets: __, start: ___, end: ____, ...tuple } = FLOW;
    const extra = { firewallEvent: 3, eventTimeMs: NOW, natSrcAddr: '192.0.2.9', natSrcPort: 7, initiatorOctets: 5 };
    const [record] = records(readMessages(exporterOf(10).exportFlows([{ ...tuple, extra }], NOW)));
    expect(record).toMatchObject({ 225: 0xc0000209, 227: 7, 231: 5n, 233: 3, 323: BigInt(NOW) });
    expect(record).not.toHaveProperty('1');
  });

  test('ICMP has its own elements for IPv4 and IPv6, MAC addresses have six bytes', () => {
    const extra = { icmpType: 8, icmpCode: 1, srcMac: '02:00:00:00:00:0a', vlan: 30 };
    const messages = readMessages(
      exporterOf(10).exportFlows(
        [
          { ...FLOW, extra },
          { ...FLOW6, extra },
        ],
        NOW,
      ),
    );
    expect(records(messages)).toMatchObject([
      { 176: 8, 177: 1, 56: 0x02000000000a, 58: 30 },
      { 178: 8, 179: 1 },
    ]);
  });

  test.each<[string, ExportedFlow, string]>([
    ['two IP versions', { ...FLOW, dstAddr: '2001:db8::2' }, 'a flow has one IP version'],
    ['no address', { ...FLOW, dstAddr: 'host' }, 'host is not an IP address'],
    ['a port of 17 bits', { ...FLOW, dstPort: 65_536 }, '65536 does not fit into 2 bytes'],
    ['no MAC address', { ...FLOW, extra: { srcMac: '02:00' } }, '02:00 is not a MAC address'],
    ['nothing', { srcAddr: null, dstAddr: null, protocol: null }, 'a flow without any element'],
  ])('refuses %s, and sends its templates again', (_name, flow, message) => {
    const exporter = exporterOf(10);
    expect(() => exporter.exportFlows([...many(60), flow], NOW)).toThrow(message);
    const messages = readMessages(exporter.exportFlows([FLOW], NOW));
    expect(messages[0]?.sequence).toBe(0);
    expect(records(messages).length).toBe(1);
  });
});

describe.each([9 as const, 10 as const])('packets of version %i', (version) => {
  const mixed = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? FLOW6 : { ...FLOW, srcPort: i }));

  test('no flow is lost, none is added, the order stays', () => {
    const sent = records(readMessages(exporterOf(version).exportFlows(mixed, NOW)));
    expect(sent.map((record) => record[7])).toEqual(mixed.map((flow) => flow.srcPort));
  });

  test.each([1400, 500, 200])('payloads of at most %i bytes', (maxPayload) => {
    const datagrams = exporterOf(version, { maxPayload, sampling: 10 }).exportFlows(mixed, NOW);
    const largest = Math.max(...datagrams.map((datagram) => datagram.length));
    expect(largest).toBeLessThanOrEqual(maxPayload);
    expect(largest).toBeGreaterThan(maxPayload - 100);
  });

  test('templates come in the first and every n-th packet', () => {
    const messages = readMessages(exporterOf(version, { templateRefresh: 3 }).exportFlows(mixed, NOW));
    expect(messages.length).toBeGreaterThan(6);
    for (const [i, message] of messages.entries()) expect(templateIds(message)).toEqual(i % 3 === 0 ? [257, 258] : []);
  });

  test('every packet can bring its templates', () => {
    const datagrams = exporterOf(version, { templateRefresh: 1 }).exportFlows(mixed, NOW);
    for (const datagram of datagrams) expect(records([readMessage(datagram)]).length).toBeGreaterThan(0);
  });

  test('a new kind of flow brings its template at once', () => {
    const exporter = exporterOf(version);
    exporter.exportFlows([FLOW], NOW);
    const [message] = exporter
      .exportFlows([FLOW6, { ...FLOW6, extra: { vlan: 3 } }], NOW)
      .map((bytes) => readMessage(bytes));
    expect(message && templateIds(message)).toEqual([258, 259]);
  });

  test('more templates than fit into a packet come when they are needed', () => {
    const keys = ['vlan', 'postVlan', 'inputIf', 'outputIf', 'direction', 'flowEndReason'] as const;
    const kinds = Array.from({ length: 64 }, (_, bits) => ({
      ...FLOW,
      extra: Object.fromEntries(keys.filter((_key, i) => bits & (1 << i)).map((key) => [key, 1])),
    }));
    const exporter = exporterOf(version, { templateRefresh: 2 });
    const messages = readMessages([...exporter.exportFlows(kinds, NOW), ...exporter.exportFlows(kinds, NOW)]);
    expect(records(messages).length).toBe(128);
  });

  test('no flows, no packets', () => {
    expect(exporterOf(version).exportFlows([], NOW)).toEqual([]);
  });

  test('a payload too small for a record is refused', () => {
    expect(() => exporterOf(version, { maxPayload: 60 }).exportFlows([FLOW], NOW)).toThrow('too small');
  });

  test('an export before the boot is refused', () => {
    expect(() => exporterOf(version).exportFlows([FLOW], BOOT - 1)).toThrow('before the boot');
  });
});

test('a boot time with a fraction is refused', () => {
  expect(() => createExporter({ version: 9, bootTime: 1.5 })).toThrow('whole milliseconds');
});
