import { readFileSync } from 'node:fs';
import { freshDatabase } from '@scopemap/database/testing';
import { createFlowDecoder } from '@scopemap/flow-codec';
import { createCaptureReader, udpDatagrams } from '@scopemap/flow-codec/capture';
import { afterEach, expect, test } from 'vitest';
import { type Collector, startCollector } from './collector.ts';
import { eventually } from './testing/eventually.ts';
import { keepLines } from './testing/kept-log.ts';
import { openSender } from './testing/udp-sender.ts';

const { db, server } = await freshDatabase();
const FIXTURES = new URL('../../../packages/flow-codec/src/fixtures/', import.meta.url);

let collector: Collector | undefined;

afterEach(() => collector?.stop());

async function start(): Promise<Collector> {
  collector = await startCollector({ database: server, ports: [0], windowMs: 50 }, keepLines().log);
  return collector;
}

/** The export messages of a capture, and the number of flow records in each when nothing is missing. */
function readCapture(name: string) {
  const frames = createCaptureReader().push(readFileSync(new URL(name, FIXTURES)));
  const decoder = createFlowDecoder();
  return [...udpDatagrams(frames)].map(({ payload }) => {
    const { records } = decoder.decode({ exporter: '127.0.0.1', port: 1, receivedAt: 1, payload });
    return { payload, records: records.length };
  });
}

/** Captures of template-based exporters that send their templates once, ahead of the data. */
const CAPTURES = [
  'logstash-cisco-asa1-v9.pcap',
  'logstash-fortigate54-appid-v9.pcap',
  'logstash-mikrotik-ipfix.pcap',
  'logstash-netscaler-ipfix.pcap',
  'logstash-vmware-vds-ipfix.pcap',
];

test.each(CAPTURES)('%s: a collector that is restarted after every packet loses no record', async (name) => {
  const messages = readCapture(name);
  expect(messages.length).toBeGreaterThan(1);
  expect(messages.slice(1).reduce((sum, { records }) => sum + records, 0)).toBeGreaterThan(0);
  await db.deleteFrom('exporter_template').execute();
  // One exporter throughout: its port is part of what it is known by.
  const exporter = openSender();
  for (const { payload, records } of messages) {
    const running = await start();
    await exporter.send(running.ports[0] as number, payload);
    await eventually(async () => expect(await running.statistics()).toMatchObject({ decodedDatagrams: 1, records }));
    await running.stop();
  }
  await exporter.close();
});
