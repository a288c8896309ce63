import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ImportRunner, UploadedFile } from '@scopemap/api';
import {
  type AddressFileKind,
  addressFileKind,
  ImportError,
  type ImportThread,
  importAddresses,
  importScan,
  looksLikeNmapXml,
  NMAP_XML_HEAD_OCTETS,
  startImportThread,
} from '@scopemap/collector';
import {
  advanceImportJob,
  type ChangeAuthor,
  createImportJob,
  type DatabaseServer,
  type Db,
  declareNetwork,
  finishImportJob,
  listImportJobs,
} from '@scopemap/database';
import { sampleDeclaration } from '../sample/sample-declaration.ts';
import type { SampleWorkerData } from '../sample/sample-worker.ts';

const SAMPLE_DAYS = 30;
const DAY_MS = 86_400_000;
/** Progress is stored and announced no more often. */
const PROGRESS_EVERY_MS = 400;

/** Who did it, as long as there are no accounts. */
const LOCAL_OPERATOR = 'local operator';

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(NMAP_XML_HEAD_OCTETS), 0, NMAP_XML_HEAD_OCTETS, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

interface Job {
  readonly id: string;
  readonly kind: 'capture' | 'sample' | 'scan' | 'addresses';
  /** Of address lists only. */
  readonly listKind?: AddressFileKind;
  readonly path: string;
  readonly fileName: string;
}

/** What a file that begins so is imported as. */
function kindOf(head: Uint8Array): Pick<Job, 'kind' | 'listKind'> {
  if (looksLikeNmapXml(head)) return { kind: 'scan' };
  const listKind = addressFileKind(head);
  return listKind ? { kind: 'addresses', listKind } : { kind: 'capture' };
}

/** Runs imports one after the other, each in a thread of its own. */
export class ImportQueue implements ImportRunner {
  readonly #db: Db;
  readonly #server: DatabaseServer;
  readonly #flowDays: number;
  readonly #waiting: Job[] = [];
  #running: { job: Job; thread?: ImportThread; cancelled: boolean } | undefined;
  #idle: Promise<void> = Promise.resolve();

  constructor(options: { db: Db; server: DatabaseServer; flowDays: number }) {
    this.#db = options.db;
    this.#server = options.server;
    this.#flowDays = options.flowDays;
  }

  async start(file: UploadedFile, by: ChangeAuthor): Promise<string> {
    const job: Job = {
      id: randomUUID(),
      ...kindOf(await readHead(file.path)),
      path: file.path,
      fileName: file.fileName,
    };
    await this.#enqueue(job, file.octets, by);
    return job.id;
  }

  /** The sample is loaded once: asking again gives the job that did it, since a second load would count the same traffic twice. */
  async startSample(by: ChangeAuthor): Promise<string> {
    const loaded = (await listImportJobs(this.#db)).find(
      ({ kind, state }) => kind === 'sample' && ['queued', 'running', 'done'].includes(state),
    );
    if (loaded) return loaded.id;
    const id = randomUUID();
    await this.#enqueue(
      { id, kind: 'sample', path: join(tmpdir(), `scopemap-sample-${id}.pcap`), fileName: 'Sample network' },
      null,
      by,
    );
    return id;
  }

  async cancel(jobId: string): Promise<boolean> {
    const index = this.#waiting.findIndex((job) => job.id === jobId);
    const [waiting] = index < 0 ? [] : this.#waiting.splice(index, 1);
    if (waiting) {
      await rm(waiting.path, { force: true });
      await finishImportJob(this.#db, jobId, {
        state: 'cancelled',
        error: 'The import was cancelled before it began.',
      });
      return true;
    }
    if (this.#running?.job.id !== jobId) return false;
    this.#running.cancelled = true;
    this.#running.thread?.cancel();
    return true;
  }

  /** Breaks off what runs and forgets what waits; both are shown as cancelled. */
  async close(): Promise<void> {
    for (const { id } of [...this.#waiting]) await this.cancel(id);
    if (this.#running) await this.cancel(this.#running.job.id);
    await this.#idle;
  }

  async #enqueue(job: Job, octetsTotal: number | null, by: ChangeAuthor): Promise<void> {
    await createImportJob(this.#db, { id: job.id, kind: job.kind, fileName: job.fileName, octetsTotal }, by);
    this.#waiting.push(job);
    if (!this.#running) this.#idle = this.#work();
  }

  async #work(): Promise<void> {
    for (let job = this.#waiting.shift(); job; job = this.#waiting.shift()) {
      this.#running = { job, cancelled: false };
      try {
        await this.#run(job);
      } catch (error) {
        // The job is shown as failed; what is left is the case that even that could not be stored.
        console.error(`scopemap: import of ${job.fileName}: ${(error as Error).message}`);
      } finally {
        await rm(job.path, { force: true });
        this.#running = undefined;
      }
    }
  }

  async #run(job: Job): Promise<void> {
    await advanceImportJob(this.#db, job.id, 0);
    try {
      if (job.kind === 'sample') await this.#writeSampleCapture(job.path);
      const report = await this.#reportOf(job);
      if (job.kind === 'sample') await declareNetwork(this.#db, sampleDeclaration());
      await finishImportJob(this.#db, job.id, { state: 'done', report });
    } catch (error) {
      const cancelled = this.#running?.cancelled || (error instanceof ImportError && error.code === 'cancelled');
      await finishImportJob(this.#db, job.id, {
        state: cancelled ? 'cancelled' : 'failed',
        error: (error as Error).message,
      });
    }
  }

  #reportOf(job: Job): Promise<object> {
    if (job.listKind) return importAddresses({ db: this.#db, path: job.path, kind: job.listKind });
    return job.kind === 'scan' ? this.#importScan(job) : this.#import(job);
  }

  #importScan({ path, fileName }: Job) {
    return importScan({ db: this.#db, file: path, fileName, author: LOCAL_OPERATOR });
  }

  #import(job: Job) {
    let announcedAt = 0;
    const thread = startImportThread({
      database: this.#server,
      file: job.path,
      fileName: job.fileName,
      flowDays: this.#flowDays,
      onProgress: ({ octetsDone }) => {
        if (Date.now() - announcedAt < PROGRESS_EVERY_MS) return;
        announcedAt = Date.now();
        advanceImportJob(this.#db, job.id, octetsDone).catch((error: Error) =>
          console.error(`scopemap: ${error.message}`),
        );
      },
    });
    if (this.#running) {
      this.#running.thread = thread;
      if (this.#running.cancelled) thread.cancel();
    }
    return thread.report;
  }

  async #writeSampleCapture(file: string): Promise<void> {
    // Whole days, up to and with yesterday: the sample never shows traffic that has not happened yet.
    const end = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    const workerData: SampleWorkerData = { file, end, days: SAMPLE_DAYS };
    const worker = new Worker(new URL('../sample/sample-worker.ts', import.meta.url), { workerData });
    const [code] = (await once(worker, 'exit')) as [number];
    if (code !== 0) throw new Error('the sample network could not be written');
  }
}
