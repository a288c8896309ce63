import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeCapture } from '../capture/write-capture.ts';
import { createExporter } from './exporter.ts';
import type { ExportedFlow } from './exporter-options.ts';

const hasTshark = (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'tshark')));
if (!hasTshark) console.log('tests against tshark left out: it is not installed');

const BOOT = 1_700_000_000_250;
const NOW = BOOT + 3_600_000;

/** Flows that all differ in every value. */
const V4_FLOWS = Array.from({ length: 120 }, (_, i) => ({
  srcAddr: `10.1.${i}.1`,
  dstAddr: `10.2.${i}.2`,
  srcPort: 40_000 + i,
  dstPort: 443 + i,
  protocol: i % 2 === 0 ? 6 : 17,
  tcpFlags: i,
  octets: 1_000_000 + i,
  packets: 1000 + i,
  start: NOW - 100_000 - i * 1001,
  end: NOW - i * 7,
})) satisfies ExportedFlow[];
const FLOWS = V4_FLOWS.map((flow, i) =>
  i % 3 === 1 ? { ...flow, srcAddr: `2001:db8::${i}`, dstAddr: `2001:db8:1::${i}` } : flow,
);
const isV6 = ({ srcAddr }: { srcAddr: string }) => srcAddr.includes(':');
const ONLY_V4 = FLOWS.filter((flow) => !isV6(flow));
const ONLY_V6 = FLOWS.filter(isV6);

const FIELDS = [
  ...['ip.checksum.status', 'udp.checksum.status', 'cflow.sequence'],
  ...['cflow.srcaddr', 'cflow.dstaddr', 'cflow.srcaddrv6', 'cflow.dstaddrv6'],
  ...['cflow.srcport', 'cflow.dstport', 'cflow.protocol', 'cflow.octets', 'cflow.packets'],
  ...['cflow.timestart', 'cflow.timeend', 'cflow.abstimestart', 'cflow.abstimeend'],
  ...['cflow.samplerate', 'cflow.sampling_interval', 'cflow.sampling_packet_space'],
  // tshark follows the sequence numbers itself and says what it expected where they do not go on.
  ...['cflow.sequence_analysis.expected_sn', '_ws.expert.message', '_ws.malformed'],
] as const;
type Seen = Record<(typeof FIELDS)[number], string[]>;

const ADDRESSES = { 5: '192.0.2.5', 9: '192.0.2.9', 10: '192.0.2.10' } as const;
const VERSIONS = [5, 9, 10] as const;

function datagramsOf(version: 5 | 9 | 10): Uint8Array[] {
  const flows = version === 5 ? V4_FLOWS : FLOWS;
  const exporter = createExporter({ version, bootTime: BOOT, domain: 258, sampling: 100, templateRefresh: 2 });
  return [...exporter.exportFlows(flows.slice(0, 50), NOW), ...exporter.exportFlows(flows.slice(50), NOW)];
}

function runTshark(file: string): string {
  const options = ['-d', 'udp.port==2055,cflow', '-o', 'ip.check_checksum:TRUE', '-o', 'udp.check_checksum:TRUE'];
  const output = ['-T', 'fields', '-E', 'separator=|', '-E', 'aggregator=;', '-e', 'ip.src'];
  return execFileSync(
    'tshark',
    ['-n', '-r', file, ...options, ...output, ...FIELDS.flatMap((field) => ['-e', field])],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, TZ: 'UTC' },
    },
  );
}

/** All values of each field over all packets of one source address, in order. */
function valuesOf(output: string, address: string): Seen {
  const seen = Object.fromEntries(FIELDS.map((field) => [field, [] as string[]])) as Seen;
  for (const line of output.split('\n')) {
    const [source, ...cells] = line.split('|');
    if (source !== address) continue;
    for (const [i, field] of FIELDS.entries()) if (cells[i]) seen[field].push(...cells[i].split(';'));
  }
  return seen;
}

