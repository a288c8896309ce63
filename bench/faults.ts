import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connect, migrate } from '@scopemap/database';
import { startEmbeddedPostgres } from '@scopemap/embedded-postgres';
import { killRounds } from '../apps/collector/src/faults/kill-rounds.ts';
import { KillableCollector } from '../apps/collector/src/faults/killable-collector.ts';
import { storedAccount } from '../apps/collector/src/faults/stored-account.ts';
import { prepareSender } from './collect/sender.ts';

/**
 * What a collector loses and tells of when things break, in full length: it is killed many times, and the database is away for
 * minutes at full traffic, and it is ended while datagrams wait. `node bench/faults.ts [--rounds 50] [--away SECONDS] [--rate RECORDS]
 * [--only kill-v5,kill-ipfix,away,stop]`; records in and out are counted
 * exactly, and the exit code is 1 when one is not accounted for.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    away: { type: 'string', default: '600' },
    rate: { type: 'string', default: '100000' },
    only: { type: 'string' },
  },
});

const folder = await mkdtemp(join(tmpdir(), 'scopemap-faults-'));
const directory = join(folder, 'postgres');
let postgres = await startEmbeddedPostgres({ directory });
const database = postgres.connection;
const db = connect(database, { max: 2 });
let isWrong = false;

/** Octets that wait for decoding when the end comes. */
const FULL_RING = 64 * 2 ** 20;

/** Of a datagram of the sender. */
const MOST_RECORDS = 30;

/**
 * Prints what came of the records sent since the last call. What found no room at the very end shows in no numbering, for nothing
 * follows it; but the datagrams are counted.
 */
let told = { records: 0, lost: 0, windowLost: 0, queueFull: 0 };
async function report(what: string, sent: number): Promise<void> {
  const { records, lost, windowLost, queueFull, undecodable } = await storedAccount(db);
  const stored = records - told.records - (windowLost - told.windowLost);
  const reported = lost - told.lost + (windowLost - told.windowLost);
  const datagramsWithoutRoom = queueFull - told.queueFull;
  told = { records, lost, windowLost, queueFull };
  const unaccounted = sent - stored - reported;
  if (unaccounted < 0 || unaccounted > datagramsWithoutRoom * MOST_RECORDS) isWrong = true;
  console.log(JSON.stringify({ what, sent, stored, reported, unaccounted, datagramsWithoutRoom, undecodable }));
}

async function killings(version: 5 | 10): Promise<void> {
  const spoolFolder = join(folder, `spool-${version}`);
  const options = { database, ports: [0], windowMs: 20, flowDays: 0, spoolFolder };
  const rounds = Number(values.rounds);
  const sent = await killRounds({ version, rounds, longestLifeMs: 3_000, options, random: Math.random });
  await report(`${rounds} times kill -9 of the collector, ${version === 5 ? 'NetFlow v5' : 'IPFIX'}`, sent);
}

/** Kills the database while traffic comes, leaves it away for a while, and waits until all is stored. */
async function away(): Promise<void> {
  const { blast, v5: file } = prepareSender(join(tmpdir(), 'scopemap-bench-collect'));
  const options = { database, ports: [0], flowDays: 0, spoolFolder: join(folder, 'spool') };
  const collector = await KillableCollector.start(options);
  const seconds = Number(values.away);
  const blasting = blast({ file, port: collector.port, rate: Number(values.rate) / 30, seconds: seconds + 20 });
  await sleep(10_000);
  process.kill(postgres.pid, 'SIGKILL');
  await postgres.stop();
  await sleep(seconds * 1_000);
  const before = await collector.statistics();
  postgres = await startEmbeddedPostgres({ directory });
  const begun = performance.now();
  const { records } = await blasting;
  let statistics = await collector.statistics();
  for (; statistics.windowsWaiting > 0; statistics = await collector.statistics()) await sleep(250);
  const drained = Math.round((performance.now() - begun) / 1_000);
  await collector.stop();
  const { kernelDrops, queueDrops, recordsLost } = statistics;
  const spool = Math.round(before.spoolOctets / 2 ** 20);
  console.log(
    JSON.stringify({ spoolMiB: spool, secondsUntilAllWasStored: drained, kernelDrops, queueDrops, recordsLost }),
  );
  await report(`kill -9 of Postgres, ${seconds} s away at ${values.rate} records/s`, records);
}

/** Octets of a NetFlow v5 datagram with its 30 records, and of its frame in the ring. */
const V5_FRAME = 24 + 30 * 48 + 16;
const LONGEST_STOP_S = 5;

/** Ends a collector in order while datagrams wait for decoding; what waited must be stored, by this run or the next one. */
async function stopWithFullRing(): Promise<void> {
  const { blast, v5: file } = prepareSender(join(tmpdir(), 'scopemap-bench-collect'));
  const spoolFolder = join(folder, 'spool-stop');
  const options = { database, ports: [0], flowDays: 0, spoolFolder };
  const collector = await KillableCollector.start(options);
  const blasting = blast({ file, port: collector.port, rate: 0, seconds: 6 });
  let before = await collector.statistics();
  for (let i = 0; i < 500 && before.queueOctets < FULL_RING; i++) {
    await sleep(10);
    before = await collector.statistics();
  }
  const begun = performance.now();
  await collector.stop();
  const seconds = (performance.now() - begun) / 1_000;
  await blasting;
  const again = await KillableCollector.start({ ...options, ports: [0] });
  while ((await again.statistics()).windowsWaiting > 0) await sleep(250);
  await again.stop();
  const { records, windowLost } = await storedAccount(db);
  const stored = records - told.records;
  const waited = Math.floor(before.queueOctets / V5_FRAME) * 30;
  if (seconds >= LONGEST_STOP_S || windowLost > told.windowLost || stored < before.records + waited) isWrong = true;
  console.log(
    JSON.stringify({
      what: 'SIGTERM at full traffic',
      seconds: Number(seconds.toFixed(1)),
      ringMiB: Math.round(before.queueOctets / 2 ** 20),
      decodedBefore: before.records,
      waited,
      stored,
      windowsLost: windowLost - told.windowLost,
    }),
  );
}

const parts: Readonly<Record<string, () => Promise<void>>> = {
  'kill-v5': () => killings(5),
  'kill-ipfix': () => killings(10),
  away,
  stop: stopWithFullRing,
};

try {
  await migrate(db);
  for (const part of values.only?.split(',') ?? Object.keys(parts)) {
    const run = parts[part];
    if (!run) throw new Error(`--only ${part}: there are ${Object.keys(parts).join(', ')}`);
    await run();
  }
} finally {
  await db.destroy();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(isWrong ? 1 : 0);
