import { parentPort, workerData } from 'node:worker_threads';
import { connect, type DatabaseServer } from '@scopemap/database';
import type { PlanOptions, ScopeChange } from '@scopemap/scope-model';
import type { ThreadAnswer } from '../threads/lasting-thread.ts';
import type { ItemSearch } from './classify-installation.ts';
import type { PossibleZoneFact } from './possible-zone.ts';
import { createScopeClassifier } from './scope-classifier.ts';

/** What the thread is started with. */
export interface ClassifierWorkerData {
  readonly server: DatabaseServer;
  readonly version: string;
}

/** A question to the thread; each gets one answer. */
export type ClassifierRequest =
  | { readonly id: number; readonly kind: 'explain'; readonly address: string }
  | { readonly id: number; readonly kind: 'whatIf'; readonly changes: readonly ScopeChange[] }
  | { readonly id: number; readonly kind: 'whatIfZone'; readonly possible: PossibleZoneFact }
  | { readonly id: number; readonly kind: 'plan'; readonly options: PlanOptions }
  | { readonly id: number; readonly kind: 'items'; readonly search: ItemSearch }
  | { readonly id: number; readonly kind: 'coverage' }
  | { readonly id: number; readonly kind: 'suggestions' }
  | { readonly id: number; readonly kind: 'refresh' }
  | { readonly id: number; readonly kind: 'close' };

const { server, version } = workerData as ClassifierWorkerData;
const port = parentPort;
if (!port) throw new TypeError('this file is the entry of a thread');
const say = (answer: ThreadAnswer) => port.postMessage(answer);
const onError = (error: Error) => say({ trouble: error.message });
const db = connect(server, { max: 2, onError });
const classifier = createScopeClassifier({ db, server, version, onError });

async function answer(request: ClassifierRequest): Promise<unknown> {
  switch (request.kind) {
    case 'explain':
      return classifier.explain(request.address);
    case 'whatIf':
      return classifier.whatIf(request.changes);
    case 'whatIfZone':
      return classifier.whatIfZone(request.possible);
    case 'plan':
      return classifier.plan(request.options);
    case 'items':
      return classifier.items(request.search);
    case 'coverage':
      return classifier.coverage();
    case 'suggestions':
      return classifier.suggestions();
    case 'refresh':
      return classifier.refresh();
    case 'close':
      await classifier.close();
      return db.destroy();
  }
}

port.on('message', (request: ClassifierRequest) => {
  answer(request).then(
    (value) => {
      say({ id: request.id, value });
      if (request.kind === 'close') port.close();
    },
    (error: Error) => say({ id: request.id, error: error.message }),
  );
});
