import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cpuSeconds, processTree } from './collect/process-usage.ts';
import { fillDatabase } from './scope/fill-database.ts';
import { median } from './store/median.ts';
import { startServer } from './store/server.ts';

/**
 * From a changed tag to the map: `POST /api/tags` of a running `scopemap serve` until it pushes the new categories, on a filled
 * database. `node bench/scope-change.ts --hosts 100000 --relationships 2000000 --rounds 7`.
 */

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '100000' },
    relationships: { type: 'string', default: '2000000' },
    rounds: { type: 'string', default: '7' },
    port: { type: 'string', default: '18087' },
  },
});
const hosts = Number(values.hosts);
const rounds = Number(values.rounds);
const api = `http://127.0.0.1:${values.port}/api`;
const STARTUP_MS = 300_000;

const database = await startServer();
try {
  await fillDatabase(database.client, hosts, Number(values.relationships));
  const stored = await database.client.query<{ count: string }>('select count(*) from relationship');
  console.log(`${hosts} hosts, ${stored.rows[0]?.count} relationships`);
  const { user, host, password, port } = database.client;
  const url = `postgres://${user}:${password ?? ''}@${encodeURIComponent(host)}:${port}/postgres`;
  const main = join(import.meta.dirname, '../apps/cli/src/main.ts');
  const product = spawn(
    process.execPath,
    [main, 'serve', '--port', String(values.port), '--data', join(tmpdir(), 'scopemap-scope-change')],
    { env: { ...process.env, DATABASE_URL: url }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  try {
    await answers();
    const scopes = await scopeEvents();
    if ((await runs()) === 0) await scopes();
    const cpu = () => ({ product: cpuSeconds(processTree(product.pid as number)), server: database.cpu().server });
    const rows = [];
    for (let round = 0; round < rounds; round++) {
      // A host of the third zone that nobody has spoken of yet.
      const address = `10.2.0.${round + 1}`;
      const before = cpu();
      const began = performance.now();
      const pushed = scopes();
      await post('/tags', {
        subject: { kind: 'asset', id: address },
        statement: { kind: 'serves-cde' },
        reason: 'benchmark',
      });
      const answered = performance.now();
      await pushed;
      const after = cpu();
      await expectCategory(address, 'SECURITY_IMPACTING');
      rows.push({
        'answered, ms': Math.round(answered - began),
        'pushed, ms': Math.round(performance.now() - began),
        'CPU, ms': Math.round((after.product - before.product) * 1000),
        'CPU of the database, ms': Math.round((after.server - before.server) * 1000),
      });
    }
    console.table(rows);
    const times = rows.map((row) => row['pushed, ms']);
    console.log(
      `pushed after ${Math.round(median(times))} ms (${Math.min(...times)} - ${Math.max(...times)}); load average ${loadavg()[0]?.toFixed(1)}`,
    );
  } finally {
    const gone = once(product, 'exit');
    product.kill();
    await gone;
  }
} finally {
  await database.stop();
}

async function answers(): Promise<void> {
  const until = performance.now() + STARTUP_MS;
  for (;;) {
    const response = await fetch(`${api}/status`).catch(() => null);
    if (response?.ok) return;
    if (performance.now() > until) throw new Error('the product does not answer');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function runs(): Promise<number> {
  const response = await fetch(`${api}/scope/runs`);
  return ((await response.json()) as { runs: unknown[] }).runs.length;
}

/** What was pushed is what the page reads now. */
async function expectCategory(address: string, category: string): Promise<void> {
  const { rows } = await database.client.query<{ category: string }>(
    'select category from host_category k join host h on h.id = k.host_id where h.address = $1::inet',
    [address],
  );
  if (rows[0]?.category !== category) throw new Error(`${address} is ${rows[0]?.category}, not ${category}`);
}

async function post(path: string, body: object): Promise<void> {
  const response = await fetch(`${api}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** Listens to live events; each call resolves at the next one about categories. */
async function scopeEvents(): Promise<() => Promise<void>> {
  const response = await fetch(`${api}/events`);
  const waiting: (() => void)[] = [];
  void (async () => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const events = text.split('\n\n');
      text = events.pop() as string;
      for (const event of events) if (/^event: scope$/m.test(event)) for (const go of waiting.splice(0)) go();
    }
  })().catch(() => {});
  return () => new Promise((resolve) => waiting.push(resolve));
}
