import { type Selectable, sql } from 'kysely';
import type { Db, Trx } from '../../database.ts';
import type { AccountSessionTable, AccountTable } from '../../tables/account.ts';
import type { ChangeAuthor } from '../audit.ts';
import { auditAccount } from './audit-account.ts';

export type SessionRow = Selectable<AccountSessionTable>;

export interface SignedIn {
  readonly session: SessionRow;
  readonly account: Selectable<AccountTable>;
  /** Passkeys of the account. */
  readonly passkeys: number;
}

export interface SessionDraft {
  readonly tokenHash: Buffer;
  readonly origin: string;
  readonly userAgent: string;
  /** The second factor was given elsewhere. */
  readonly factorGiven: boolean;
}

/** Starts a session of an account whose password, link or single sign-on was right. */
export async function startSession(
  trx: Trx,
  by: ChangeAuthor,
  account: { readonly id: string; readonly login: string },
  draft: SessionDraft,
  now: Date,
): Promise<SessionRow> {
  const row = await trx
    .insertInto('account_session')
    .values({
      account_id: account.id,
      token_hash: draft.tokenHash,
      created_at: now,
      active_at: now,
      factor_at: draft.factorGiven ? now : null,
      origin: draft.origin,
      user_agent: draft.userAgent.slice(0, 300),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await auditAccount(trx, by, account.login, draft.factorGiven ? 'sign-in' : 'first-factor');
  return row;
}

/** The session of a token with its account; undefined: none, or ended. Whether it is too old is for the caller to say. */
export async function findSession(db: Db, tokenHash: Buffer): Promise<SignedIn | undefined> {
  const session = await db
    .selectFrom('account_session')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (!session) return undefined;
  const account = await db
    .selectFrom('account')
    .selectAll()
    .select(
      sql<number>`(select count(*)::integer from account_passkey key where key.account_id = account.id)`.as('passkeys'),
    )
    .where('id', '=', session.account_id)
    .executeTakeFirstOrThrow();
  return { session, account, passkeys: account.passkeys };
}

/** The person did something. Requests answered side by side may tell of it in any order. */
export async function touchSession(db: Db, id: string, now: Date): Promise<void> {
  await db
    .updateTable('account_session')
    .set({ active_at: now })
    .where('id', '=', id)
    .where('active_at', '<', now)
    .execute();
}

/** The second factor was right: a new token takes the place of the one that had only the first. */
export function raiseSession(
  db: Db,
  by: ChangeAuthor,
  { session, account }: SignedIn,
  factor: string,
  tokenHash: Buffer,
  now: Date,
): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await trx
      .updateTable('account_session')
      .set({ token_hash: tokenHash, factor_at: now, active_at: now, challenge: null, pending_totp: null })
      .where('id', '=', session.id)
      .execute();
    await trx
      .updateTable('account')
      .set({ failures: 0, locked_until: null, signed_in_at: now })
      .where('id', '=', account.id)
      .execute();
    await auditAccount(trx, by, account.login, 'sign-in', { factor });
  });
}

export async function rememberChallenge(db: Db, sessionId: string, challenge: string): Promise<void> {
  await db.updateTable('account_session').set({ challenge }).where('id', '=', sessionId).execute();
}

/** Gives the challenge of a ceremony and forgets it: it counts once. */
export async function takeChallenge(db: Db, sessionId: string): Promise<string | null> {
  const row = await db.selectFrom('account_session').select('challenge').where('id', '=', sessionId).executeTakeFirst();
  if (!row?.challenge) return null;
  const taken = await db
    .updateTable('account_session')
    .set({ challenge: null })
    .where('id', '=', sessionId)
    .where('challenge', '=', row.challenge)
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n ? row.challenge : null;
}

/** Ends the sessions of an account, but `keep`. */
export async function endSessions(trx: Trx, accountId: string, now: Date, keep: string | null = null): Promise<void> {
  let query = trx
    .updateTable('account_session')
    .set({ ended_at: now })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null);
  if (keep !== null) query = query.where('id', '!=', keep);
  await query.execute();
}

/** Ends one session of an account. False: it has no such session. */
export function endSession(
  db: Db,
  by: ChangeAuthor,
  account: { readonly id: string; readonly login: string },
  sessionId: string,
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const ended = await trx
      .updateTable('account_session')
      .set({ ended_at: now })
      .where('id', '=', sessionId)
      .where('account_id', '=', account.id)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (ended.numUpdatedRows === 0n) return false;
    await auditAccount(trx, by, account.login, 'sign-out', { session: sessionId });
    return true;
  });
}

/** Ends every session of an account. */
export function endAllSessions(
  db: Db,
  by: ChangeAuthor,
  account: { readonly id: string; readonly login: string },
  now: Date,
): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await endSessions(trx, account.id, now);
    await auditAccount(trx, by, account.login, 'sign-out', { session: 'all' });
  });
}

/** Sessions of an account that were active since `since`, the latest first. */
export function listSessions(db: Db, accountId: string, since: Date): Promise<SessionRow[]> {
  return db
    .selectFrom('account_session')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('active_at', '>', since)
    .orderBy('active_at', 'desc')
    .execute();
}
