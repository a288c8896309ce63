import { parentPort, workerData } from 'node:worker_threads';
import { connect, type DatabaseServer, listenToNotices, type Page, type PictureSelection } from '@scopemap/database';
import type { InfrastructureService } from '@scopemap/scope-model';
import type { ThreadAnswer } from '../threads/lasting-thread.ts';
import { LivePictureSource } from './picture-source.ts';

/** What the thread is started with. */
export interface PictureWorkerData {
  readonly server: DatabaseServer;
  readonly infrastructure?: readonly InfrastructureService[] | undefined;
}

/** A question to the thread; each gets one answer. `have` is the mark of the graph that the asker holds. */
export type PictureRequest =
  | { readonly id: number; readonly kind: 'graph'; readonly have: string }
  | { readonly id: number; readonly kind: 'hosts'; readonly page: Page }
  | { readonly id: number; readonly kind: 'relationships'; readonly of: PictureSelection; readonly page: Page }
  | { readonly id: number; readonly kind: 'close' };

/** Between two looks when nothing is heard. */
const LOOK_MS = 30_000;
/** After what was heard, so that many windows are followed at once. */
const PAUSE_MS = 1_000;

const { server, infrastructure } = workerData as PictureWorkerData;
const port = parentPort;
if (!port) throw new TypeError('this file is the entry of a thread');
const say = (answer: ThreadAnswer) => port.postMessage(answer);
const onError = (error: Error) => say({ trouble: error.message });
const db = connect(server, { max: 3, onError });
const source = new LivePictureSource({ db, infrastructure, onError });

let due: NodeJS.Timeout | undefined;
let isFollowing = false;
let isClosing = false;

function followIn(pause: number): void {
  if (isClosing || isFollowing) return;
  clearTimeout(due);
  due = setTimeout(() => void follow(), pause);
}

async function follow(): Promise<void> {
  isFollowing = true;
  await source.live.follow().catch(onError);
  await source.live.prune().catch(onError);
  isFollowing = false;
  followIn(LOOK_MS);
}

const notices = listenToNotices(server, { onNotice: () => followIn(PAUSE_MS), onError });
void follow();

async function answer(request: PictureRequest): Promise<unknown> {
  switch (request.kind) {
    case 'graph': {
      const found = await source.markedGraph();
      return found?.mark === request.have ? { mark: found.mark } : found;
    }
    case 'hosts':
      return source.hosts(request.page);
    case 'relationships':
      return source.relationships(request.of, request.page);
    case 'close':
      isClosing = true;
      clearTimeout(due);
      await notices.close();
      await source.close();
      return db.destroy();
  }
}

port.on('message', (request: PictureRequest) => {
  answer(request).then(
    (value) => {
      say({ id: request.id, value });
      if (request.kind === 'close') port.close();
    },
    (error: Error) => say({ id: request.id, error: error.message }),
  );
});
