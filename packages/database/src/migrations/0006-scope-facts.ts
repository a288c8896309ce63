import { type Kysely, sql } from 'kysely';

/** Who wrote a row, when and why; and who ended it. */
const provenance = sql.raw(`
      author text not null check (author <> ''),
      reason text not null check (reason <> ''),
      made_at timestamptz not null default now(),
      -- Null: it holds.
      ended_at timestamptz,
      ended_by text check ((ended_by is null) = (ended_at is null)),
      end_reason text check ((end_reason is null) = (ended_at is null))`);

const isPlace = (column: string) => sql.raw(`check (${column} ~ '^(zone|segment)-[1-9][0-9]*$')`);

/** What people say of scope and why, rules of controls, segmentation tests and the audit chain. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- The chain of all changes. The hash covers every column and the hash of the entry before.
    create table audit_entry (
      -- 1, 2, 3 … without gaps; the writer holds a lock.
      id bigint primary key check (id > 0),
      at timestamptz(3) not null,
      actor text not null check (actor <> ''),
      origin text not null check (origin <> ''),
      action text not null check (action <> ''),
      subject text not null check (subject <> ''),
      before jsonb,
      after jsonb,
      reason text,
      previous_hash text not null,
      hash text not null unique
    );

    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'restrict_violation';
    end $$;
    create trigger audit_entry_kept before update or delete on audit_entry for each row execute function refuse_change();
    create trigger audit_entry_whole before truncate on audit_entry for each statement execute function refuse_change();

    -- A row of a versioned table only ever ends, once; its content stays what it was.
    create function refuse_rewrite() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.ended_at is null and new.ended_at is not null
        and to_jsonb(old) - array['ended_at', 'ended_by', 'end_reason'] = to_jsonb(new) - array['ended_at', 'ended_by', 'end_reason']
      then return new;
      end if;
      raise exception '% is versioned: % refused', tg_table_name, tg_op using errcode = 'restrict_violation';
    end $$;

    -- What a person says of a system, segment, zone or contact. Nothing is taken for said because it was not denied.
    create table tag (
      id integer generated always as identity primary key,
      subject_kind text not null check (subject_kind in ('asset', 'segment', 'zone', 'contact')),
      -- Canonical address, segment-3, zone-7 or contact-12: it outlives what it names.
      subject_id text not null check (subject_id <> ''),
      -- {"kind": …} and what the kind needs besides.
      statement jsonb not null check (statement ? 'kind'),
      -- Where it can be looked up: ticket, document, contract.
      evidence text,
      -- From then on it says nothing.
      valid_until timestamptz,
      ${provenance}
    );
    create index tag_subject on tag (subject_kind, subject_id);

    -- A subnet or VLAN whose members reach each other without crossing a control.
    create table segment (
      id integer generated always as identity primary key,
      name text not null check (name <> ''),
      zone_id integer,
      prefixes cidr[] not null default '{}',
      vlan integer,
      wireless boolean not null default false,
      ${provenance}
    );
    create unique index segment_name on segment (lower(name)) where ended_at is null;

    -- A party outside the entity (PCI DSS 12.8).
    create table third_party (
      id integer generated always as identity primary key,
      name text not null check (name <> ''),
      service text,
      -- Of its attestation of compliance; both or neither.
      attestation_version text,
      attested_at timestamptz,
      ${provenance},
      check ((attestation_version is null) = (attested_at is null))
    );
    create unique index third_party_name on third_party (lower(name)) where ended_at is null;

    -- A network security control: firewall, router with lists, security group, host firewall.
    create table network_control (
      id integer generated always as identity primary key,
      name text not null check (name <> ''),
      -- The device itself, when it has an address that is seen.
      address inet,
      description text,
      -- Last change of the device that is not a change of its imported rules.
      changed_at timestamptz,
      ${provenance}
    );
    create unique index network_control_name on network_control (lower(name)) where ended_at is null;

    -- Traffic between two places passes the control. A place is zone-7 or segment-3; of the two the smaller text first.
    create table control_boundary (
      id integer generated always as identity primary key,
      control_id integer not null references network_control,
      place text not null ${isPlace('place')},
      other_place text not null ${isPlace('other_place')} check (place < other_place),
      ${provenance}
    );
    create unique index control_boundary_open on control_boundary (control_id, place, other_place) where ended_at is null;

    -- One imported version of the rules of a control. A new import ends the one before.
    create table rule_set (
      id integer generated always as identity primary key,
      control_id integer not null references network_control,
      version integer not null,
      format text not null check (format <> ''),
      file_name text not null,
      -- SHA-256 of the text.
      digest text not null,
      -- When the configuration was taken from the device, as the importer says.
      taken_at timestamptz not null,
      -- The file as the parser gave it but for the rules of its chains: lists, defaults, bindings.
      model jsonb not null,
      -- [{"line": n, "text": "…", "why": "…"}]
      unread jsonb not null default '[]',
      ${provenance},
      unique (control_id, version)
    );
    create unique index rule_set_open on rule_set (control_id) where ended_at is null;

    create table rule (
      rule_set_id integer not null references rule_set,
      -- Its number within the file, from 0, over all chains.
      position integer not null,
      chain text not null,
      -- Of the file, from 1.
      line integer not null,
      text text not null,
      model jsonb not null,
      primary key (rule_set_id, position)
    );

    -- Which list of the control's rules decides about connections from one place to another.
    create table rule_binding (
      id integer generated always as identity primary key,
      control_id integer not null references network_control,
      list text not null check (list <> ''),
      source_place text not null ${isPlace('source_place')},
      target_place text not null ${isPlace('target_place')},
      ${provenance}
    );
    create unique index rule_binding_open on rule_binding (control_id, list, source_place, target_place) where ended_at is null;

    -- A test of segmentation (PCI DSS 11.4.5, 11.4.6): could the source reach the target?
    create table segmentation_test (
      id integer generated always as identity primary key,
      source_place text not null ${isPlace('source_place')},
      target_place text not null ${isPlace('target_place')},
      tested_at timestamptz not null,
      result text not null check (result in ('passed', 'failed')),
      tester text not null check (tester <> ''),
      -- Organisationally independent of those who run the control.
      independent boolean not null,
      evidence text,
      ${provenance}
    );

    -- Who watches what passes between two places, as a person says; what traffic shows is not enough for 'every path'.
    create table boundary_watch (
      id integer generated always as identity primary key,
      place text not null ${isPlace('place')},
      other_place text not null ${isPlace('other_place')} check (place < other_place),
      exporter_ids integer[] not null,
      every_path boolean not null,
      directions text not null check (directions in ('both', 'one', 'unknown')),
      ${provenance}
    );
    create unique index boundary_watch_open on boundary_watch (place, other_place) where ended_at is null;

    -- What an honest window of observation includes: month end, backup, patch night, a restore exercise.
    create table calendar_event (
      id integer generated always as identity primary key,
      name text not null check (name <> ''),
      happened_at timestamptz not null,
      ${provenance}
    );

    -- Who the entity is and what its scope is judged by; one row holds.
    create table scope_setting (
      id integer generated always as identity primary key,
      entity_name text not null check (entity_name <> ''),
      entity_kind text not null check (entity_kind in ('merchant', 'service-provider')),
      -- Length of the window of observation that ends now.
      period_days integer not null check (period_days between 1 and 3660),
      ${provenance}
    );
    create unique index scope_setting_open on scope_setting ((true)) where ended_at is null;
  `.execute(db);
  for (const table of VERSIONED) {
    const name = sql.ref(table);
    await sql`
      create trigger ${sql.ref(`${table}_kept`)} before update or delete on ${name} for each row execute function refuse_rewrite()
    `.execute(db);
  }
  await sql`
    create trigger rule_kept before update or delete on rule for each row execute function refuse_change();
  `.execute(db);
}

const VERSIONED = [
  'tag',
  'segment',
  'third_party',
  'network_control',
  'control_boundary',
  'rule_set',
  'rule_binding',
  'segmentation_test',
  'boundary_watch',
  'calendar_event',
  'scope_setting',
];
