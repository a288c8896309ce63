import type { DatabaseServer, Page, PictureSelection } from '@scopemap/database';
import type { InfrastructureService } from '@scopemap/scope-model';
import { startLastingThread } from '../threads/lasting-thread.ts';
import type { MarkedGraph, PictureSource } from './picture-source.ts';
import type { PictureRequest, PictureWorkerData } from './picture-worker.ts';

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
  const { server, infrastructure, onError } = options;
  const workerData: PictureWorkerData = { server, infrastructure };
  let held: MarkedGraph = { mark: '', text: '' };
  const thread = startLastingThread<PictureRequest>({
    entry: new URL('./picture-worker.ts', import.meta.url),
    workerData,
    restartMs: RESTART_MS,
    unanswered: ({ resolve }) => resolve(null),
    onExit: () => {
      held = { mark: '', text: '' };
    },
    onError,
  });

  return {
    async graph() {
      const asked = held;
      const found = (await thread.ask({ kind: 'graph', have: asked.mark })) as { mark: string; text?: string } | null;
      if (!found) return null;
      if (found.text === undefined) return asked.text;
      held = { mark: found.mark, text: found.text };
      return found.text;
    },
    hosts: (page: Page) => thread.ask({ kind: 'hosts', page }) as ReturnType<PictureSource['hosts']>,
    relationships: (of: PictureSelection, page: Page) =>
      thread.ask({ kind: 'relationships', of, page }) as ReturnType<PictureSource['relationships']>,
    close: () => thread.close({ kind: 'close' }),
  };
}
