import { type Kysely, sql } from 'kysely';

/** People, how they prove who they are, and what they are signed in with. Secrets are kept as hashes, or sealed with a key outside. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table account (
      id uuid primary key default gen_random_uuid(),
      login text not null unique check (login = lower(login) and login <> ''),
      name text not null,
      role text not null check (role in ('admin', 'operator', 'approver', 'assessor')),
      -- argon2id in PHC form; null: not set yet, or signs in elsewhere.
      password_hash text,
      must_change_password boolean not null default false,
      -- Sealed with the key of the installation.
      totp_secret bytea,
      -- Last time step that was used: a code counts once.
      totp_step bigint,
      failures integer not null default 0,
      locked_until timestamptz,
      disabled boolean not null default false,
      -- Access stops by itself at this instant.
      ends_at timestamptz,
      -- Of the OpenID provider where the person signs in.
      issuer text,
      subject text,
      created_at timestamptz not null default now(),
      signed_in_at timestamptz,
      unique (issuer, subject),
      check (role <> 'assessor' or ends_at is not null)
    );

    create table account_session (
      id uuid primary key default gen_random_uuid(),
      account_id uuid not null references account on delete cascade,
      token_hash bytea not null unique,
      created_at timestamptz not null,
      active_at timestamptz not null,
      -- When the second factor was given; null: not yet.
      factor_at timestamptz,
      origin text not null,
      user_agent text not null,
      -- Of the passkey ceremony under way.
      challenge text,
      -- Sealed; of the authenticator that is being set up.
      pending_totp bytea,
      ended_at timestamptz
    );
    create index account_session_account on account_session (account_id) where ended_at is null;

    create table account_passkey (
      id text primary key,
      account_id uuid not null references account on delete cascade,
      public_key bytea not null,
      counter bigint not null,
      transports text[] not null,
      name text not null,
      created_at timestamptz not null,
      used_at timestamptz
    );
    create index account_passkey_account on account_passkey (account_id);

    create table account_recovery_code (
      account_id uuid not null references account on delete cascade,
      hash bytea not null,
      used_at timestamptz,
      primary key (account_id, hash)
    );

    -- One-time links: null account: makes the first administrator.
    create table account_link (
      token_hash bytea primary key,
      account_id uuid references account on delete cascade,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz
    );

    create table api_token (
      id uuid primary key default gen_random_uuid(),
      account_id uuid not null references account on delete cascade,
      token_hash bytea not null unique,
      name text not null,
      scope text not null check (scope in ('read', 'write')),
      created_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz,
      ended_at timestamptz
    );
    create index api_token_account on api_token (account_id);
  `.execute(db);
}