describe.skipIf(!hasTshark)('what tshark reads of our export packets', () => {
  const datagrams = { 5: datagramsOf(5), 9: datagramsOf(9), 10: datagramsOf(10) };
  let output = '';

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'flow-codec-'));
    const file = join(folder, 'export.pcap');
    const destination = { destination: '192.0.2.99', destinationPort: 2055, sourcePort: 50_000, time: NOW };
    const all = VERSIONS.flatMap((version) =>
      datagrams[version].map((payload) => ({ ...destination, source: ADDRESSES[version], payload })),
    );
    writeFileSync(file, writeCapture(all));
    output = runTshark(file);
    rmSync(folder, { recursive: true });
  }, 60_000);

  const texts = <K extends keyof (typeof V4_FLOWS)[number]>(flows: readonly Record<K, unknown>[], key: K) =>
    flows.map((flow) => String(flow[key]));
  const uptimes = (times: readonly number[]) => times.map((time) => ((time - BOOT) / 1000).toFixed(9));
  /** "Nov 14, 2023 23:11:40.250000000 UTC" in milliseconds. */
  const dates = (values: readonly string[]) => values.map((text) => Date.parse(text.replace(/(\.\d{3})\d{6}/, '$1')));

  test.each(VERSIONS)('version %i: sound packets, sequence numbers that go on, ports and counters', (version) => {
    const seen = valuesOf(output, ADDRESSES[version]);
    const good = datagrams[version].map(() => '1');
    expect([seen['ip.checksum.status'], seen['udp.checksum.status']]).toEqual([good, good]);
    expect(seen['cflow.sequence_analysis.expected_sn']).toEqual([]);
    expect([...seen['_ws.expert.message'], ...seen['_ws.malformed']]).toEqual([]);
    expect(seen['cflow.srcport']).toEqual(texts(FLOWS, 'srcPort'));
    expect(seen['cflow.dstport']).toEqual(texts(FLOWS, 'dstPort'));
    expect(seen['cflow.protocol']).toEqual(texts(FLOWS, 'protocol'));
    expect(seen['cflow.octets']).toEqual(texts(FLOWS, 'octets'));
    expect(seen['cflow.packets']).toEqual(texts(FLOWS, 'packets'));
  });

  test('NetFlow v5: addresses, times, sequence of flows, sampling', () => {
    const seen = valuesOf(output, ADDRESSES[5]);
    expect(seen['cflow.srcaddr']).toEqual(texts(V4_FLOWS, 'srcAddr'));
    expect(seen['cflow.dstaddr']).toEqual(texts(V4_FLOWS, 'dstAddr'));
    expect(seen['cflow.timestart']).toEqual(uptimes(V4_FLOWS.map((flow) => flow.start)));
    expect(seen['cflow.timeend']).toEqual(uptimes(V4_FLOWS.map((flow) => flow.end)));
    expect(seen['cflow.sequence']).toEqual(['0', '28', '50', '78', '106']);
    expect(new Set(seen['cflow.samplerate'])).toEqual(new Set(['100']));
  });

  test('NetFlow v9: addresses of both kinds, times, sequence of packets, sampling', () => {
    const seen = valuesOf(output, ADDRESSES[9]);
    expect(seen['cflow.srcaddr']).toEqual(texts(ONLY_V4, 'srcAddr'));
    expect(seen['cflow.dstaddrv6']).toEqual(texts(ONLY_V6, 'dstAddr'));
    expect(seen['cflow.timestart']).toEqual(uptimes(FLOWS.map((flow) => flow.start)));
    expect(seen['cflow.timeend']).toEqual(uptimes(FLOWS.map((flow) => flow.end)));
    expect(seen['cflow.sequence']).toEqual(datagrams[9].map((_, i) => String(i)));
    expect(new Set(seen['cflow.sampling_interval'])).toEqual(new Set(['100']));
  });

  test('IPFIX: addresses of both kinds, absolute times, sampling', () => {
    const seen = valuesOf(output, ADDRESSES[10]);
    expect(seen['cflow.dstaddr']).toEqual(texts(ONLY_V4, 'dstAddr'));
    expect(seen['cflow.srcaddrv6']).toEqual(texts(ONLY_V6, 'srcAddr'));
    expect(dates(seen['cflow.abstimestart'])).toEqual(FLOWS.map((flow) => flow.start));
    expect(dates(seen['cflow.abstimeend'])).toEqual(FLOWS.map((flow) => flow.end));
    expect(new Set(seen['cflow.sampling_packet_space'])).toEqual(new Set(['99']));
  });
});
