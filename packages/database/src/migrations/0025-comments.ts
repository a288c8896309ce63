import { type Kysely, sql } from 'kysely';

/** Comments, questions and requests of people who look at the scope, and the answers. Only ever added. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table comment_thread (
      id integer generated always as identity primary key,
      subject_kind text not null check (subject_kind in ('host', 'relationship', 'zone', 'installation')),
      -- Address of a host, number of a relationship or zone: it outlives what it names.
      subject_id text not null check ((subject_kind = 'installation') = (subject_id = '')),
      kind text not null check (kind in ('comment', 'question', 'request'))
    );
    create index comment_thread_subject on comment_thread (subject_kind, subject_id);

    create table comment_message (
      id integer generated always as identity primary key,
      thread_id integer not null references comment_thread,
      body text not null check (body <> ''),
      -- State of the thread from this message on.
      state text not null check (state in ('open', 'answered', 'closed')),
      author text not null check (author <> ''),
      made_at timestamptz(3) not null default now()
    );
    create index comment_message_thread on comment_message (thread_id, id);

    create trigger comment_thread_kept before update or delete on comment_thread for each row execute function refuse_change();
    create trigger comment_thread_whole before truncate on comment_thread for each statement execute function refuse_change();
    create trigger comment_message_kept before update or delete on comment_message for each row execute function refuse_change();
    create trigger comment_message_whole before truncate on comment_message for each statement execute function refuse_change();

    -- Whether the pack holds them.
    alter table evidence_export add column with_comments boolean not null default false;
  `.execute(db);
}
