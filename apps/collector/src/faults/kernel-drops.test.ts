import { freshDatabase } from '@scopemap/database/testing';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { openCountedExporter, RECORDS_PER_DATAGRAM } from './counted-exporter.ts';
import { KillableCollector } from './killable-collector.ts';
import { storedAccount } from './stored-account.ts';

const { db, server } = await freshDatabase();

let collector: KillableCollector | undefined;

afterEach(async () => {
  await collector?.kill();
  for (const table of ['exporter_health', 'exporter_sequence', 'collector_loss', 'relationship_day'] as const)
    await db.deleteFrom(table).execute();
});

test.runIf(process.platform === 'linux').each(['auto', 'portable'] as const)(
  'what the kernel drops is counted by port, and by the numbering (%s)',
  async (receive) => {
    const options = { database: server, ports: [0], windowMs: 50, receiveBuffer: 4_096, receive };
    const running = await KillableCollector.start(options);
    collector = running;
    const { port, pid } = running;
    const exporter = openCountedExporter({ version: 5 });
    await exporter.send(port);
    await eventually(async () => expect(await running.statistics()).toMatchObject({ decodedDatagrams: 1 }));
    process.kill(pid, 'SIGSTOP');
    await exporter.send(port, 100);
    process.kill(pid, 'SIGCONT');
    await eventually(async () => {
      const { decodedDatagrams, kernelDrops } = await running.statistics();
      expect(decodedDatagrams + (kernelDrops ?? 0)).toBe(101);
    });
    // Whatever is missing shows by the next datagram.
    await exporter.send(port);
    const { kernelDrops } = await running.statistics();
    await running.stop();
    await exporter.close();
    expect(kernelDrops).toBeGreaterThan(0);
    const losses = await db.selectFrom('collector_loss').select(['port', 'problem', 'count']).execute();
    for (const loss of losses) expect(loss).toMatchObject({ port, problem: 'kernel-drop' });
    expect(losses.reduce((sum, { count }) => sum + Number(count), 0)).toBe(kernelDrops);
    const { records, lost } = await storedAccount(db);
    expect(lost).toBe((kernelDrops ?? 0) * RECORDS_PER_DATAGRAM);
    expect(records + lost).toBe(exporter.records);
  },
);
