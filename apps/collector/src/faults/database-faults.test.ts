import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Db } from '@scopemap/database';
import { type OwnServer, startOwnServer } from '@scopemap/database/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Collector, startCollector } from '../collector.ts';
import type { CollectorOptions } from '../collector-options.ts';
import { eventually } from '../testing/eventually.ts';
import { keepLines } from '../testing/kept-log.ts';
import { type CountedExporter, openCountedExporter } from './counted-exporter.ts';
import { KillableCollector } from './killable-collector.ts';
import { storedAccount } from './stored-account.ts';

/** Every start of a server takes seconds where the machine has other work. */
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

let own: OwnServer;
let db: Db;
let folder: string;
let exporter: CountedExporter;
let collector: Collector | undefined;

beforeEach(async () => {
  own = await startOwnServer();
  db = connect(own.server, { max: 1 });
  folder = mkdtempSync(join(tmpdir(), 'scopemap-spool-'));
  exporter = openCountedExporter({ version: 5 });
});

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
  await exporter.close();
  await db.destroy();
  await own.remove();
  rmSync(folder, { recursive: true, force: true });
});

const options = (): CollectorOptions => ({
  database: own.server,
  ports: [0],
  windowMs: 20,
  flowDays: 0,
  spoolFolder: folder,
});

const spooled = () => readdirSync(folder).filter((name) => name.endsWith('.window')).length;

async function expectAllStoredOnce(): Promise<void> {
  const sent = exporter.records;
  expect(await storedAccount(db)).toMatchObject({
    records: sent,
    lost: 0,
    windowLost: 0,
    undecodable: 0,
    flows: sent / 2,
    packets: sent * 10,
  });
  expect(spooled()).toBe(0);
}

test('a database killed again and again, in the middle of windows, has every record once', async () => {
  collector = await startCollector(options(), keepLines().log);
  const port = collector.ports[0] as number;
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 20; i++) {
      await exporter.send(port, 3);
      if (i === 10) await own.kill();
    }
    await own.start();
    await exporter.send(port, 3);
  }
  await eventually(async () => expect(await collector?.statistics()).toMatchObject({ windowsWaiting: 0 }));
  await collector.stop();
  await expectAllStoredOnce();
});

test('a collector that starts while the database is away collects into the spool, and is killed there', async () => {
  const before = await KillableCollector.start(options());
  await exporter.send(before.port, 5);
  while ((await before.statistics()).windowsApplied === 0);
  await before.stop();
  await own.kill();
  const again = { ...options(), ports: [before.port] };
  const killed = await KillableCollector.start(again);
  await exporter.send(before.port, 20);
  await eventually(async () =>
    expect(await killed.statistics()).toMatchObject({ decodedDatagrams: 20, rowsWaiting: 0 }),
  );
  await eventually(() => expect(spooled()).toBeGreaterThan(0));
  await killed.kill();
  collector = await startCollector(again, keepLines().log);
  await exporter.send(before.port, 20);
  await eventually(async () => expect(await collector?.statistics()).toMatchObject({ decodedDatagrams: 20 }));
  await own.start();
  await eventually(async () => expect(await collector?.statistics()).toMatchObject({ windowsWaiting: 0 }));
  await collector.stop();
  await expectAllStoredOnce();
});

test('without a spool it does not start while the database is away', async () => {
  await own.kill();
  await expect(startCollector({ ...options(), spoolFolder: null })).rejects.toThrow();
  await own.start();
});
