import { sql } from 'kysely';
import pg from 'pg';
import type { DatabaseServer } from './connect.ts';
import type { Db } from './database.ts';
import { NOTIFY_CHANNEL } from './queries/ingest-window.ts';

export interface NoticeListener {
  /** Stops listening and closes the connection. */
  close(): Promise<void>;
}

export interface NoticeHandlers {
  /** The text of one NOTIFY. */
  readonly onNotice: (payload: string) => void;
  /** Listening began, at first and again after each lost connection: what was said in between is not known. */
  readonly onListening?: () => void;
  readonly onError?: (error: Error) => void;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/**
 * Listens to the product's notices on a connection of its own and comes back after losing it, with growing pauses. Returns at
 * once; `onListening` says when it hears.
 */
export function listenToNotices(server: DatabaseServer, handlers: NoticeHandlers): NoticeListener {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let wait = FIRST_WAIT_MS;
  let closed = false;

  const retry = () => {
    if (closed || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      void open();
    }, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  };

  async function open(): Promise<void> {
    const opening = new pg.Client({ ...server, application_name: 'scopemap-notices', keepAlive: true });
    client = opening;
    opening.on('error', (error) => handlers.onError?.(error));
    opening.on('end', retry);
    opening.on('notification', ({ payload }) => handlers.onNotice(payload ?? ''));
    try {
      await opening.connect();
      if (closed) return await opening.end();
      await opening.query(`listen ${NOTIFY_CHANNEL}`);
      wait = FIRST_WAIT_MS;
      handlers.onListening?.();
    } catch (error) {
      handlers.onError?.(error as Error);
      await opening.end().catch(() => {});
      retry();
    }
  }

  void open();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}

/**
 * Says something to every listener; it goes out when the surrounding transaction commits. `table`: nothing beside rows of this one
 * has changed.
 */
export async function notify(
  db: Db,
  notice: { readonly kind: string; readonly id?: string; readonly table?: string },
): Promise<void> {
  await sql`select pg_notify(${NOTIFY_CHANNEL}, ${JSON.stringify(notice)})`.execute(db);
}
