import { freshDatabase, storedNames } from '@scopemap/database/testing';
import { createExporter } from '@scopemap/flow-codec/encode';
import { expect, test } from 'vitest';
import { startCollectorThread } from './collector-thread.ts';
import { eventually } from './testing/eventually.ts';
import { exchange } from './testing/traffic.ts';
import { openSender } from './testing/udp-sender.ts';

const { db, server } = await freshDatabase();
const NOW = Date.now();

test('a collector in a thread collects, tells its counts and stops', async () => {
  const collector = await startCollectorThread({ database: server, ports: [0], windowMs: 3_600_000 }, 'silent');
  const [port] = collector.ports;
  const flows = exchange({ client: '10.1.0.5', clientPort: 50_000, server: '10.2.0.7', port: 443, start: NOW - 5_000 });
  const sender = openSender();
  await sender.send(port as number, ...createExporter({ version: 9, bootTime: NOW - 60_000 }).exportFlows(flows, NOW));
  await eventually(async () => expect(await collector.statistics()).toMatchObject({ decodedDatagrams: 1, records: 2 }));
  await collector.stop();
  expect(await storedNames(db)).toEqual(['10.1.0.5 > 10.2.0.7 6/443']);
  await sender.close();
});

test('a port in use is told as by the collector itself', async () => {
  const first = await startCollectorThread({ database: server, ports: [0] }, 'silent');
  const [port] = first.ports;
  await expect(startCollectorThread({ database: server, ports: [port as number] }, 'silent')).rejects.toMatchObject({
    name: 'ListenError',
    code: 'EADDRINUSE',
    message: `cannot listen on UDP port ${port} ([::]:${port}): another program already uses it`,
  });
  await first.stop();
});
