import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { listRelationships } from '@scopemap/database';
import { emptyDatabase, freshDatabase, storedRelationships } from '@scopemap/database/testing';
import { type CaptureDatagram, writeCapture } from '@scopemap/flow-codec/capture';
import { createExporter } from '@scopemap/flow-codec/encode';
import { beforeEach, describe, expect, test } from 'vitest';
import { importCapture } from './capture-import/import-capture.ts';
import { exchange } from './testing/traffic.ts';

const { db } = await freshDatabase();
beforeEach(() => emptyDatabase(db));

const execute = promisify(execFile);
const CAPTURE = fileURLToPath(new URL('./fixtures/exchange.pcap', import.meta.url));
const SEARCH_PATH = `${process.env.PATH ?? ''}${delimiter}/usr/sbin${delimiter}/usr/local/sbin`;
const hasSoftflowd = SEARCH_PATH.split(delimiter).some((folder) => existsSync(join(folder, 'softflowd')));

const NOON = Date.UTC(2026, 0, 15, 12);
const V9 = '192.0.2.1';
const IPFIX = '192.0.2.2';

/** Export payloads of one exporter that saw the packets. */
type Export = (version: 9 | 10) => Promise<Uint8Array[]>;

const encoded: Export = async (version) => {
  const contact = { client: '10.1.0.5', server: '10.2.0.7', port: 443 };
  const flows = [0, 1, 2].flatMap((i) =>
    exchange({ ...contact, server: `10.2.0.${7 + (i % 2)}`, clientPort: 50_000 + i, start: NOON - 9_000 + i * 10 }),
  );
  return createExporter({ version, bootTime: NOON - 3_600_000 }).exportFlows(flows, NOON);
};

const softflowd: Export = async (version) => {
  const folder = await mkdtemp(join(tmpdir(), 'two-exporters-'));
  const socket = createSocket('udp4');
  const payloads: Uint8Array[] = [];
  socket.on('message', (payload) => payloads.push(payload));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  try {
    const to = `127.0.0.1:${socket.address().port}`;
    const files = ['-p', join(folder, 'pid'), '-c', 'none'];
    const precision = version === 10 ? ['-A', 'milli'] : [];
    const args = ['-r', CAPTURE, '-n', to, '-v', String(version), '-d', '-a', ...files, ...precision];
    await execute('softflowd', args, { timeout: 25_000, env: { ...process.env, PATH: SEARCH_PATH } });
    // What it sent may still lie in the buffer of the socket: wait until nothing comes any more.
    for (let before = -1; before < payloads.length; ) {
      before = payloads.length;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return payloads;
  } finally {
    socket.close();
    await rm(folder, { recursive: true });
  }
};

function from(source: string, payloads: readonly Uint8Array[]): CaptureDatagram[] {
  const ends = { source, sourcePort: 50_000, destination: '192.0.2.254', destinationPort: 2055 };
  return payloads.map((payload) => ({ ...ends, time: NOON, payload }));
}

async function* bytesOf(datagrams: readonly CaptureDatagram[]) {
  yield writeCapture(datagrams);
}

/** What the database holds after these datagrams: relationships by observer, and their totals. */
async function collected(datagrams: readonly CaptureDatagram[]) {
  await emptyDatabase(db);
  await importCapture({ db, file: bytesOf(datagrams), fileName: 'exports.pcap', flowDays: 0 });
  const { relationships } = await listRelationships(db, {}, { limit: 1000, offset: 0 });
  const totals = relationships.map(({ client, server, protocol, port, clientPort, state, flows, packets, octets }) =>
    [client.address, clientPort, server.address, protocol, port, state, flows, packets, octets].join(' '),
  );
  const observers = relationships.map((relationship) => [...relationship.observers].sort());
  return { stored: await storedRelationships(db), totals: totals.sort(), observers };
}

describe.each([
  { name: 'exporters of our own', exporting: encoded, present: true },
  { name: 'softflowd', exporting: softflowd, present: hasSoftflowd || process.env.CI !== undefined },
])('two exporters see the same packets: $name', ({ exporting, present }) => {
  test.skipIf(!present)('NetFlow v9 and IPFIX together give what one gives, with two observers', async () => {
    const v9 = from(V9, await exporting(9));
    const ipfix = from(IPFIX, await exporting(10));
    const alone = await collected(v9);
    expect(alone.stored.length).toBeGreaterThan(1);
    expect((await collected(ipfix)).totals).toEqual(alone.totals);
    for (const order of [
      [...v9, ...ipfix],
      [...ipfix, ...v9],
    ]) {
      const both = await collected(order);
      expect(both.totals).toEqual(alone.totals);
      expect(both.observers).toEqual(alone.stored.map(() => [V9, IPFIX]));
      const twice = alone.stored.map(({ days, ...rest }) => ({
        ...rest,
        days: days.flatMap(([day, exporter, ...counts]) => [
          [day, exporter, ...counts],
          [day, IPFIX, ...counts],
        ]),
      }));
      expect(both.stored).toEqual(twice);
    }
  });
});
