import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Db, Trx } from '../database.ts';
import type { CommentMessageTable, CommentThreadTable } from '../tables/comment.ts';
import { appendAuditEntry, type ChangeAuthor } from './audit.ts';

type ThreadColumns = Selectable<CommentThreadTable>;
type MessageColumns = Selectable<CommentMessageTable>;

export interface CommentThreadRow extends ThreadColumns {
  /** Of the newest message. */
  readonly state: MessageColumns['state'];
  /** Name of the subject now, or its id. */
  readonly label: string;
  /** In their order; never empty. */
  readonly messages: readonly Pick<MessageColumns, 'author' | 'made_at' | 'body' | 'state'>[];
}

export interface CommentSearch {
  readonly id?: number | undefined;
  readonly state?: MessageColumns['state'] | undefined;
  readonly subjectKind?: ThreadColumns['subject_kind'] | undefined;
  readonly subjectId?: string | undefined;
}

/** Threads that fit, those with the newest message first. */
export async function listThreads(
  db: Db,
  { id, state, subjectKind, subjectId }: CommentSearch = {},
): Promise<CommentThreadRow[]> {
  let query = db
    .selectFrom('comment_thread as thread')
    .innerJoin('comment_message as message', 'message.thread_id', 'thread.id')
    .select([
      'thread.id',
      'subject_kind',
      'subject_id',
      'kind',
      sql<string>`case subject_kind
        when 'host' then coalesce((select name.name || ' (' || subject_id || ')' from host join host_name name on name.host_id = host.id
          where host(host.address) = subject_id order by array_position(array['person', 'import', 'sample'], name.source) limit 1), subject_id)
        when 'zone' then coalesce((select zone.name from zone where zone.id::text = subject_id), 'zone ' || subject_id)
        when 'relationship' then 'relationship ' || subject_id
        else 'the installation' end`.as('label'),
      'message.author',
      'message.made_at',
      'message.body',
      'message.state',
    ]);
  if (id !== undefined) query = query.where('thread.id', '=', id);
  if (subjectKind !== undefined) query = query.where('subject_kind', '=', subjectKind);
  if (subjectId !== undefined) query = query.where('subject_id', '=', subjectId);
  const rows = await query.orderBy('message.id').execute();
  const threads = [...Map.groupBy(rows, (row) => row.id).values()].map((messages): CommentThreadRow => {
    const [{ subject_kind, subject_id, kind, label, id: thread }] = messages as [(typeof rows)[number]];
    const last = messages.at(-1) as (typeof rows)[number];
    return { id: thread, subject_kind, subject_id, kind, label, state: last.state, messages };
  });
  const newest = ({ messages }: CommentThreadRow) => messages.at(-1)?.made_at.getTime() ?? 0;
  return threads
    .filter((thread) => state === undefined || thread.state === state)
    .sort((a, b) => newest(b) - newest(a) || b.id - a.id);
}

async function addMessage(
  trx: Trx,
  thread: number,
  message: Pick<MessageColumns, 'body' | 'state'>,
  action: string,
  by: ChangeAuthor,
): Promise<void> {
  await trx
    .insertInto('comment_message')
    .values({ thread_id: thread, ...message, author: by.author })
    .execute();
  const after = { text: message.body, state: message.state };
  await appendAuditEntry(trx, by, { action, subject: `comment ${thread}`, before: null, after, reason: null });
}

/** Begins a thread; a comment asks for nothing and is closed, everything else is open. Returns its id. */
export function startThread(
  db: Db,
  given: Pick<ThreadColumns, 'subject_kind' | 'subject_id' | 'kind'> & { readonly body: string },
  by: ChangeAuthor,
): Promise<number> {
  const { body, ...thread } = given;
  return db.transaction().execute(async (trx) => {
    const { id } = await trx.insertInto('comment_thread').values(thread).returning('id').executeTakeFirstOrThrow();
    const state = thread.kind === 'comment' ? 'closed' : 'open';
    await addMessage(trx, id, { body, state }, `comment.${thread.kind}`, by);
    return id;
  });
}

/** Adds to a thread, which then is in `state`. False when there is no such thread. */
export function answerThread(
  db: Db,
  given: { readonly id: number } & Pick<MessageColumns, 'body' | 'state'>,
  by: ChangeAuthor,
): Promise<boolean> {
  const { id, ...message } = given;
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql`select from comment_thread where id = ${id}`.execute(trx);
    if (rows.length === 0) return false;
    await addMessage(trx, id, message, 'comment.answer', by);
    return true;
  });
}

/** Whether the subject of a new thread is known. */
export async function commentSubjectExists(db: Db, kind: ThreadColumns['subject_kind'], id: string): Promise<boolean> {
  if (kind === 'installation') return id === '';
  if (kind === 'host') {
    const { rows } = await sql`select from host where address = ${id}::inet limit 1`.execute(db);
    return rows.length > 0;
  }
  if (!/^[1-9][0-9]{0,17}$/.test(id)) return false;
  const { rows } = await sql`select from ${sql.table(kind)} where id = ${id}::bigint`.execute(db);
  return rows.length > 0;
}
