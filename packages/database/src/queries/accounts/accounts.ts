import { type Selectable, sql } from 'kysely';
import type { Db, Trx } from '../../database.ts';
import type { AccountTable } from '../../tables/account.ts';
import { appendAuditEntry, type ChangeAuthor } from '../audit.ts';
import { auditAccount } from './audit-account.ts';
import { endSessions } from './sessions.ts';

export type AccountRow = Selectable<AccountTable>;

/** An account with what it can prove itself by. */
export interface ListedAccount extends AccountRow {
  readonly passkeys: number;
  readonly sessions: number;
  /** An invitation that is still open; null: none. */
  readonly link_expires_at: Date | null;
}

/** Held until the transaction ends: two requests cannot make the first administrator, nor take away the last one. */
const ACCOUNT_LOCK = 7_205_759_404;

/** Waits until no other transaction counts or changes administrators. */
export async function lockAccounts(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(ACCOUNT_LOCK)})`.execute(trx);
}

export async function hasAccounts(db: Db | Trx): Promise<boolean> {
  return (await db.selectFrom('account').select('id').limit(1).executeTakeFirst()) !== undefined;
}

export function findAccount(db: Db | Trx, id: string): Promise<AccountRow | undefined> {
  return db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Logins are lower case. */
export function findAccountByLogin(db: Db | Trx, login: string): Promise<AccountRow | undefined> {
  return db.selectFrom('account').selectAll().where('login', '=', login.toLowerCase()).executeTakeFirst();
}

export function findAccountBySubject(db: Db | Trx, issuer: string, subject: string): Promise<AccountRow | undefined> {
  return db
    .selectFrom('account')
    .selectAll()
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
}

/** Every account by login. */
export async function listAccounts(db: Db, now: Date): Promise<ListedAccount[]> {
  const rows = await db
    .selectFrom('account')
    .selectAll()
    .select([
      sql<number>`(select count(*)::integer from account_passkey key where key.account_id = account.id)`.as('passkeys'),
      sql<number>`(select count(*)::integer from account_session session where session.account_id = account.id and session.ended_at is null)`.as(
        'sessions',
      ),
      sql<Date | null>`(select max(link.expires_at) from account_link link where link.account_id = account.id
        and link.used_at is null and link.expires_at > ${now})`.as('link_expires_at'),
    ])
    .orderBy('login')
    .execute();
  return rows;
}

export interface AccountDraft {
  readonly login: string;
  readonly name: string;
  readonly role: string;
  readonly endsAt: Date | null;
  readonly passwordHash?: string;
  readonly issuer?: string;
  readonly subject?: string;
}

/** Makes an account. Null: the login is taken. */
export async function createAccount(trx: Trx, by: ChangeAuthor, draft: AccountDraft): Promise<AccountRow | null> {
  const { login, name, role, endsAt, passwordHash = null, issuer = null, subject = null } = draft;
  const row = await trx
    .insertInto('account')
    .values({ login: login.toLowerCase(), name, role, ends_at: endsAt, password_hash: passwordHash, issuer, subject })
    .onConflict((conflict) => conflict.column('login').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) return null;
  await appendAuditEntry(trx, by, {
    action: 'account.create',
    subject: `account ${row.login}`,
    before: null,
    after: { name, role, endsAt: endsAt?.toISOString() ?? null, issuer },
    reason: null,
  });
  return row;
}

export interface AccountChange {
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  readonly endsAt?: Date | null | undefined;
  readonly disabled?: boolean | undefined;
  readonly mustChangePassword?: boolean | undefined;
}

const described = ({ name, role, ends_at, disabled, must_change_password }: AccountRow) => ({
  name,
  role,
  endsAt: ends_at?.toISOString() ?? null,
  disabled,
  mustChangePassword: must_change_password,
});

async function isLastAdministrator(trx: Trx, account: AccountRow): Promise<boolean> {
  if (account.role !== 'admin' || account.disabled) return false;
  const other = await trx
    .selectFrom('account')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled', '=', false)
    .where('ends_at', 'is', null)
    .where('id', '!=', account.id)
    .limit(1)
    .executeTakeFirst();
  return other === undefined;
}

/**
 * Changes an account; a person who loses a right is signed out everywhere. `missing`: no such account; `last-administrator`:
 * nobody could administer accounts after it.
 */
export function changeAccount(
  db: Db,
  by: ChangeAuthor,
  id: string,
  change: AccountChange,
  now: Date,
): Promise<AccountRow | 'missing' | 'last-administrator'> {
  return db.transaction().execute(async (trx) => {
    await lockAccounts(trx);
    const before = await findAccount(trx, id);
    if (!before) return 'missing';
    const loses = (change.role ?? 'admin') !== 'admin' || change.disabled === true || (change.endsAt ?? null) !== null;
    if (loses && (await isLastAdministrator(trx, before))) return 'last-administrator';
    const after = await trx
      .updateTable('account')
      .set({
        ...(change.name === undefined ? {} : { name: change.name }),
        ...(change.role === undefined ? {} : { role: change.role }),
        ...(change.endsAt === undefined ? {} : { ends_at: change.endsAt }),
        ...(change.disabled === undefined ? {} : { disabled: change.disabled }),
        ...(change.mustChangePassword === undefined ? {} : { must_change_password: change.mustChangePassword }),
        id,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (before.role !== after.role || after.disabled) await endSessions(trx, id, now);
    await appendAuditEntry(trx, by, {
      action: before.role === after.role ? 'account.update' : 'account.role',
      subject: `account ${after.login}`,
      before: described(before),
      after: described(after),
      reason: null,
    });
    return after;
  });
}

/** Stores a new password, which ends every session but `keep`. */
export function storePassword(
  db: Db,
  by: ChangeAuthor,
  account: AccountRow,
  hash: string,
  now: Date,
  keep: string | null,
): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await trx
      .updateTable('account')
      .set({ password_hash: hash, must_change_password: false, failures: 0, locked_until: null })
      .where('id', '=', account.id)
      .execute();
    await endSessions(trx, account.id, now, keep);
    await auditAccount(trx, by, account.login, 'password');
  });
}
