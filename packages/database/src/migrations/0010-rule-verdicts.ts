import { type Kysely, sql } from 'kysely';

/** What the rules of controls say of relationships. Worked out from what is stored; it can be thrown away at any time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table rule_verdict (
      control_id integer not null references network_control,
      -- No reference: a relationship that is gone takes its verdicts along at the next pass.
      relationship_id bigint not null,
      rule_set_id integer not null references rule_set,
      verdict text not null check (verdict in ('allowed', 'denied', 'undetermined', 'no-list')),
      -- List, line and rule that decided; null: the default, or no list.
      list text,
      line integer,
      position integer,
      -- The packet that decided.
      reply boolean not null default false,
      -- The ICMP message that was asked about; when another is seen, the verdict is worked out again.
      icmp_type smallint,
      -- What an undetermined verdict depends on, one sentence each.
      because text[] not null default '{}',
      -- Rules that decided in one of the lists that were asked, and rules that may have.
      decided integer[] not null default '{}',
      possible integer[] not null default '{}',
      primary key (control_id, relationship_id)
    );
    create index rule_verdict_relationship on rule_verdict (relationship_id);

    -- How far the verdicts of a control have come.
    create table rule_judgement (
      control_id integer primary key references network_control,
      rule_set_id integer not null references rule_set,
      -- SHA-256 of rules, bindings, boundaries and places: verdicts of another basis say nothing any more.
      basis text not null,
      -- The highest relationship that was looked at.
      last_relationship bigint not null default 0,
      judged_at timestamptz not null default now()
    );
  `.execute(db);
}
