import type { Db, Trx } from '../../database.ts';
import type { ChangeAuthor } from '../audit.ts';
import { type AccountRow, createAccount, findAccount, hasAccounts, lockAccounts } from './accounts.ts';
import { auditAccount } from './audit-account.ts';
import { clearFactors } from './factors.ts';
import { endSessions } from './sessions.ts';

export interface NewLink {
  readonly tokenHash: Buffer;
  readonly expiresAt: Date;
}

/** What an open link is for. */
export type LinkPurpose = { readonly kind: 'first' } | { readonly kind: 'account'; readonly account: AccountRow };

async function openLink(trx: Trx, accountId: string | null, { tokenHash, expiresAt }: NewLink, now: Date) {
  const others = trx.updateTable('account_link').set({ used_at: now }).where('used_at', 'is', null);
  await others.where('account_id', accountId === null ? 'is' : '=', accountId).execute();
  await trx
    .insertInto('account_link')
    .values({ token_hash: tokenHash, account_id: accountId, created_at: now, expires_at: expiresAt })
    .execute();
}

/** Opens the link that makes the first administrator; the one before it counts no more. False: there are accounts. */
export function openFirstLink(db: Db, link: NewLink, now: Date): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await lockAccounts(trx);
    if (await hasAccounts(trx)) return false;
    await openLink(trx, null, link, now);
    return true;
  });
}

export interface Invitation {
  readonly login: string;
  readonly name: string;
  readonly role: string;
  readonly endsAt: Date | null;
}

/** Makes an account that nobody can sign in to before its link is used. Null: the login is taken. */
export function inviteAccount(
  db: Db,
  by: ChangeAuthor,
  draft: Invitation,
  link: NewLink,
  now: Date,
): Promise<AccountRow | null> {
  return db.transaction().execute(async (trx) => {
    const account = await createAccount(trx, by, draft);
    if (account) await openLink(trx, account.id, link, now);
    return account;
  });
}

/** Takes password and second factors away, ends the sessions, and opens a link to set new ones. Null: no such account. */
export function resetAccount(
  db: Db,
  by: ChangeAuthor,
  id: string,
  link: NewLink,
  now: Date,
): Promise<AccountRow | null> {
  return db.transaction().execute(async (trx) => {
    const account = await findAccount(trx, id);
    if (!account) return null;
    await clearFactors(trx, id);
    await endSessions(trx, id, now);
    await openLink(trx, id, link, now);
    await auditAccount(trx, by, account.login, 'reset');
    return account;
  });
}

async function purposeOf(db: Db | Trx, accountId: string | null): Promise<LinkPurpose | null> {
  if (accountId === null) return (await hasAccounts(db)) ? null : { kind: 'first' };
  const account = await findAccount(db, accountId);
  return account && !account.disabled ? { kind: 'account', account } : null;
}

/** What a link is for; null: there is no such link, or it was used, or its time is over. */
export async function findLink(db: Db, tokenHash: Buffer, now: Date): Promise<LinkPurpose | null> {
  const link = await db
    .selectFrom('account_link')
    .select('account_id')
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return link ? purposeOf(db, link.account_id) : null;
}

/**
 * Uses a link once: makes the first administrator, or gives the invited account its password. Null: as {@link findLink}.
 * `then` runs in the same transaction.
 */
export function useLink<Result>(
  db: Db,
  by: ChangeAuthor,
  tokenHash: Buffer,
  first: { readonly login: string; readonly name: string },
  passwordHash: string,
  now: Date,
  then: (trx: Trx, account: AccountRow) => Promise<Result>,
): Promise<Result | null> {
  return db.transaction().execute(async (trx) => {
    await lockAccounts(trx);
    const link = await trx
      .updateTable('account_link')
      .set({ used_at: now })
      .where('token_hash', '=', tokenHash)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('account_id')
      .executeTakeFirst();
    const purpose = link ? await purposeOf(trx, link.account_id) : null;
    if (!purpose) return null;
    if (purpose.kind === 'first') {
      const made = await createAccount(
        trx,
        { ...by, author: first.login.toLowerCase() },
        { ...first, role: 'admin', endsAt: null, passwordHash },
      );
      return made && then(trx, made);
    }
    const { account } = purpose;
    await trx
      .updateTable('account')
      .set({ password_hash: passwordHash, must_change_password: false })
      .where('id', '=', account.id)
      .execute();
    await auditAccount(trx, { ...by, author: account.login }, account.login, 'password');
    return then(trx, account);
  });
}
