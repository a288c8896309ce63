import { Worker } from 'node:worker_threads';
import type { Collector } from './collector.ts';
import type { CollectorCommand, CollectorEvent, CollectorWorkerData } from './collector-messages.ts';
import type { CollectorOptions } from './collector-options.ts';
import type { CollectorStatistics } from './collector-statistics.ts';

class WorkerCollector implements Collector {
  readonly ports: readonly number[];
  readonly metricsPort: number | null;
  readonly died: Promise<Error>;
  readonly #worker: Worker;
  readonly #asked = new Map<number, (statistics: CollectorStatistics) => void>();
  #questions = 0;
  #stopped: Promise<void> | undefined;

  constructor(worker: Worker, { ports, metricsPort }: Extract<CollectorEvent, { kind: 'ready' }>) {
    this.#worker = worker;
    this.ports = ports;
    this.metricsPort = metricsPort;
    worker.on('message', (event: CollectorEvent) => {
      if (event.kind !== 'statistics') return;
      this.#asked.get(event.id)?.(event.statistics);
      this.#asked.delete(event.id);
    });
    this.died = new Promise((resolve) => {
      worker.on('error', resolve);
      worker.on('exit', (code) => {
        if (!this.#stopped) resolve(new Error(`the collector's thread ended by itself with code ${code}`));
      });
    });
  }

  statistics(): Promise<CollectorStatistics> {
    const id = this.#questions++;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.#send({ kind: 'statistics', id });
    });
  }

  stop(): Promise<void> {
    this.#stopped ??= new Promise<void>((resolve) => {
      this.#worker.once('exit', () => resolve());
      this.#send({ kind: 'stop' });
    });
    return this.#stopped;
  }

  #send(command: CollectorCommand): void {
    this.#worker.postMessage(command);
  }
}

/** The error of the thread with its name and code. */
function revive({ message, name, code }: Extract<CollectorEvent, { kind: 'failed' }>): Error {
  const error = new Error(message);
  error.name = name;
  return code === null ? error : Object.assign(error, { code });
}

/**
 * Starts a collector in a thread of its own, so that neither HTTP nor an import makes it late. Rejects like `startCollector`; `name`
 * and `code` of the error are kept, its class is not. Log lines go to standard error as JSON.
 */
export function startCollectorThread(
  options: CollectorOptions,
  logLevel: CollectorWorkerData['logLevel'] = 'info',
): Promise<Collector> {
  const workerData: CollectorWorkerData = { options, logLevel };
  const worker = new Worker(new URL('./collector-worker.ts', import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    const ended = (code: number) => reject(new Error(`the collector's thread ended at its start with code ${code}`));
    worker.once('error', reject);
    worker.once('exit', ended);
    worker.once('message', (event: CollectorEvent) => {
      worker.off('error', reject);
      worker.off('exit', ended);
      if (event.kind === 'ready') resolve(new WorkerCollector(worker, event));
      else if (event.kind === 'failed') worker.once('exit', () => reject(revive(event)));
    });
  });
}
