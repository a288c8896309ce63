import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { checkSession, type SessionStep } from '../packages/flow-codec/src/testing/decoder-session.ts';
import { describeSession, minimize, nextSession } from '../packages/flow-codec/src/testing/fuzz-session.ts';
import { readCaptureFile } from '../packages/flow-codec/src/testing/read-capture-file.ts';
import { SeededRandom } from '../packages/flow-codec/src/testing/seeded-random.ts';

export interface FuzzProgress {
  /** Datagrams decoded, each by the generated reader and by the interpreter. */
  readonly executions: number;
  readonly sessions: number;
  /** Sessions kept because they reached something new. */
  readonly kept: number;
  readonly coveredBlocks: number;
  readonly heapMegabytes: number;
  /** The session that was decoded last. */
  readonly session: string;
}

const SEED_FOLDERS = ['../packages/flow-codec/src/fixtures/', '../../shared/corpus/netflow/'];
const MAX_KEPT = 5000;
const PROGRESS_SESSIONS = 200;
/** With the coverage every function keeps its counters alive: begun anew, it lets those of old readers go. */
const COVERAGE_SESSIONS = 2000;

/** The blocks of the decoder that were run through, with the order of magnitude of how often in one session. */
class Coverage {
  readonly #session = new Session();
  readonly #seen = new Set<string>();

  async start(): Promise<void> {
    this.#session.connect();
    await this.#session.post('Profiler.enable');
    await this.#begin();
  }

  async #begin(): Promise<void> {
    await this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  async restart(): Promise<void> {
    await this.#session.post('Profiler.stopPreciseCoverage');
    await this.#begin();
  }

  get size(): number {
    return this.#seen.size;
  }

  /** Takes what was covered since the last call; returns how much of it was never covered before. */
  async takeNew(): Promise<number> {
    const { result } = await this.#session.post('Profiler.takePreciseCoverage');
    const before = this.#seen.size;
    for (const { url, functions } of result) {
      if (!url.includes('/flow-codec/src/') || url.includes('/testing/')) continue;
      for (const { ranges } of functions) {
        for (const { startOffset, endOffset, count } of ranges) {
          if (count > 0) this.#seen.add(`${url}:${startOffset}-${endOffset} ${Math.floor(Math.log2(count))}`);
        }
      }
    }
    return this.#seen.size - before;
  }
}

function seedSessions(): SessionStep[][] {
  return SEED_FOLDERS.map((folder) => new URL(folder, import.meta.url))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.pcap'))
        .sort()
        .map((name) => readCaptureFile(readFileSync(new URL(name, folder)))),
    )
    .filter((session) => session.length > 0);
}

const random = new SeededRandom((workerData as { seed: number }).seed);
const coverage = new Coverage();
await coverage.start();
const corpus = seedSessions();
const seeds = corpus.length;
let executions = 0;
let kept = 0;
/** Faults without their numbers: each kind is reported once. */
const kinds = new Set<string>();

function reportFault(session: readonly SessionStep[], fault: string | null): void {
  const kind = fault?.split('\n')[0]?.replace(/-?\d[\d.e+]*/g, 'N');
  if (!kind || kinds.has(kind)) return;
  kinds.add(kind);
  parentPort?.postMessage({ finding: `${fault}\n${describeSession(minimize(session))}` });
}

for (const session of corpus) reportFault(session, checkSession(session));
await coverage.takeNew();

for (let sessions = 1; ; sessions++) {
  const session = nextSession(corpus, random);
  const fault = checkSession(session, 1 + random.below(16));
  reportFault(session, fault);
  executions += session.filter((step) => typeof step === 'object').length;
  // A faulty session would only show its fault again and again.
  if ((await coverage.takeNew()) > 0 && fault === null) {
    kept++;
    if (corpus.length < seeds + MAX_KEPT) corpus.push(session);
    else corpus[seeds + random.below(MAX_KEPT)] = session;
  }
  if (sessions % COVERAGE_SESSIONS === 0) await coverage.restart();
  if (sessions % PROGRESS_SESSIONS === 0) {
    parentPort?.postMessage({
      executions,
      sessions,
      kept,
      coveredBlocks: coverage.size,
      heapMegabytes: Math.round(process.memoryUsage().heapUsed / 1e6),
      session: describeSession(session),
    } satisfies FuzzProgress);
  }
}
