import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  advanceExport,
  type ChangeAuthor,
  createExport,
  type DatabaseServer,
  type Db,
  type ExportOptions,
  type ExportOutcome,
  finishExport,
} from '@scopemap/database';
import type { SigningKey } from '@scopemap/evidence';
import type { EvidenceRunner } from './evidence-runner.ts';
import type { EvidenceMessage, EvidenceTask, EvidenceWorkerData } from './evidence-worker.ts';
import { installationKey, redactionSecret } from './installation-key.ts';

interface Job extends ExportOptions {
  readonly id: string;
  readonly snapshotId: string;
  readonly by: ChangeAuthor;
}

interface Running {
  readonly job: Job;
  worker: Worker | null;
  cancelled: boolean;
  /** Settles when its end is stored. */
  readonly ended: Promise<void>;
}

export interface EvidenceOptions {
  readonly db: Db;
  /** For the connections of the threads. */
  readonly server: DatabaseServer;
  /** Of the product. */
  readonly version: string;
  /** For the signing key and finished packs; made when it is needed. */
  readonly folder: string;
  /** What could not even be stored as the end of an export. */
  readonly onError: (error: Error) => void;
}

const CANCELLED = 'The export was cancelled.';
const STOPPED = 'The work was broken off.';

/**
 * Evidence made in threads of their own, so that a large site costs no request its time: exports one after the other, and
 * beside them snapshots one after the other.
 */
export function createEvidenceQueue({ db, server, version, folder, onError }: EvidenceOptions): EvidenceRunner {
  const waiting: Job[] = [];
  let running: Running | null = null;
  let taking: Promise<unknown> = Promise.resolve();
  const threads = new Set<Worker>();
  let key: Promise<SigningKey> | null = null;
  let closing = false;
  const packFile = (id: string) => join(folder, 'packs', `${id}.zip`);
  const pseudonymFile = (id: string) => join(folder, 'packs', `${id}.pseudonyms.csv`);

  /** Runs one task in a thread. Rejects with its error, and when it was ended from outside. */
  function run(task: EvidenceTask, onMessage: (message: EvidenceMessage) => void, onStart?: (worker: Worker) => void) {
    return new Promise<void>((resolve, reject) => {
      const workerData: EvidenceWorkerData = { server, version, task };
      const worker = new Worker(new URL('./evidence-worker.ts', import.meta.url), { workerData });
      threads.add(worker);
      worker.on('message', onMessage);
      worker.on('error', (error) => reject(error as Error));
      worker.on('exit', (code) => {
        threads.delete(worker);
        if (code === 0) resolve();
        else reject(new Error(STOPPED));
      });
      onStart?.(worker);
    });
  }

  function signingKey(): Promise<SigningKey> {
    key ??= installationKey(join(folder, 'signing-key.pem')).catch((error: Error) => {
      key = null;
      throw error;
    });
    return key;
  }

  async function make(current: Running): Promise<ExportOutcome> {
    const { id, snapshotId, comments, redacted } = current.job;
    const draft = `${packFile(id)}.part`;
    let told: Promise<unknown> = Promise.resolve();
    let made: { octets: number; sha256: string } | null = null;
    try {
      await mkdir(join(folder, 'packs'), { recursive: true, mode: 0o700 });
      await advanceExport(db, id, { filesDone: 0, filesTotal: null });
      const { privateKey } = await signingKey();
      const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      const redaction = redacted
        ? { secret: await redactionSecret(join(folder, 'redaction-secret')), list: pseudonymFile(id) }
        : null;
      if (current.cancelled) throw new Error(STOPPED);
      await run(
        { kind: 'export', snapshotId, comments, redaction, file: draft, privateKeyPem },
        (message) => {
          if (message.kind === 'done') made = message;
          else if (message.kind === 'progress')
            told = told.then(() => advanceExport(db, id, message.progress)).catch(onError);
        },
        (worker) => {
          current.worker = worker;
        },
      );
      await told;
      if (!made) throw new Error('the thread ended without a pack');
      await rename(draft, packFile(id));
      const { octets, sha256 } = made;
      return { state: 'done', octets, sha256 };
    } catch (error) {
      await rm(draft, { force: true });
      await rm(pseudonymFile(id), { force: true });
      if (current.cancelled) return { state: 'cancelled', error: CANCELLED };
      return { state: 'failed', error: (error as Error).message };
    }
  }

  async function work(): Promise<void> {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      running = { job, worker: null, cancelled: false, ended: promise };
      try {
        await finishExport(db, job.id, await make(running), job.by);
      } catch (error) {
        onError(error as Error);
      }
      resolve();
    }
    running = null;
  }

  async function cancelExport(id: string): Promise<boolean> {
    const index = waiting.findIndex((job) => job.id === id);
    const [job] = index < 0 ? [] : waiting.splice(index, 1);
    if (job) {
      await finishExport(db, id, { state: 'cancelled', error: CANCELLED }, job.by);
      return true;
    }
    if (running?.job.id !== id) return false;
    running.cancelled = true;
    await running.worker?.terminate();
    await running.ended;
    return true;
  }

  /** Snapshots are taken and read one after the other: each holds all facts. */
  async function inTurn(task: () => Promise<void>): Promise<void> {
    const turn = taking
      .catch(() => {})
      .then(() => {
        if (closing) throw new Error(STOPPED);
        return task();
      });
    taking = turn;
    await turn;
  }

  async function answerOf(task: EvidenceTask): Promise<EvidenceMessage | undefined> {
    const messages: EvidenceMessage[] = [];
    await inTurn(() => run(task, (message) => messages.push(message)));
    return messages.at(-1);
  }

  return {
    packFile,
    pseudonymFile,
    signingKey,
    cancelExport,
    async takeSnapshot(reason, by) {
      const id = randomUUID();
      await inTurn(() => run({ kind: 'take', id, reason, now: Date.now(), by }, () => {}));
      return id;
    },
    async examine(snapshotId, previousId) {
      const message = await answerOf({ kind: 'examine', snapshotId, previousId });
      if (message?.kind !== 'examined') throw new Error('the thread ended without an answer');
      return message.examination;
    },
    async compare(beforeId, afterId) {
      const message = await answerOf({ kind: 'compare', beforeId, afterId });
      if (message?.kind !== 'compared') throw new Error('the thread ended without an answer');
      return message.comparison;
    },
    async startExport(snapshotId, { comments, redacted }, by) {
      const job = { id: randomUUID(), snapshotId, comments, redacted, by };
      await createExport(db, job, by);
      waiting.push(job);
      if (!running) void work();
      return job.id;
    },
    async close() {
      closing = true;
      for (const { id } of [...waiting]) await cancelExport(id);
      if (running) await cancelExport(running.job.id);
      await Promise.all([...threads].map((thread) => thread.terminate()));
      await taking.catch(() => {});
    },
  };
}
