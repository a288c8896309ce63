import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase } from '@scopemap/database/testing';
import { afterAll, expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { openCountedExporter, RECORDS_PER_DATAGRAM } from './counted-exporter.ts';
import { KillableCollector } from './killable-collector.ts';
import { storedAccount } from './stored-account.ts';

const { db, server } = await freshDatabase();
const away = { connectionString: 'postgres://nobody:x@127.0.0.1:1/none' };
const folder = await mkdtemp(join(tmpdir(), 'restart-without-database-'));
afterAll(() => rm(folder, { recursive: true }));

/** Until everything that was sent is in the database, and nothing waits. */
async function settled(collector: KillableCollector, records: number): Promise<void> {
  await eventually(async () => {
    expect((await storedAccount(db)).records).toBe(records);
    expect(await collector.statistics()).toMatchObject({ windowsWaiting: 0, windowsLost: 0 });
  });
}

test('a killed collector that starts again without the database knows templates and tells what it missed', async () => {
  const options = { database: server, ports: [0], windowMs: 50, spoolFolder: folder };
  // Its template comes once, with the first message.
  const exporter = openCountedExporter({ version: 10, templateRefresh: 1_000_000 });
  let collector = await KillableCollector.start(options);
  const { port } = collector;
  const again = { ...options, ports: [port] };
  await exporter.send(port, 3);
  await settled(collector, 3 * RECORDS_PER_DATAGRAM);
  // Once more, so that the position is not that of the first window.
  await exporter.send(port, 2);
  await settled(collector, 5 * RECORDS_PER_DATAGRAM);
  await eventually(async () => expect(await readdir(folder)).toContain('templates.state'));
  await collector.kill();
  // What nobody hears.
  await exporter.send(port, 3);

  collector = await KillableCollector.start({ ...again, database: away });
  await exporter.send(port, 2);
  await eventually(async () =>
    expect(await collector.statistics()).toMatchObject({ decodedDatagrams: 2, records: 2 * RECORDS_PER_DATAGRAM }),
  );
  // All of it is on disk, and no window is open any more.
  await collector.stop();
  await exporter.send(port, 1);

  collector = await KillableCollector.start({ ...again, database: away });
  await exporter.send(port, 1);
  await eventually(async () => expect(await collector.statistics()).toMatchObject({ records: RECORDS_PER_DATAGRAM }));
  await collector.stop();

  collector = await KillableCollector.start(again);
  await exporter.send(port, 1);
  const received = 9 * RECORDS_PER_DATAGRAM;
  await settled(collector, received);
  await collector.stop();
  await exporter.close();
  expect(await storedAccount(db)).toMatchObject({
    records: received,
    lost: 4 * RECORDS_PER_DATAGRAM,
    undecodable: 0,
    windowLost: 0,
    flows: received / 2,
  });
  expect(exporter.records).toBe(13 * RECORDS_PER_DATAGRAM);
});

test('a state that is damaged is said to be, and hinders nothing', async () => {
  const spoolFolder = join(folder, 'damaged');
  const options = { database: away, ports: [0], windowMs: 50, spoolFolder };
  await (await KillableCollector.start(options)).stop();
  for (const name of ['templates.state', 'positions.state']) await writeFile(join(spoolFolder, name), '1 00000000\n[]');
  const exporter = openCountedExporter({ version: 10 });
  const collector = await KillableCollector.start(options);
  await exporter.send(collector.port);
  await eventually(async () => expect(await collector.statistics()).toMatchObject({ records: RECORDS_PER_DATAGRAM }));
  await collector.stop();
  await exporter.close();
});
