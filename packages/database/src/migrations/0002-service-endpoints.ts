import { type Kysely, sql } from 'kysely';

/** Service endpoints with their history, the audit of scans, addresses over time and the trace of corrected directions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Every scan that was run and every scan result that was imported.
    create table scan_run (
      id integer generated always as identity primary key,
      kind text not null check (kind in ('scan', 'import')),
      -- The scanner's arguments, or the name of the file.
      what text not null,
      -- Nothing outside of it was contacted; empty for imports, whose scanner was somebody else's.
      allowed cidr[] not null default '{}',
      author text not null check (author <> ''),
      started_at timestamptz not null default now(),
      finished_at timestamptz,
      result text not null default 'running' check (result in ('running', 'done', 'incomplete', 'failed')),
      hosts_up integer not null default 0,
      open_endpoints integer not null default 0,
      error text,
      -- SHA-256 of the result's text, so that the same file counts once.
      digest text unique
    );

    -- Hosts that a scan found up.
    create table scanned_host (
      scan_id integer not null references scan_run,
      host_id integer not null references host on delete cascade,
      seen_at timestamptz not null,
      -- Its ports were looked at, too.
      ports boolean not null,
      primary key (scan_id, host_id)
    );
    create index scanned_host_host on scanned_host (host_id);

    -- Where something listens, or does not. What traffic taught is in learned_endpoint.
    create table service_endpoint (
      id integer generated always as identity primary key,
      host_id integer not null references host on delete cascade,
      protocol smallint not null,
      port integer not null,
      -- What the latest scan found, by the time of the scan.
      scan_state text check (scan_state in ('open', 'closed', 'filtered', 'unfiltered', 'open|filtered', 'closed|filtered')),
      scanned_at timestamptz,
      first_open_at timestamptz,
      last_open_at timestamptz,
      -- What a person says now; the latest row of service_endpoint_statement.
      person_role text check (person_role in ('server', 'not-server')),
      stated_at timestamptz,
      -- The source that speaks: a person overrules a scan, and of scan states only open is evidence.
      basis text generated always as (
        case when person_role is not null then 'person' when scan_state = 'open' then 'scan' end) stored,
      role text generated always as (
        case when person_role is not null then person_role when scan_state = 'open' then 'server' end) stored,
      unique (host_id, protocol, port)
    );

    create table service_endpoint_state (
      endpoint_id integer not null references service_endpoint on delete cascade,
      scan_id integer not null references scan_run,
      state text not null check (state in ('open', 'closed', 'filtered', 'unfiltered', 'open|filtered', 'closed|filtered')),
      seen_at timestamptz not null,
      primary key (endpoint_id, scan_id)
    );

    -- Append-only. A role of null takes the statement before it back.
    create table service_endpoint_statement (
      id integer generated always as identity primary key,
      endpoint_id integer not null references service_endpoint on delete cascade,
      role text check (role in ('server', 'not-server')),
      author text not null check (author <> ''),
      reason text not null check (reason <> ''),
      made_at timestamptz not null default now()
    );
    create index service_endpoint_statement_endpoint on service_endpoint_statement (endpoint_id);

    -- Which asset had an address, and when. Without a row, claims are about the address in a period.
    create table host_address (
      id integer generated always as identity primary key,
      address inet not null,
      -- What stays when the address changes: mac:…, or a name or inventory number.
      asset text not null check (asset <> ''),
      source text not null check (source in ('dhcp-lease', 'flow-mac', 'scan-mac', 'csv')),
      valid_from timestamptz not null,
      -- Null: still so, as far as is known.
      valid_to timestamptz check (valid_to >= valid_from),
      unique (address, asset, source, valid_from)
    );
    create index host_address_asset on host_address (asset);

    -- The client's port when all conversations of a directed row used the same one. A row without it cannot be turned round.
    alter table relationship add column only_client_port integer;

    -- Why a stored relationship changed its direction, with what is needed to take the change back. Append-only but for undone_at
    -- and the target.
    create table direction_change (
      -- Hosts by their ids, unchecked: hosts are never removed, and there may be very many rows at once.
      id bigint generated always as identity primary key,
      changed_at timestamptz not null default now(),
      author text not null,
      reason text not null,
      -- The service endpoint whose role decided.
      cause_host_id integer not null,
      cause_port integer not null,
      protocol smallint not null,
      before_client_id integer not null,
      before_server_id integer not null,
      before_port integer not null,
      before_client_port integer not null,
      before_only_client_port integer,
      before_method text not null,
      before_confidence text not null,
      after_client_id integer not null,
      after_server_id integer not null,
      after_port integer not null,
      after_client_port integer not null,
      after_method text not null,
      after_confidence text not null,
      state text not null,
      first_seen timestamptz not null,
      last_seen timestamptz not null,
      scanner boolean not null,
      folded integer not null,
      -- [[day, exporter id, flows, packets, octets], ...] that moved to the other row; null when the row stayed the same one.
      days jsonb,
      -- How the row that it was merged into was decided before; null when there was none.
      target_id bigint,
      target_method text,
      target_confidence text,
      undone_at timestamptz
    );
    create index direction_change_cause on direction_change (cause_host_id, protocol, cause_port);
    create index direction_change_before on direction_change (before_client_id, before_server_id, protocol, before_port);
    create index direction_change_after on direction_change (after_client_id, after_server_id, protocol, after_port);
    create index direction_change_target on direction_change (target_id);
  `.execute(db);
}
