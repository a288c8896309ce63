import { type Kysely, sql } from 'kysely';

/** Results of the scope model: one row a run, the category that holds for each host, and what moved. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table scope_run (
      id integer generated always as identity primary key,
      -- The instant at which the facts were read and expiry was judged.
      facts_at timestamptz not null,
      made_at timestamptz not null default now(),
      -- When last the facts gave this very result.
      checked_at timestamptz not null default now(),
      model_version text not null,
      -- SHA-256 of the facts beside their instant and period, hex; of the categories of all hosts, hex.
      facts_hash text not null,
      result_hash text not null,
      duration_ms integer not null,
      -- Category -> number of hosts.
      counts jsonb not null,
      contacts integer not null,
      moved integer not null default 0
    );

    -- Replaced run by run, in one transaction. A host without a row is not classified yet.
    create table host_category (
      host_id integer primary key references host on delete cascade,
      category text not null check (category in ('CDE_CHD', 'CDE_CONTAMINATED', 'SEGMENTING', 'SECURITY_IMPACTING', 'CONNECTED',
        'CONNECTED_INDIRECT', 'OUT_OF_SCOPE', 'UNDETERMINED', 'EXTERNAL')),
      conflict boolean not null,
      -- The system of the facts that decided: the address itself, or a machine that had it.
      system text not null,
      -- The run since which it has been so.
      since_run_id integer not null references scope_run
    );

    -- Append-only: which host moved, from where to where, and why.
    create table category_change (
      id bigint generated always as identity primary key,
      host_id integer not null references host on delete cascade,
      run_id integer not null references scope_run,
      before text not null,
      after text not null,
      reason text not null
    );
    create index category_change_host on category_change (host_id);
    create index category_change_run on category_change (run_id);
  `.execute(db);
}
