import { type Kysely, sql } from 'kysely';

/** How scope was determined and who confirmed it (PCI DSS 12.5.2). Everything here is only ever added. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table scope_confirmation (
      id integer generated always as identity primary key,
      snapshot_id uuid not null references snapshot,
      entity_role text not null check (entity_role in ('merchant', 'service-provider', 'designated')),
      standard text not null check (standard <> ''),
      trigger_kind text not null check (trigger_kind in ('periodic', 'change', 'organisational')),
      trigger_reference text check (trigger_kind = 'periodic' or trigger_reference <> ''),
      -- The approved one before it.
      previous_id integer references scope_confirmation check (previous_id < id),
      -- What the snapshot answers to the seven elements, and possible significant changes since the one before.
      answers jsonb not null,
      candidates jsonb not null,
      author text not null check (author <> ''),
      reason text not null check (reason <> ''),
      made_at timestamptz(3) not null default now()
    );
    create index scope_confirmation_snapshot on scope_confirmation (snapshot_id);

    create table confirmation_version (
      confirmation_id integer not null references scope_confirmation,
      version integer not null check (version > 0),
      content jsonb not null,
      author text not null check (author <> ''),
      reason text not null check (reason <> ''),
      made_at timestamptz(3) not null default now(),
      primary key (confirmation_id, version)
    );

    -- Of the entity. What is signed is a version; a later version needs signatures of its own.
    create table confirmation_signature (
      confirmation_id integer not null,
      version integer not null,
      step text not null check (step in ('prepared', 'reviewed', 'approved')),
      author text not null check (author <> ''),
      title text not null check (title <> ''),
      made_at timestamptz(3) not null default now(),
      primary key (confirmation_id, version, step),
      -- Three different people.
      unique (confirmation_id, version, author),
      foreign key (confirmation_id, version) references confirmation_version
    );

    -- Of the assessor, apart from what the entity signs.
    create table confirmation_remark (
      id integer generated always as identity primary key,
      confirmation_id integer not null references scope_confirmation,
      kind text not null check (kind in ('comment', 'validation')),
      element integer check (element between 1 and 7),
      body text not null check (body <> ''),
      author text not null check (author <> ''),
      made_at timestamptz(3) not null default now()
    );
    create index confirmation_remark_of on confirmation_remark (confirmation_id);
  `.execute(db);
  for (const table of ['scope_confirmation', 'confirmation_version', 'confirmation_signature', 'confirmation_remark']) {
    const [kept, whole, name] = [sql.ref(`${table}_kept`), sql.ref(`${table}_whole`), sql.ref(table)];
    await sql`
      create trigger ${kept} before update or delete on ${name} for each row execute function refuse_change();
      create trigger ${whole} before truncate on ${name} for each statement execute function refuse_change();
    `.execute(db);
  }
}
