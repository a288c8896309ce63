import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connect, listAdmissions, listCollectorLosses, listExporters, migrate, serverState } from '@scopemap/database';
import { startEmbeddedPostgres } from '@scopemap/embedded-postgres';
import { SeededRandom } from '@scopemap/flow-codec/testing';
import {
  honestTraffic,
  mutatedPayloads,
  randomPairs,
  spoofedAddress,
} from '../apps/collector/src/faults/hostile-traffic.ts';
import { KillableCollector } from '../apps/collector/src/faults/killable-collector.ts';
import { openSenderFrom } from '../apps/collector/src/testing/udp-sender.ts';
import { memoryMiB } from './collect/process-usage.ts';

/**
 * A collector under attack: mutated datagrams of real exporters, forged senders, and connections of invented hosts; then what
 * an exporter of good faith says. `node bench/hostile.ts [--fuzz-minutes 1] [--exporters 100000] [--pairs 5000000]`. Prints a line of
 * JSON for each part, and exits with 1 when the honest exporter's records are not exactly in the database.
 */
const { values } = parseArgs({
  options: {
    'fuzz-minutes': { type: 'string', default: '1' },
    exporters: { type: 'string', default: '100000' },
    pairs: { type: 'string', default: '5000000' },
  },
});

const BATCH = 500;
const MOST_WAITING_OCTETS = 16 * 1024 * 1024;
const PAIRS_AT_ONCE = 30_000;
const SERVERS = 200;

const folder = await mkdtemp(join(tmpdir(), 'scopemap-hostile-'));
const postgres = await startEmbeddedPostgres({ directory: join(folder, 'postgres') });
const db = connect(postgres.connection, { max: 2 });
let exitCode = 0;
try {
  await migrate(db);
  const collector = await KillableCollector.start({
    database: postgres.connection,
    ports: [0],
    flowDays: 0,
    spoolFolder: join(folder, 'spool'),
  });
  const keepUp = async () => {
    while ((await collector.statistics()).queueOctets > MOST_WAITING_OCTETS) await sleep(50);
  };
  const settle = async () => {
    for (let idle = 0; idle < 3; ) {
      await sleep(1_000);
      const { queueOctets, windowsWaiting } = await collector.statistics();
      idle = queueOctets === 0 && windowsWaiting === 0 ? idle + 1 : 0;
    }
  };
  const report = async (part: string, sent: number) => {
    await settle();
    const { receivedDatagrams, kernelDrops, queueDrops, windowsLost } = await collector.statistics();
    const { octets } = await serverState(db);
    const memory = Math.round(memoryMiB([collector.pid]));
    const databaseMiB = Math.round(octets / 1024 ** 2);
    console.log(
      JSON.stringify({
        part,
        sent,
        memoryMiB: memory,
        databaseMiB,
        receivedDatagrams,
        kernelDrops,
        queueDrops,
        windowsLost,
      }),
    );
  };

  const honest = await openSenderFrom('127.0.0.2');
  const hostile = await openSenderFrom('127.0.0.66');
  await honest.send(collector.port, ...honestTraffic(1, Date.now()));
  await report('begin', 1);

  const mutated = mutatedPayloads(new SeededRandom(1));
  const until = performance.now() + Number(values['fuzz-minutes']) * 60_000;
  let fuzzed = 0;
  for (; performance.now() < until; fuzzed += BATCH) {
    await hostile.send(collector.port, ...Array.from({ length: BATCH }, () => mutated.next().value));
    await keepUp();
  }
  await report('fuzz', fuzzed);

  const exporters = Number(values.exporters);
  for (let n = 0; n < exporters; n++) {
    const sender = await openSenderFrom(spoofedAddress(n));
    await sender.send(collector.port, ...randomPairs(n, 1, Date.now()));
    await sender.close();
    if (n % BATCH === 0) await keepUp();
  }
  await report('forged senders', exporters);

  const pairs = Number(values.pairs);
  for (let first = 0; first < pairs; first += PAIRS_AT_ONCE) {
    const count = Math.min(PAIRS_AT_ONCE, pairs - first);
    const payloads = randomPairs(exporters + first, count, Date.now());
    for (let at = 0; at < payloads.length; at += BATCH) {
      await hostile.send(collector.port, ...payloads.slice(at, at + BATCH));
      await keepUp();
    }
  }
  await report('invented hosts', pairs);

  await honest.send(collector.port, ...honestTraffic(SERVERS, Date.now()));
  await report('honest traffic', SERVERS);
  await collector.stop();
  const listed = await listExporters(db);
  const rows = await db
    .selectFrom('relationship')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .executeTakeFirst();
  const stored = await db
    .selectFrom('relationship')
    .innerJoin('host as server', 'server.id', 'server_id')
    .innerJoin('host as client', 'client.id', 'client_id')
    .where('client.address', '=', '10.1.0.5')
    .where('relationship.port', '=', 443)
    .select('server.address')
    .distinct()
    .execute();
  const sound = stored.length === SERVERS;
  if (!sound) exitCode = 1;
  console.log(
    JSON.stringify({
      relationships: Number(rows?.n),
      exportersKnown: listed.length,
      refusedFlows: listed.find(({ address }) => address === '127.0.0.66')?.problems['growth-limit'] ?? 0,
      losses: await listCollectorLosses(db),
      sendersWaiting: (await listAdmissions(db)).senders.length,
      honest: { servers: stored.length, sound, account: listed.find(({ address }) => address === '127.0.0.2') },
    }),
  );
  await honest.close();
  await hostile.close();
} finally {
  await db.destroy();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(exitCode);
