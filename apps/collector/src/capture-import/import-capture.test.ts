import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listAddressBindings, listTranslations } from '@scopemap/database';
import { freshDatabase, storedNames, storedRelationships } from '@scopemap/database/testing';
import { type CaptureDatagram, writeCapture } from '@scopemap/flow-codec/capture';
import { createExporter, type ExportedFlow } from '@scopemap/flow-codec/encode';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { exchange } from '../testing/traffic.ts';
import { importCapture } from './import-capture.ts';
import { startImportThread } from './import-thread.ts';

const { db, server } = await freshDatabase();
const folder = await mkdtemp(join(tmpdir(), 'scopemap-captures-'));
afterAll(() => rm(folder, { recursive: true }));

const NOON = Date.UTC(2026, 0, 15, 12);
const CONTACT = { client: '10.1.0.5', clientPort: 50_000, server: '10.2.0.7', port: 443, start: NOON - 5_000 };

function datagram(source: string, payload: Uint8Array, destinationPort = 2055): CaptureDatagram {
  return { time: NOON, source, sourcePort: 50_000, destination: '192.0.2.254', destinationPort, payload };
}

function exported(version: 5 | 9 | 10, source: string, flows: ExportedFlow[]): CaptureDatagram[] {
  const payloads = createExporter({ version, bootTime: NOON - 3_600_000 }).exportFlows(flows, NOON);
  return payloads.map((payload) => datagram(source, payload));
}

/** Two exporters that saw the same, a broken datagram, and a packet that has nothing to do with it. */
function mixed(): Uint8Array {
  return writeCapture([
    ...exported(9, '192.0.2.1', exchange(CONTACT)),
    ...exported(5, '192.0.2.2', exchange(CONTACT)),
    datagram('192.0.2.3', Uint8Array.of(0, 5, 0, 9)),
    datagram('192.0.2.4', Uint8Array.of(0, 9, 1, 0, 0, 1), 53),
  ]);
}

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

const EXPECTED = [
  {
    name: '10.1.0.5 > 10.2.0.7 6/443',
    state: 'established',
    days: [
      ['2026-01-15', '192.0.2.1', 1, 20, 11_000],
      ['2026-01-15', '192.0.2.2', 1, 20, 11_000],
    ],
  },
];

beforeEach(async () => {
  for (const table of ['exporter_health', 'relationship_day', 'relationship', 'applied_window'] as const)
    await db.deleteFrom(table).execute();
});

describe('a capture', () => {
  test('becomes relationships and a report', async () => {
    const progress: number[] = [];
    const report = await importCapture({
      db,
      file: await file('mixed.pcap', mixed()),
      fileName: 'mixed.pcap',
      onProgress: ({ octetsDone, octetsTotal }) => progress.push(octetsDone / octetsTotal),
    });
    expect(report).toEqual({
      packets: 4,
      datagrams: 3,
      records: 4,
      relationships: 1,
      exporters: ['192.0.2.1', '192.0.2.2', '192.0.2.3'],
      from: '2026-01-15T11:59:55.000Z',
      to: '2026-01-15T11:59:57.000Z',
      undecodableSets: 1,
      problems: [
        {
          code: 'datagram-too-short',
          count: 1,
          example: 'packet 3 from 192.0.2.3: The datagram ends before the message header does.',
        },
      ],
      repeated: false,
    });
    expect(progress.at(-1)).toBe(1);
    expect(await storedRelationships(db)).toEqual(EXPECTED);
    const rows = await db
      .selectFrom('exporter_health')
      .select(['version', 'datagrams', 'records'])
      .orderBy('version')
      .execute();
    expect(rows).toContainEqual({ version: 9, datagrams: 1, records: '2' });
  });

  test('imported again counts nothing twice, and says so', async () => {
    const path = await file('again.pcap', mixed());
    const first = await importCapture({ db, file: path, fileName: 'again.pcap' });
    const second = await importCapture({ db, file: path, fileName: 'renamed.pcap' });
    expect(second).toEqual({ ...first, repeated: true });
    expect(await storedRelationships(db)).toEqual(EXPECTED);
  });

  test.each([
    // Two hosts called out, and one is published: each told by the question and by its answer.
    ['logstash-mikrotik-ipfix', '192.168.230.216', ['10.10.6.11', '10.10.7.11', '10.10.8.197']],
    // It names the ends of answers the other way round, and fills what is not translated with zeros.
    ['logstash-fortigate54-appid-v9', '10.0.0.250', ['192.168.100.151']],
  ])('of a real device that translates addresses binds inside and outside: %s', async (name, outside, inside) => {
    const path = fileURLToPath(new URL(`../../../../packages/flow-codec/src/fixtures/${name}.pcap`, import.meta.url));
    await importCapture({ db, file: path, fileName: name });
    const pairs = (await listTranslations(db, outside, 100)).pairs.map(
      ({ address, shownAs }) => `${address} ${shownAs}`,
    );
    expect(pairs.sort()).toEqual(inside.map((address) => `${address} ${outside}`));
  });

  test('whose records name the MAC address of a sender to its segment binds the address to the machine', async () => {
    const hello = { srcAddr: '10.1.0.9', dstAddr: '224.0.0.251', srcPort: 5353, dstPort: 5353, protocol: 17 };
    const counts = { tcpFlags: null, octets: 100, packets: 1, start: NOON - 5_000, end: NOON - 4_000 };
    const flows = exported(10, '192.0.2.1', [{ ...hello, ...counts, extra: { srcMac: '02:00:5e:00:53:0a' } }]);
    await importCapture({ db, file: await file('mac.pcap', writeCapture(flows)), fileName: 'mac.pcap' });
    expect(await listAddressBindings(db, '10.1.0.9', new Date(0), new Date(NOON))).toEqual([
      {
        address: '10.1.0.9',
        asset: 'mac:02:00:5e:00:53:0a',
        source: 'flow-mac',
        from: new Date(NOON - 5_000),
        to: new Date(NOON - 4_000),
      },
    ]);
  });

  test('comes as a stream too', async () => {
    const report = await importCapture({ db, file: chunks(mixed(), 7), fileName: 'mixed.pcap' });
    expect(report).toMatchObject({ packets: 4, datagrams: 3, records: 4 });
    const again = await importCapture({ db, file: await file('mixed.pcap', mixed()), fileName: 'mixed.pcap' });
    expect(again.repeated).toBe(true);
  });

  test('cut off at its end is imported up to there', async () => {
    const whole = mixed();
    const report = await importCapture({ db, file: await file('cut.pcap', whole.slice(0, -10)), fileName: 'cut.pcap' });
    expect(report).toMatchObject({ packets: 3, records: 4, relationships: 1 });
    expect(report.problems.map(({ code }) => code)).toContain('truncated-file');
  });

  test('from an exporter without a clock is placed at the time of its packets', async () => {
    const flows = exchange({ ...CONTACT, start: 5_000 });
    const [payload] = createExporter({ version: 9, bootTime: 0 }).exportFlows(flows, 60_000);
    const capture = writeCapture([datagram('192.0.2.1', payload as Uint8Array)]);
    const report = await importCapture({ db, file: await file('1970.pcap', capture), fileName: '1970.pcap' });
    expect(report.problems).toMatchObject([{ code: 'exporter-clock', count: 2 }]);
    expect((await storedRelationships(db))[0]?.days).toEqual([['2026-01-15', '192.0.2.1', 1, 20, 11_000]]);
  });

  test('of many windows is one set of relationships', async () => {
    const flows: ExportedFlow[] = [];
    for (let i = 0; i < 60_000; i++) {
      const client = `10.1.${i % 200}.5`;
      flows.push(...exchange({ ...CONTACT, client, clientPort: 40_000 + (i % 20_000), start: NOON - 60_000 + i }));
    }
    const capture = writeCapture(exported(5, '192.0.2.1', flows));
    const report = await importCapture({ db, file: await file('large.pcap', capture), fileName: 'large.pcap' });
    expect(report).toMatchObject({ records: 120_000, relationships: 200, undecodableSets: 0, problems: [] });
    expect(await db.selectFrom('applied_window').select('id').execute()).toHaveLength(3);
    expect(await storedNames(db)).toHaveLength(200);
  });
});

