import type { DatabaseServer } from '@scopemap/database';
import { startLastingThread } from '../threads/lasting-thread.ts';
import type { ClassifierRequest, ClassifierWorkerData } from './classifier-worker.ts';
import type { ExplainedSystem } from './classify-installation.ts';
import type { ScopeClassifier } from './scope-classifier.ts';

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
  const thread = startLastingThread<ClassifierRequest>({
    entry: new URL('./classifier-worker.ts', import.meta.url),
    workerData,
    restartMs: RESTART_MS,
    unanswered: ({ reject }) => reject(new Error('the classification has stopped')),
    onError: options.onError,
  });
  const { ask } = thread;

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
    close: () => thread.close({ kind: 'close' }),
  };
}
