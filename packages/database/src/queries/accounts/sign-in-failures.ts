import type { Db } from '../../database.ts';
import type { ChangeAuthor } from '../audit.ts';
import type { AccountRow } from './accounts.ts';
import { auditAccount } from './audit-account.ts';
import { endSessions } from './sessions.ts';

/** PCI DSS 8.3.4: at most 10 attempts, then 30 minutes. */
export const MOST_FAILURES = 10;
const LOCK_MS = 30 * 60_000;

/** Counts a wrong password, code or key; the tenth in a row locks the account. Returns until when, or null. */
export function noteFailure(
  db: Db,
  by: ChangeAuthor,
  account: AccountRow,
  factor: string,
  now: Date,
): Promise<Date | null> {
  return db.transaction().execute(async (trx) => {
    const { failures } = await trx
      .updateTable('account')
      .set(({ eb }) => ({ failures: eb('failures', '+', 1) }))
      .where('id', '=', account.id)
      .returning('failures')
      .executeTakeFirstOrThrow();
    const until = failures >= MOST_FAILURES ? new Date(now.getTime() + LOCK_MS) : null;
    if (until) {
      await trx.updateTable('account').set({ failures: 0, locked_until: until }).where('id', '=', account.id).execute();
      await endSessions(trx, account.id, now);
    }
    await auditAccount(trx, by, account.login, 'sign-in-failed', { factor, lockedUntil: until?.toISOString() ?? null });
    return until;
  });
}

/** Writes down an attempt that reached no factor: a login nobody has, an account that is locked, ended or shut. */
export function noteRefusal(db: Db, by: ChangeAuthor, login: string, why: string): Promise<void> {
  return db.transaction().execute((trx) => auditAccount(trx, by, login.slice(0, 100), 'sign-in-refused', { why }));
}

/** Opens a locked account before its time. False: no such account. */
export function unlockAccount(db: Db, by: ChangeAuthor, id: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('account')
      .set({ failures: 0, locked_until: null })
      .where('id', '=', id)
      .returning('login')
      .executeTakeFirst();
    if (row) await auditAccount(trx, by, row.login, 'unlock');
    return row !== undefined;
  });
}
