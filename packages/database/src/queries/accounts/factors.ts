import type { Selectable } from 'kysely';
import type { Db, Trx } from '../../database.ts';
import type { AccountPasskeyTable } from '../../tables/account.ts';
import type { ChangeAuthor } from '../audit.ts';
import type { AccountRow } from './accounts.ts';
import { auditAccount } from './audit-account.ts';

export type PasskeyRow = Selectable<AccountPasskeyTable>;

/** Keeps the sealed secret of an authenticator until its first code proves that it was read. */
export async function rememberPendingTotp(db: Db, sessionId: string, sealed: Buffer): Promise<void> {
  await db.updateTable('account_session').set({ pending_totp: sealed }).where('id', '=', sessionId).execute();
}

/** The authenticator of an account from now on; `step` is the time step of the code that proved it. */
export function storeTotp(
  db: Db,
  by: ChangeAuthor,
  account: AccountRow,
  sealed: Buffer | null,
  step: number,
): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await trx
      .updateTable('account')
      .set({ totp_secret: sealed, totp_step: sealed ? step : null })
      .where('id', '=', account.id)
      .execute();
    await auditAccount(trx, by, account.login, sealed ? 'authenticator-add' : 'authenticator-remove');
  });
}

/** Marks the time step of a code as used. False: it or a later one was used before. */
export async function useTotpStep(db: Db, accountId: string, step: number): Promise<boolean> {
  const used = await db
    .updateTable('account')
    .set({ totp_step: step })
    .where('id', '=', accountId)
    .where((eb) => eb.or([eb('totp_step', 'is', null), eb('totp_step', '<', String(step))]))
    .executeTakeFirst();
  return used.numUpdatedRows > 0n;
}

export function listPasskeys(db: Db, accountId: string): Promise<PasskeyRow[]> {
  return db
    .selectFrom('account_passkey')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .execute();
}

export interface NewPasskey {
  readonly id: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly name: string;
}

export function addPasskey(db: Db, by: ChangeAuthor, account: AccountRow, key: NewPasskey, now: Date): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await trx
      .insertInto('account_passkey')
      .values({
        id: key.id,
        account_id: account.id,
        public_key: key.publicKey,
        counter: key.counter,
        transports: [...key.transports],
        name: key.name,
        created_at: now,
      })
      .execute();
    await auditAccount(trx, by, account.login, 'passkey-add', { name: key.name });
  });
}

export async function notePasskeyUse(db: Db, id: string, counter: number, now: Date): Promise<void> {
  await db.updateTable('account_passkey').set({ counter, used_at: now }).where('id', '=', id).execute();
}

/** False: the account has no such passkey. */
export function removePasskey(db: Db, by: ChangeAuthor, account: AccountRow, id: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .deleteFrom('account_passkey')
      .where('id', '=', id)
      .where('account_id', '=', account.id)
      .returning('name')
      .executeTakeFirst();
    if (row) await auditAccount(trx, by, account.login, 'passkey-remove', { name: row.name });
    return row !== undefined;
  });
}

/** New recovery codes take the place of all others. */
export function replaceRecoveryCodes(
  db: Db,
  by: ChangeAuthor,
  account: AccountRow,
  hashes: readonly Buffer[],
): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await trx.deleteFrom('account_recovery_code').where('account_id', '=', account.id).execute();
    await trx
      .insertInto('account_recovery_code')
      .values(hashes.map((hash) => ({ account_id: account.id, hash })))
      .execute();
    await auditAccount(trx, by, account.login, 'recovery-codes', { codes: hashes.length });
  });
}

/** A recovery code counts once. False: no such code is left. */
export async function useRecoveryCode(db: Db, accountId: string, hash: Buffer, now: Date): Promise<boolean> {
  const used = await db
    .updateTable('account_recovery_code')
    .set({ used_at: now })
    .where('account_id', '=', accountId)
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return used.numUpdatedRows > 0n;
}

export async function countRecoveryCodes(db: Db, accountId: string): Promise<number> {
  const { left } = await db
    .selectFrom('account_recovery_code')
    .select(({ fn }) => fn.countAll<string>().as('left'))
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(left);
}

/** Takes every way to prove who somebody is away, so that a link can give new ones. */
export async function clearFactors(trx: Trx, accountId: string): Promise<void> {
  await trx
    .updateTable('account')
    .set({ password_hash: null, totp_secret: null, totp_step: null, failures: 0, locked_until: null })
    .where('id', '=', accountId)
    .execute();
  await trx.deleteFrom('account_passkey').where('account_id', '=', accountId).execute();
  await trx.deleteFrom('account_recovery_code').where('account_id', '=', accountId).execute();
}
