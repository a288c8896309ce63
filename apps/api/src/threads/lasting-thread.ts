import { Worker } from 'node:worker_threads';

/** What such a thread sends: answers to questions, or that something failed which nobody asked for. */
export type ThreadAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly trouble: string };

/** A question of a thread without the number that its answer is found by. */
export type Question<Request extends { readonly id: number }> = Request extends { id: number }
  ? Omit<Request, 'id'>
  : never;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface LastingThreadOptions {
  readonly entry: URL;
  readonly workerData: unknown;
  /** How long after its death the thread is started anew: what is too large for it must not keep the machine busy. */
  readonly restartMs: number;
  /** What becomes of a question to a thread that is gone or dies over it. */
  readonly unanswered: (waiting: Waiting) => void;
  readonly onExit?: () => void;
  readonly onError: (error: Error) => void;
}

/** A thread that answers questions and is started again when it dies. */
export interface LastingThread<Request extends { readonly id: number }> {
  /** Rejects when the thread fails over the question. */
  ask(question: Question<Request>): Promise<unknown>;
  /** Ends the thread for good with a question: one that does not obey is stopped. */
  close(question: Question<Request>): Promise<void>;
}

/** Starts the thread whose entry is a file; each of its questions carries a number, and gets one answer. */
export function startLastingThread<Request extends { readonly id: number }>(
  options: LastingThreadOptions,
): LastingThread<Request> {
  const waiting = new Map<number, Waiting>();
  let next = 1;
  let closing = false;
  let restart: NodeJS.Timeout | undefined;
  let worker: Worker | null = start();

  function start(): Worker {
    const started = new Worker(options.entry, { workerData: options.workerData });
    started.on('message', (answer: ThreadAnswer) => {
      if ('trouble' in answer) return options.onError(new Error(answer.trouble));
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('error' in answer) asked?.reject(new Error(answer.error));
      else asked?.resolve(answer.value);
    });
    started.on('error', (error) => options.onError(error as Error));
    started.on('exit', () => {
      worker = null;
      options.onExit?.();
      for (const asked of waiting.values()) options.unanswered(asked);
      waiting.clear();
      if (closing) return;
      restart = setTimeout(() => {
        worker = start();
      }, options.restartMs);
    });
    return started;
  }

  function ask(question: Question<Request>): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    if (worker) {
      const id = next++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...question, id });
    } else options.unanswered({ resolve, reject });
    return promise;
  }

  return {
    ask,
    async close(question) {
      closing = true;
      clearTimeout(restart);
      const ending = worker;
      if (!ending) return;
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      await ask(question).catch(() => ending.terminate());
      await ended;
    },
  };
}
