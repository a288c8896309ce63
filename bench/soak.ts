import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connect, migrate } from '@scopemap/database';
import { startEmbeddedPostgres } from '@scopemap/embedded-postgres';
import { KillableCollector } from '../apps/collector/src/faults/killable-collector.ts';
import { storedAccount } from '../apps/collector/src/faults/stored-account.ts';
import { memoryMiB } from './collect/process-usage.ts';
import { prepareSender } from './collect/sender.ts';

/**
 * A collector with its database under steady traffic: what it lost, and how its memory went. `node bench/soak.ts [--minutes 20]
 * [--rate RECORDS] [--exporters 1]`; 70 % of the loss-free rate of `node bench/collect.ts` is what it should bear.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    rate: { type: 'string', default: '200000' },
    exporters: { type: 'string', default: '1' },
  },
});

const SAMPLES = 20;
const RECORDS_PER_DATAGRAM = 28;

const folder = await mkdtemp(join(tmpdir(), 'scopemap-soak-'));
const postgres = await startEmbeddedPostgres({ directory: join(folder, 'postgres') });
const db = connect(postgres.connection, { max: 2 });
try {
  await migrate(db);
  const { blast, v9: file } = prepareSender(join(tmpdir(), 'scopemap-bench-collect'));
  const collector = await KillableCollector.start({
    database: postgres.connection,
    ports: [0],
    flowDays: 0,
    spoolFolder: join(folder, 'spool'),
  });
  const seconds = Number(values.minutes) * 60;
  const rate = Number(values.rate) / RECORDS_PER_DATAGRAM;
  const sending = blast({ file, port: collector.port, rate, seconds, exporters: Number(values.exporters) });
  const memory: number[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    await sleep((seconds * 1_000) / SAMPLES);
    memory.push(Math.round(memoryMiB([collector.pid])));
    const { records, windowsApplied, windowsWaiting, queueOctets, spoolOctets } = await collector.statistics();
    console.log(
      JSON.stringify({ memoryMiB: memory.at(-1), records, windowsApplied, windowsWaiting, queueOctets, spoolOctets }),
    );
  }
  const { records: sent, rps } = await sending;
  let statistics = await collector.statistics();
  for (; statistics.windowsWaiting > 0 || statistics.queueOctets > 0; statistics = await collector.statistics())
    await sleep(250);
  await collector.stop();
  const { kernelDrops, queueDrops, recordsLost } = statistics;
  const { records: stored, lost } = await storedAccount(db);
  const last = memory.slice(-SAMPLES / 4);
  const firstHalf = memory.slice(SAMPLES / 4, SAMPLES / 2);
  const mean = (numbers: readonly number[]) => Math.round(numbers.reduce((a, b) => a + b, 0) / numbers.length);
  console.log(
    JSON.stringify({
      sent,
      rate: Math.round(rps),
      stored,
      lostDatagramsByNumbering: lost,
      kernelDrops,
      queueDrops,
      recordsLost,
      memoryMiBSecondQuarter: mean(firstHalf),
      memoryMiBLastQuarter: mean(last),
    }),
  );
} finally {
  await db.destroy();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
