import { parseArgs } from 'node:util';
import { startPictureThread } from '@scopemap/api';
import { applyWindow, declareNetwork } from '@scopemap/database';
import { flowRates } from './store/flow-rates.ts';
import { median } from './store/median.ts';
import { questions, timeReads } from './store/reads.ts';
import { octetsPerRow, startServer } from './store/server.ts';
import { Traffic } from './store/traffic.ts';

/**
 * The database: relationships upserted per second, octets per row, flows stored per second, and how long what a screen asks takes
 * while windows come in. `node bench/store.ts --relationships 10000000 --readers 10 --seconds 5`.
 */

const { values } = parseArgs({
  options: {
    relationships: { type: 'string', default: '1000000' },
    readers: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '7' },
  },
});
const relationships = Number(values.relationships);
const readers = Number(values.readers);
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);

const WINDOW = 50_000;
/** Prime, so that steps of it meet every relationship. */
const STRIDE = 7_368_787;

const server = await startServer();
const { db, client } = server;
const traffic = new Traffic(relationships);
let stored = 0;

/** Nine in ten are there already, spread over the whole table. */
function mixedWindow(): number[] {
  const numbers = new Set<number>();
  const begin = Math.floor(Math.random() * relationships);
  for (let i = 0; i < WINDOW * 0.9; i++) numbers.add((begin + i * STRIDE) % relationships);
  for (let i = 0; i < WINDOW * 0.1; i++) numbers.add(stored++);
  return [...numbers];
}

interface WindowCost {
  /** Relationships per second. */
  readonly rate: number;
  /** Microseconds of CPU time per relationship. */
  readonly serverCpu: number;
  readonly ownCpu: number;
}

async function applyMixed(): Promise<WindowCost> {
  const window = traffic.window(mixedWindow());
  const { length } = window.contacts.relationships;
  const before = server.cpu();
  const begin = performance.now();
  await applyWindow(db, window);
  const rate = (length * 1000) / (performance.now() - begin);
  const after = server.cpu();
  const perRow = (seconds: number) => (seconds * 1e6) / length;
  return { rate, serverCpu: perRow(after.server - before.server), ownCpu: perRow(after.own - before.own) };
}

try {
  const begin = performance.now();
  while (stored < relationships) {
    const length = Math.min(WINDOW, relationships - stored);
    await applyWindow(db, traffic.window(Array.from({ length }, (_, i) => stored + i)));
    stored += length;
  }
  const filled = (performance.now() - begin) / 1000;
  console.log(
    `${relationships} relationships among ${traffic.hosts} hosts stored in ${filled.toFixed(0)} s: ${Math.round(relationships / filled)}/s`,
  );
  await declareNetwork(db, traffic.declaration());
  await client.query('vacuum analyze');
  console.table((await octetsPerRow(client, 'relationship')).concat(await octetsPerRow(client, 'relationship_day')));

  const costs: WindowCost[] = [];
  for (let i = 0; i < rounds; i++) costs.push(await applyMixed());
  const rates = costs.map(({ rate }) => rate);
  console.log(
    `upserts, 9 in 10 of them updates: ${Math.round(median(rates))} relationships/s (${Math.round(Math.min(...rates))} - ${Math.round(Math.max(...rates))}); CPU per relationship: server ${median(costs.map((cost) => cost.serverCpu)).toFixed(1)} µs, ours ${median(costs.map((cost) => cost.ownCpu)).toFixed(1)} µs`,
  );
  console.table((await octetsPerRow(client, 'relationship')).concat(await octetsPerRow(client, 'relationship_day')));

  const flows = await flowRates(server, traffic, { rows: 200_000, rounds });
  console.log(
    `flows: ${Math.round(flows.product)}/s, bare COPY ${Math.round(flows.copy)}/s, ratio ${(flows.product / flows.copy).toFixed(2)}`,
  );

  const begun = performance.now();
  const picture = startPictureThread({ server: server.connection, onError: (error) => console.error(error) });
  const asked = await questions(db, picture);
  const { rss } = process.memoryUsage();
  console.log(
    `the map in memory after ${((performance.now() - begun) / 1000).toFixed(1)} s; the process holds ${Math.round(rss / 2 ** 20)} MiB`,
  );
  const alone = new Map<string, { server: number; own: number }>();
  for (const [question, ask] of asked) {
    await ask();
    const before = server.cpu();
    for (let i = 0; i < 5; i++) await ask();
    const after = server.cpu();
    const perAnswer = (seconds: number) => Math.round((seconds * 10_000) / 5) / 10;
    alone.set(question, { server: perAnswer(after.server - before.server), own: perAnswer(after.own - before.own) });
  }
  let isReading = true;
  /** At half of its rate: after each window a pause as long as it took. */
  const ingest = (async () => {
    while (isReading) {
      const from = performance.now();
      await applyMixed();
      await new Promise((resolve) => setTimeout(resolve, performance.now() - from));
    }
  })();
  const times = [];
  for (const [question, ask] of asked) {
    const { asked: count, median: middle, p95 } = await timeReads(question, ask, { readers, seconds });
    const cpu = alone.get(question);
    times.push({
      question,
      'server CPU, ms': cpu?.server,
      'own CPU, ms': cpu?.own,
      asked: count,
      'median, ms': Math.round(middle),
      'p95, ms': Math.round(p95),
    });
  }
  isReading = false;
  await ingest;
  await picture.close();
  console.log(`${readers} readers, while windows come in at half of that rate`);
  console.table(times);
} finally {
  await server.stop();
}
