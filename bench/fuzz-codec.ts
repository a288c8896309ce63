import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { FuzzProgress } from './fuzz-worker.ts';

/**
 * Coverage-guided fuzzing of the flow decoder, run by `node bench/fuzz-codec.ts --minutes 30 [--seed 1]`. Exit code 1 when
 * it finds something: the shortest session that shows it is printed, payloads in hex.
 */

/**
 * 200 sessions take seconds of CPU time; more than this without a word means that one does not end. Wall time would only
 * tell how busy the machine is.
 */
const HANG_CPU_MS = 120_000;
const REPORT_MS = 60_000;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' } },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!(minutes > 0) || !Number.isInteger(seed)) {
  console.error('fuzz-codec: --minutes takes a positive number and --seed an integer');
  process.exit(2);
}

const begin = performance.now();
const elapsed = () => `${((performance.now() - begin) / 60_000).toFixed(1)} min`;
let last: FuzzProgress = { executions: 0, sessions: 0, kept: 0, coveredBlocks: 0, heapMegabytes: 0, session: '' };
let heard = workerCpuTime();
const findings: string[] = [];

const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), { workerData: { seed } });
worker.on('message', (message: FuzzProgress | { readonly finding: string }) => {
  heard = workerCpuTime();
  if ('finding' in message) {
    findings.push(message.finding);
    console.log(`FINDING after ${elapsed()}\n${message.finding}\n`);
  } else last = message;
});
worker.on('error', (error) => findings.push(`the fuzzing thread ended: ${error.stack}`));

/** Milliseconds of CPU time of all threads but this one, which only waits. */
function workerCpuTime(): number {
  const all = process.cpuUsage();
  const own = process.threadCpuUsage();
  return (all.user + all.system - own.user - own.system) / 1000;
}

function report(): void {
  const { executions, sessions, kept, coveredBlocks, heapMegabytes } = last;
  console.log(
    `${elapsed()}: ${executions} datagrams in ${sessions} sessions, ${kept} sessions kept, ${coveredBlocks} blocks and counts covered, ${heapMegabytes} MB of heap, ${findings.length} findings`,
  );
}

let reported = begin;
while (performance.now() - begin < minutes * 60_000) {
  await sleep(Math.min(1000, minutes * 60_000));
  if (workerCpuTime() - heard > HANG_CPU_MS) {
    findings.push('hang');
    console.log(`FINDING: the session after this one does not end (seed ${seed})\n${last.session}`);
    break;
  }
  if (performance.now() - reported > REPORT_MS) {
    reported = performance.now();
    report();
  }
}
await worker.terminate();
report();
process.exit(findings.length > 0 ? 1 : 0);