describe('nothing to import', () => {
  test.each([
    ['empty.pcap', new Uint8Array(0), 'empty-file', 'empty.pcap is empty.'],
    [
      'notes.txt',
      new TextEncoder().encode('hello, this is no capture'),
      'not-a-capture',
      'notes.txt is not a packet capture: it is neither pcap nor pcapng (first bytes 68656c6c).',
    ],
    [
      'packed.pcap.gz',
      Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0),
      'not-a-capture',
      'packed.pcap.gz is not a packet capture: it is neither pcap nor pcapng (first bytes 1f8b0800: compressed with gzip, unpack it first).',
    ],
    [
      'dns.pcap',
      writeCapture([datagram('192.0.2.4', Uint8Array.of(0, 9, 1, 0, 0, 1), 53)]),
      'no-export-packets',
      'dns.pcap holds 1 packet, but none that exports NetFlow or IPFIX.',
    ],
  ])('%s', async (fileName, bytes, code, message) => {
    const path = await file(fileName, bytes);
    await expect(importCapture({ db, file: path, fileName })).rejects.toMatchObject({
      name: 'ImportError',
      code,
      message,
    });
    expect(await db.selectFrom('applied_window').select('id').execute()).toEqual([]);
  });

  test('a file that is not there', async () => {
    const missing = importCapture({ db, file: join(folder, 'missing.pcap'), fileName: 'missing.pcap' });
    await expect(missing).rejects.toMatchObject({ code: 'unreadable-file' });
    await expect(missing).rejects.toThrow('missing.pcap cannot be read: ENOENT');
  });

  test('a cancelled import', async () => {
    const path = await file('cancelled.pcap', mixed());
    const cancelled = importCapture({ db, file: path, fileName: 'cancelled.pcap', signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({
      code: 'cancelled',
      message: 'The import of cancelled.pcap was cancelled.',
    });
  });
});

describe('in a thread', () => {
  test('reports progress and its result', async () => {
    const path = await file('thread.pcap', mixed());
    let last = 0;
    const onProgress = ({ octetsDone }: { octetsDone: number }) => {
      last = octetsDone;
    };
    const { report } = startImportThread({ database: server, file: path, fileName: 'thread.pcap', onProgress });
    expect(await report).toMatchObject({ records: 4, repeated: false });
    expect(last).toBe(mixed().length);
  });

  test('fails with the code of the import', async () => {
    const path = await file('thread.txt', Uint8Array.of(1, 2, 3));
    const { report } = startImportThread({ database: server, file: path, fileName: 'thread.txt' });
    await expect(report).rejects.toMatchObject({ name: 'ImportError', code: 'not-a-capture' });
  });

  test('is cancelled from outside', async () => {
    const path = await file('slow.pcap', mixed());
    const thread = startImportThread({ database: server, file: path, fileName: 'slow.pcap' });
    thread.cancel();
    await expect(thread.report).rejects.toMatchObject({ code: 'cancelled' });
  });
});
