import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { fillDatabase } from './scope/fill-database.ts';
import { startServer } from './store/server.ts';

/**
 * A snapshot and its pack at a running `scopemap serve` on a filled database: how long each takes, how long the API takes to answer
 * meanwhile, and the memory of the whole process.
 */
const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '50000' },
    relationships: { type: 'string', default: '500000' },
    port: { type: 'string', default: '18088' },
  },
});
interface Snapshot {
  readonly id: string;
  readonly contacts: number;
  readonly factsOctets: number;
}

interface Export {
  readonly id: string;
  readonly state: string;
  readonly octets: number | null;
  readonly error: string | null;
}

const api = `http://127.0.0.1:${values.port}/api`;
const STARTUP_MS = 300_000;

async function ask<Answer>(path: string, body?: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : {};
  const response = await fetch(api + path, init);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

async function classified(): Promise<void> {
  for (const deadline = performance.now() + STARTUP_MS; performance.now() < deadline; await delay(500)) {
    const runs = await ask<{ total: number }>('/scope/runs').catch(() => null);
    if (runs && runs.total > 0) return;
  }
  throw new Error('nothing was classified');
}

/** MiB: the highest so far. */
function peakMemory(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** Runs a task and asks for a page of hosts all the while. */
async function measured<Result>(what: string, pid: number, task: () => Promise<Result>): Promise<Result> {
  const waits: number[] = [];
  let running = true;
  const asking = (async () => {
    while (running) {
      const began = performance.now();
      await ask('/hosts?limit=50');
      waits.push(performance.now() - began);
      await delay(100);
    }
  })();
  const began = performance.now();
  try {
    return await task();
  } finally {
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    running = false;
    await asking;
    waits.sort((one, other) => one - other);
    const at = (share: number) => Math.round(waits[Math.floor((waits.length - 1) * share)] as number);
    console.log(
      `${what}: ${seconds} s; a page of hosts meanwhile: median ${at(0.5)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms (${waits.length}); peak memory ${Math.round(peakMemory(pid))} MiB`,
    );
  }
}

async function exportPack(snapshotId: string): Promise<Export> {
  let job = await ask<Export>(`/snapshots/${snapshotId}/exports`, {});
  while (job.state === 'queued' || job.state === 'running') {
    await delay(200);
    job = await ask<Export>(`/exports/${job.id}`);
  }
  return job;
}

const database = await startServer();
try {
  await fillDatabase(database.client, Number(values.hosts), Number(values.relationships));
  const { user, host, password, port } = database.client;
  const url = `postgres://${user}:${password ?? ''}@${encodeURIComponent(host)}:${port}/postgres`;
  const main = join(import.meta.dirname, '../apps/cli/src/main.ts');
  const data = join(tmpdir(), 'scopemap-evidence-bench');
  const product = spawn(process.execPath, [main, 'serve', '--port', values.port, '--data', data], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const pid = product.pid as number;
  try {
    await classified();
    console.log(`classified; peak memory ${Math.round(peakMemory(pid))} MiB`);
    await measured('nothing', pid, () => delay(3_000));
    const snapshot = await measured('snapshot', pid, () => ask<Snapshot>('/snapshots', { reason: 'benchmark' }));
    console.log(`${snapshot.contacts} contacts, facts of ${(snapshot.factsOctets / 1e6).toFixed(0)} MB`);
    const { state, octets, error } = await measured('export', pid, () => exportPack(snapshot.id));
    console.log(
      `${state}${error ? `: ${error}` : ''}; pack of ${((octets ?? 0) / 1e6).toFixed(1)} MB; load average ${loadavg()[0]?.toFixed(1)}`,
    );
  } finally {
    const gone = once(product, 'exit');
    product.kill();
    await gone;
  }
} finally {
  await database.stop();
}
