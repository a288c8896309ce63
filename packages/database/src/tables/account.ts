import type { ColumnType, Generated } from 'kysely';

export interface AccountTable {
  id: Generated<string>;
  login: string;
  name: string;
  role: string;
  password_hash: string | null;
  must_change_password: Generated<boolean>;
  totp_secret: Buffer | null;
  totp_step: ColumnType<string | null, number | null, number | null>;
  failures: Generated<number>;
  locked_until: Date | null;
  disabled: Generated<boolean>;
  ends_at: Date | null;
  issuer: string | null;
  subject: string | null;
  created_at: Generated<Date>;
  signed_in_at: Date | null;
}

export interface AccountSessionTable {
  id: Generated<string>;
  account_id: string;
  token_hash: Buffer;
  created_at: Date;
  active_at: Date;
  factor_at: Date | null;
  origin: string;
  user_agent: string;
  challenge: string | null;
  pending_totp: Buffer | null;
  ended_at: Date | null;
}

export interface AccountPasskeyTable {
  id: string;
  account_id: string;
  public_key: Buffer;
  counter: ColumnType<string, number, number>;
  transports: string[];
  name: string;
  created_at: Date;
  used_at: Date | null;
}

export interface AccountRecoveryCodeTable {
  account_id: string;
  hash: Buffer;
  used_at: Date | null;
}

export interface AccountLinkTable {
  token_hash: Buffer;
  account_id: string | null;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
}

export interface ApiTokenTable {
  id: Generated<string>;
  account_id: string;
  token_hash: Buffer;
  name: string;
  scope: string;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
  ended_at: Date | null;
}
