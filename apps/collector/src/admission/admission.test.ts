import { changeAdmissionMode, decideSender, listAdmissions, listCollectorLosses } from '@scopemap/database';
import { freshDatabase, storedRelationships, TESTER } from '@scopemap/database/testing';
import { createExporter } from '@scopemap/flow-codec/encode';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Collector, startCollector } from '../collector.ts';
import type { CollectorOptions } from '../collector-options.ts';
import { eventually } from '../testing/eventually.ts';
import { exchange } from '../testing/traffic.ts';
import { openSender, type UdpSender } from '../testing/udp-sender.ts';

const { db, server } = await freshDatabase();
const NOW = Date.now();

const TABLES = [
  'relationship_day',
  'relationship',
  'exporter_admission',
  'collector_loss',
  'exporter_health',
  'exporter_template',
  'exporter_sequence',
  'exporter',
] as const;

const running: Collector[] = [];
const senders: UdpSender[] = [];

async function start(options: Partial<CollectorOptions> = {}): Promise<number> {
  const collector = await startCollector({ database: server, ports: [0], windowMs: 50, ...options });
  running.push(collector);
  return collector.ports[0] as number;
}

/** Sends one exchange, from 127.0.0.1 or ::1. */
async function send(family: 4 | 6, port: number, server: string): Promise<void> {
  const sender = openSender(family);
  senders.push(sender);
  const contact = { client: '10.1.0.5', clientPort: 50_000, server, port: 443, start: NOW - 5_000 };
  await sender.send(
    port,
    ...createExporter({ version: 9, bootTime: NOW - 3_600_000 }).exportFlows(exchange(contact), NOW),
  );
}

const servers = async () => (await storedRelationships(db)).map(({ name }) => name.split(' ')[2]);

const waiting = async () => (await listAdmissions(db)).senders.map(({ address, state }) => `${address} ${state}`);

beforeEach(async () => {
  for (const table of TABLES) await db.deleteFrom(table).execute();
  await changeAdmissionMode(db, 'learn', TESTER);
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((collector) => collector.stop()));
  await Promise.all(senders.splice(0).map((each) => each.close()));
});

test('in learning, a sender beyond the limit waits, is counted, and is read when somebody allows it', async () => {
  const port = await start({ maxLearnedExporters: 1 });
  await send(4, port, '10.2.0.1');
  await eventually(async () => expect(await servers()).toEqual(['10.2.0.1']));
  await send(6, port, '10.2.0.2');
  await eventually(async () => expect(await waiting()).toEqual(['::1 waiting']));
  expect(await listCollectorLosses(db)).toMatchObject([{ problem: 'not-admitted', port: null }]);
  expect(await servers()).toEqual(['10.2.0.1']);
  await decideSender(db, '::1', 'allowed', null, TESTER);
  await eventually(async () => {
    await send(6, port, '10.2.0.3');
    expect(await servers()).toEqual(expect.arrayContaining(['10.2.0.1', '10.2.0.3']));
  });
  expect(await servers()).not.toContain('10.2.0.2');
});

test('when senders are asked for, those heard before go on and a new one waits; a refused one is not read', async () => {
  const first = await start();
  await send(4, first, '10.2.0.1');
  await eventually(async () => expect(await servers()).toEqual(['10.2.0.1']));
  await changeAdmissionMode(db, 'ask', TESTER);
  const second = await start();
  await send(6, second, '10.2.0.2');
  await send(4, second, '10.2.0.3');
  await eventually(async () => expect(await servers()).toEqual(['10.2.0.1', '10.2.0.3']));
  await eventually(async () => expect(await waiting()).toEqual(['::1 waiting']));
  await decideSender(db, '127.0.0.1', 'refused', 'replaced', TESTER);
  const third = await start();
  await send(4, third, '10.2.0.4');
  await eventually(async () => expect(await waiting()).toContain('127.0.0.1 refused'));
  await eventually(async () => {
    const [loss] = await listCollectorLosses(db);
    expect(loss?.count).toBeGreaterThan(1);
  });
  expect(await servers()).toEqual(['10.2.0.1', '10.2.0.3']);
});
