import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asAdministrator, emptyDatabase, freshDatabase } from '@scopemap/database/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Collector, startCollector } from '../collector.ts';
import type { CollectorOptions } from '../collector-options.ts';
import { eventually } from '../testing/eventually.ts';
import { keepLines } from '../testing/kept-log.ts';
import { type CountedExporter, openCountedExporter } from './counted-exporter.ts';
import { storedAccount } from './stored-account.ts';

const { db, server, name } = await freshDatabase();

const mount = (...args: string[]) => spawnSync('mount', args).status === 0;

/** A disk of its own for the spool; only an administrator can have one. */
function makeDisk(octets: number): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'scopemap-disk-'));
  if (process.platform === 'linux' && mount('-t', 'tmpfs', '-o', `size=${octets}`, 'tmpfs', folder)) return folder;
  rmSync(folder, { recursive: true });
  return null;
}

function removeDisk(folder: string): void {
  spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
}

const probe = makeDisk(65_536);
if (probe) removeDisk(probe);

describe.skipIf(!probe)('a full disk under the spool', () => {
  let disk: string;
  let exporter: CountedExporter;
  let collector: Collector;

  const fill = () => {
    try {
      writeFileSync(join(disk, 'others'), new Uint8Array(1 << 20));
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
    }
  };
  const makeRoom = () => rmSync(join(disk, 'others'));
  const goAway = async () => {
    await asAdministrator(`alter database ${name} allow_connections false`);
    await asAdministrator('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  };
  const comeBack = () => asAdministrator(`alter database ${name} allow_connections true`);

  async function start(options: Partial<CollectorOptions> = {}): Promise<number> {
    const all = { database: server, ports: [0], windowMs: 20, flowDays: 0, spoolFolder: disk, ...options };
    collector = await startCollector(all, keepLines().log);
    return collector.ports[0] as number;
  }

  const decoded = (datagrams: number) =>
    eventually(async () => expect(await collector.statistics()).toMatchObject({ decodedDatagrams: datagrams }));
  const nothingWaits = () =>
    eventually(async () => expect(await collector.statistics()).toMatchObject({ windowsWaiting: 0 }));

  beforeEach(async () => {
    await emptyDatabase(db);
    disk = makeDisk(262_144) as string;
    exporter = openCountedExporter({ version: 5 });
  });

  afterEach(async () => {
    await comeBack();
    await collector.stop();
    await exporter.close();
    removeDisk(disk);
  });

  test('costs nothing while the database is there', async () => {
    const port = await start();
    fill();
    for (let i = 1; i <= 10; i++) {
      await exporter.send(port);
      await decoded(i);
    }
    await collector.stop();
    const sent = exporter.records;
    expect(await storedAccount(db)).toMatchObject({ records: sent, lost: 0, windowLost: 0, flows: sent / 2 });
  });

  test('with the database away, memory bridges it, and all of it is stored in the end', async () => {
    const port = await start({ metricsPort: 0 });
    await goAway();
    await exporter.send(port, 5);
    await decoded(5);
    fill();
    await exporter.send(port, 5);
    await decoded(10);
    await eventually(async () => {
      const answer = await fetch(`http://127.0.0.1:${collector.metricsPort}/readyz`);
      expect(await answer.text()).toContain('the disk does not take windows for the spool');
    });
    makeRoom();
    await eventually(async () => expect(await collector.statistics()).toMatchObject({ rowsWaiting: 0 }));
    await comeBack();
    await nothingWaits();
    await collector.stop();
    const sent = exporter.records;
    expect(await storedAccount(db)).toMatchObject({ records: sent, lost: 0, windowLost: 0, flows: sent / 2 });
  });

  test('for longer than memory lasts: what is lost is counted, to the record', async () => {
    // A window for every datagram, and room for one of them.
    const port = await start({ maxRecords: 1, maxWaitingRows: 1, windowMs: 3_600_000 });
    await goAway();
    fill();
    for (let i = 1; i <= 10; i++) {
      await exporter.send(port);
      await decoded(i);
    }
    const { recordsLost, windowsLost } = await collector.statistics();
    expect(windowsLost).toBe(9);
    makeRoom();
    await comeBack();
    await nothingWaits();
    await collector.stop();
    const sent = exporter.records;
    const { records, lost, windowLost, flows } = await storedAccount(db);
    expect({ records, lost, windowLost }).toEqual({ records: sent, lost: 0, windowLost: recordsLost });
    expect(flows * 2).toBe(sent - recordsLost);
  });
});
