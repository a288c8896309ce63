import { Worker } from 'node:worker_threads';
import type { DatabaseServer } from '@scopemap/database';
import type { ClassifierAnswer, ClassifierRequest, ClassifierWorkerData } from './classifier-worker.ts';
import type { ExplainedSystem } from './classify-installation.ts';
import type { ScopeClassifier } from './scope-classifier.ts';

type Question = ClassifierRequest extends infer Request
  ? Request extends { id: number }
    ? Omit<Request, 'id'>
    : never
  : never;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** How long after its death a thread is started anew: a site that is too large for it must not keep the machine busy. */
const RESTART_MS = 10_000;

/**
 * The classifier in a thread of its own, so that a large site costs no request its time. It listens to the database from the
 * start. A thread that dies is started again; what was asked of it fails.
 */
export function startClassifierThread(options: {
  readonly server: DatabaseServer;
  readonly version: string;
  readonly onError: (error: Error) => void;
}): ScopeClassifier {
  const workerData: ClassifierWorkerData = { server: options.server, version: options.version };
  const waiting = new Map<number, Waiting>();
  let next = 1;
  let closing = false;
  let restart: NodeJS.Timeout | undefined;
  let worker: Worker | null = start();

  function start(): Worker {
    const started = new Worker(new URL('./classifier-worker.ts', import.meta.url), { workerData });
    started.on('message', (answer: ClassifierAnswer) => {
      if ('trouble' in answer) return options.onError(new Error(answer.trouble));
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('error' in answer) asked?.reject(new Error(answer.error));
      else asked?.resolve(answer.value);
    });
    started.on('error', (error) => options.onError(error as Error));
    started.on('exit', () => {
      worker = null;
      for (const { reject } of waiting.values()) reject(new Error('the classification has stopped'));
      waiting.clear();
      if (closing) return;
      restart = setTimeout(() => {
        worker = start();
      }, RESTART_MS);
    });
    return started;
  }

  function ask(question: Question): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    if (!worker) return Promise.reject(new Error('the classification has stopped'));
    const id = next++;
    waiting.set(id, { resolve, reject });
    worker.postMessage({ ...question, id });
    return promise;
  }

  return {
    explain: (address) => ask({ kind: 'explain', address }) as Promise<readonly ExplainedSystem[]>,
    items: (search) => ask({ kind: 'items', search }) as ReturnType<ScopeClassifier['items']>,
    coverage: () => ask({ kind: 'coverage' }) as ReturnType<ScopeClassifier['coverage']>,
    whatIf: (changes) => ask({ kind: 'whatIf', changes }) as ReturnType<ScopeClassifier['whatIf']>,
    whatIfZone: (possible) => ask({ kind: 'whatIfZone', possible }) as ReturnType<ScopeClassifier['whatIfZone']>,
    plan: (planOptions) => ask({ kind: 'plan', options: planOptions }) as ReturnType<ScopeClassifier['plan']>,
    suggestions: () => ask({ kind: 'suggestions' }) as ReturnType<ScopeClassifier['suggestions']>,
    refresh: async () => {
      await ask({ kind: 'refresh' });
    },
    async close() {
      closing = true;
      clearTimeout(restart);
      const ending = worker;
      if (!ending) return;
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      await ask({ kind: 'close' }).catch(() => ending.terminate());
      await ended;
    },
  };
}
