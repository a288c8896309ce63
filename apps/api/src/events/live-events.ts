import { LiveEvent } from '@scopemap/contract';
import { type DatabaseServer, type Db, findImportJob, listenToNotices } from '@scopemap/database';
import { presentImportJob } from '../present-import-job.ts';

/** Where live events come from. */
export interface LiveEventSource {
  /** Calls `listener` for each event until the returned function is called. */
  subscribe(listener: (event: LiveEvent) => void): () => void;
  close(): Promise<void>;
}

export interface LiveEventOptions {
  readonly db: Db;
  /** Where the notices are heard, on a connection of its own. */
  readonly server: DatabaseServer;
  /** Told of a lost connection (it comes back by itself) and of notices that cannot be read. */
  readonly onError?: (error: Error) => void;
}

/** A notice of the database as the event it means; an import's notice names the job, the event carries it. Null: job gone. */
async function toLiveEvent(db: Db, payload: string): Promise<LiveEvent | null> {
  const notice: unknown = JSON.parse(payload);
  if (typeof notice === 'object' && notice !== null && 'kind' in notice && notice.kind === 'import' && 'id' in notice) {
    const job = await findImportJob(db, String(notice.id));
    return job ? { kind: 'import', job: presentImportJob(job) } : null;
  }
  return LiveEvent.parse(notice);
}

/** Events from the database's notices, from whichever process they come. */
export function createLiveEvents({ db, server, onError = () => {} }: LiveEventOptions): LiveEventSource {
  const listeners = new Set<(event: LiveEvent) => void>();
  const emit = (event: LiveEvent) => {
    for (const listener of listeners) listener(event);
  };
  // One after the other, so that events arrive in the order of the notices although imports are looked up.
  let queue = Promise.resolve();
  let heardBefore = false;
  const notices = listenToNotices(server, {
    onNotice: (payload) => {
      queue = queue
        .then(() => toLiveEvent(db, payload))
        .then((event) => event && emit(event))
        .catch(onError) as Promise<void>;
    },
    onListening: () => {
      // What happened while nobody listened is not known: let the page read everything again.
      if (heardBefore) {
        emit({ kind: 'traffic', relationships: 0 });
        emit({ kind: 'zones' });
      }
      heardBefore = true;
    },
    onError,
  });
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      listeners.clear();
      await notices.close();
      await queue;
    },
  };
}
