import { Worker } from 'node:worker_threads';
import type { DatabaseServer, Page, PictureSelection } from '@scopemap/database';
import type { InfrastructureService } from '@scopemap/scope-model';
import type { MarkedGraph, PictureSource } from './picture-source.ts';
import type { PictureAnswer, PictureRequest, PictureWorkerData } from './picture-worker.ts';

type Question = PictureRequest extends infer Request
  ? Request extends { id: number }
    ? Omit<Request, 'id'>
    : never
  : never;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** How long after its death a thread is started anew: a site that is too large for it must not keep the machine busy. */
const RESTART_MS = 60_000;

/**
 * The whole site in the memory of a thread of its own, read from the start and followed from then on. A thread that dies is started
 * again; until it has read everything, questions are answered with null.
 */
export function startPictureThread(options: {
  readonly server: DatabaseServer;
  readonly infrastructure?: readonly InfrastructureService[] | undefined;
  readonly onError: (error: Error) => void;
}): PictureSource {
  const { server, infrastructure } = options;
  const workerData: PictureWorkerData = { server, infrastructure };
  const waiting = new Map<number, Waiting>();
  let next = 1;
  let closing = false;
  let restart: NodeJS.Timeout | undefined;
  let worker: Worker | null = start();
  let held: MarkedGraph = { mark: '', text: '' };

  function start(): Worker {
    const started = new Worker(new URL('./picture-worker.ts', import.meta.url), { workerData });
    started.on('message', (answer: PictureAnswer) => {
      if ('trouble' in answer) return options.onError(new Error(answer.trouble));
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('error' in answer) asked?.reject(new Error(answer.error));
      else asked?.resolve(answer.value);
    });
    started.on('error', (error) => options.onError(error as Error));
    started.on('exit', () => {
      worker = null;
      held = { mark: '', text: '' };
      for (const { resolve } of waiting.values()) resolve(null);
      waiting.clear();
      if (closing) return;
      restart = setTimeout(() => {
        worker = start();
      }, RESTART_MS);
    });
    return started;
  }

  function ask(question: Question): Promise<unknown> {
    if (!worker) return Promise.resolve(null);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const id = next++;
    waiting.set(id, { resolve, reject });
    worker.postMessage({ ...question, id });
    return promise;
  }

  return {
    async graph() {
      const asked = held;
      const found = (await ask({ kind: 'graph', have: asked.mark })) as { mark: string; text?: string } | null;
      if (!found) return null;
      if (found.text === undefined) return asked.text;
      held = { mark: found.mark, text: found.text };
      return found.text;
    },
    hosts: (page: Page) => ask({ kind: 'hosts', page }) as ReturnType<PictureSource['hosts']>,
    relationships: (of: PictureSelection, page: Page) =>
      ask({ kind: 'relationships', of, page }) as ReturnType<PictureSource['relationships']>,
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
