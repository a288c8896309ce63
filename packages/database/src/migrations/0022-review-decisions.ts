import { type Kysely, sql } from 'kysely';

/** What people decided of entries of the review queue, beside approvals. Taken back, it stays in the history. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table review_decision (
      id integer generated always as identity primary key,
      -- Which entry: bundle:… of the map or item:… of the classification.
      entry text not null check (entry <> ''),
      -- What the entry was called when this was decided.
      title text not null,
      decision text not null check (decision in ('snooze', 'reject', 'assign')),
      -- Snoozed: from then on it is open again.
      until timestamptz check ((until is null) = (decision <> 'snooze')),
      assignee text check ((assignee is null) = (decision <> 'assign')),
      author text not null check (author <> ''),
      reason text not null check (reason <> ''),
      made_at timestamptz not null default now(),
      -- Null: it holds.
      ended_at timestamptz,
      ended_by text check ((ended_by is null) = (ended_at is null)),
      end_reason text check ((end_reason is null) = (ended_at is null))
    );
    create unique index review_decision_open on review_decision (entry, decision) where ended_at is null;
    create trigger review_decision_kept before update or delete on review_decision for each row execute function refuse_rewrite();
  `.execute(db);
}
