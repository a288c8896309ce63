import { type Kysely, sql } from 'kysely';

/** Exporters, hosts, zones, claims, relationships and the partitioned flow table. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table exporter (
      id integer generated always as identity primary key,
      address inet not null unique,
      name text,
      first_seen timestamptz not null,
      last_seen timestamptz not null
    );

    -- One row per exporter, observation domain, version and minute of receipt.
    create table exporter_health (
      exporter_id integer not null references exporter,
      domain bigint not null,
      version smallint not null,
      minute timestamptz not null,
      datagrams integer not null default 0,
      octets bigint not null default 0,
      records bigint not null default 0,
      -- Flows (v5), export packets (v9) or data records (IPFIX) that the sequence numbers say are missing.
      lost bigint not null default 0,
      undecodable_sets integer not null default 0,
      -- Problem code -> count.
      problems jsonb not null default '{}',
      -- Receive time minus export time.
      skew_ms integer,
      sampling integer,
      primary key (exporter_id, domain, version, minute)
    );

    -- Template memory, so that a restart loses nothing. The port is the sender's: ids may mean other things per port.
    create table exporter_template (
      exporter inet not null,
      port integer not null,
      domain bigint not null,
      version smallint not null,
      template_id integer not null,
      -- When the template was last sent or used.
      seen_at timestamptz not null,
      -- {"scopeFields": number or null, "fields": [[enterprise, element, length], ...]}
      body jsonb not null,
      primary key (exporter, port, domain, version, template_id)
    );

    create table zone (
      id integer generated always as identity primary key,
      name text not null unique check (name <> ''),
      claim text not null check (claim in ('cde', 'connected', 'security-impacting', 'out-of-scope', 'external', 'undetermined')),
      description text not null default '',
      created_at timestamptz not null default now()
    );

    create table zone_prefix (
      prefix cidr primary key,
      zone_id integer not null references zone on delete cascade
    );
    create index zone_prefix_zone on zone_prefix (zone_id);

    create table host (
      id integer generated always as identity primary key,
      address inet not null unique,
      first_seen timestamptz not null,
      last_seen timestamptz not null
    );

    create table host_name (
      host_id integer not null references host on delete cascade,
      source text not null check (source in ('person', 'import', 'sample')),
      name text not null,
      primary key (host_id, source)
    );

    -- What a person says of one host. Versioned: a new claim closes the old one, nothing is updated or deleted otherwise.
    create table host_claim (
      id integer generated always as identity primary key,
      host_id integer not null references host on delete cascade,
      claim text not null check (claim in ('cde', 'connected', 'security-impacting', 'out-of-scope', 'external', 'undetermined')),
      reason text not null check (reason <> ''),
      author text not null,
      made_at timestamptz not null default now(),
      closed_at timestamptz
    );
    create unique index host_claim_open on host_claim (host_id) where closed_at is null;

    -- client and server with a decided direction; otherwise the two sides in address order with both ports.
    create table relationship (
      id bigint generated always as identity primary key,
      client_id integer not null references host,
      server_id integer not null references host,
      protocol smallint not null,
      -- The server's port; 0 for protocols without ports. For undirected rows the port of server_id's side.
      port integer not null,
      -- -1 when the direction is decided, else the port of client_id's side.
      client_port integer not null default -1,
      method text not null check (method in ('explicit', 'person', 'scan', 'tcp-flags', 'first-seen', 'one-way', 'learned',
        'known-service', 'port-range', 'peer', 'none')),
      confidence text not null check (confidence in ('certain', 'high', 'medium', 'low', 'none')),
      state text not null check (state in ('established', 'attempted', 'denied', 'unknown')),
      first_seen timestamptz not null,
      last_seen timestamptz not null,
      -- Every contact of it was made by a client that behaved like a scanner: it proves no service and no need.
      scanner boolean not null default false,
      -- Undecided conversations folded into this row, whose ports are then 0, because there were too many; else 0.
      folded integer not null default 0,
      unique (client_id, server_id, protocol, port, client_port)
    );
    create index relationship_server on relationship (server_id);

    create table relationship_day (
      relationship_id bigint not null references relationship on delete cascade,
      day date not null,
      exporter_id integer not null references exporter,
      flows bigint not null,
      packets bigint not null,
      octets bigint not null,
      primary key (relationship_id, day, exporter_id)
    );
    create index relationship_day_day on relationship_day (day);

    -- Packets to multicast, broadcast and link-local addresses: no relationship, but the sender was in that segment.
    create table segment_evidence (
      sender_id integer not null references host,
      destination inet not null,
      protocol smallint not null,
      -- 0 for protocols without ports.
      port integer not null,
      exporter_id integer not null references exporter,
      reach text not null check (reach in ('local', 'routed')),
      packets bigint not null,
      octets bigint not null,
      first_seen timestamptz not null,
      last_seen timestamptz not null,
      primary key (sender_id, destination, protocol, port, exporter_id)
    );

    -- Service endpoints that traffic taught, so that direction goes on after a restart where it was.
    create table learned_endpoint (
      address inet not null,
      protocol smallint not null,
      port integer not null,
      basis text not null check (basis in ('opened', 'fan-in')),
      peers integer not null,
      conversations integer not null,
      learned_at timestamptz not null default now(),
      primary key (address, protocol, port)
    );

    -- Services that were approved between two zones, with the business need (PCI DSS 1.2.5).
    create table approval (
      id integer generated always as identity primary key,
      source_zone_id integer not null references zone on delete cascade,
      target_zone_id integer not null references zone on delete cascade,
      protocol smallint not null,
      port integer not null,
      business_need text not null check (business_need <> ''),
      approved_by text not null,
      approved_at timestamptz not null default now(),
      expires_at timestamptz,
      unique (source_zone_id, target_zone_id, protocol, port)
    );

    -- Normalised flows as received, one partition per UTC day of receipt (an exporter's clock may say anything).
    create table flow (
      received_at timestamptz not null,
      started_at timestamptz,
      ended_at timestamptz,
      exporter_id integer not null,
      domain bigint not null,
      version smallint not null,
      src inet,
      dst inet,
      src_port integer,
      dst_port integer,
      protocol smallint,
      tcp_flags integer,
      packets bigint,
      octets bigint,
      input_if bigint,
      output_if bigint
    ) partition by range (received_at);

    -- Windows that were applied, so that a replay after a crash applies each exactly once.
    create table applied_window (
      id text primary key,
      applied_at timestamptz not null default now(),
      -- What became no relationship in it, by reason.
      counters jsonb not null default '{}'
    );

    create table import_job (
      id uuid primary key,
      kind text not null,
      file_name text not null,
      state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
      octets_total bigint,
      octets_done bigint not null default 0,
      report jsonb,
      error text,
      created_at timestamptz not null default now(),
      finished_at timestamptz
    );
  `.execute(db);
}
