import type { Selectable } from 'kysely';
import type { Db } from '../../database.ts';
import type { ApiTokenTable } from '../../tables/account.ts';
import type { ChangeAuthor } from '../audit.ts';
import { type AccountRow, findAccount } from './accounts.ts';
import { auditAccount } from './audit-account.ts';

export type ApiTokenRow = Selectable<ApiTokenTable>;

export interface NewApiToken {
  readonly name: string;
  readonly scope: 'read' | 'write';
  readonly tokenHash: Buffer;
  readonly expiresAt: Date;
}

export function createApiToken(
  db: Db,
  by: ChangeAuthor,
  account: AccountRow,
  token: NewApiToken,
  now: Date,
): Promise<ApiTokenRow> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .insertInto('api_token')
      .values({
        account_id: account.id,
        token_hash: token.tokenHash,
        name: token.name,
        scope: token.scope,
        created_at: now,
        expires_at: token.expiresAt,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const { name, scope, expiresAt } = token;
    await auditAccount(trx, by, account.login, 'token-add', { name, scope, expiresAt: expiresAt.toISOString() });
    return row;
  });
}

/** Tokens of an account that were not ended, the newest first. */
export function listApiTokens(db: Db, accountId: string): Promise<ApiTokenRow[]> {
  return db
    .selectFrom('api_token')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .orderBy('created_at', 'desc')
    .execute();
}

/** False: the account has no such token. */
export function endApiToken(db: Db, by: ChangeAuthor, account: AccountRow, id: string, now: Date): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('api_token')
      .set({ ended_at: now })
      .where('id', '=', id)
      .where('account_id', '=', account.id)
      .where('ended_at', 'is', null)
      .returning('name')
      .executeTakeFirst();
    if (row) await auditAccount(trx, by, account.login, 'token-end', { name: row.name });
    return row !== undefined;
  });
}

/** A token that holds at `now`, and its account; noted as used. */
export async function findApiToken(
  db: Db,
  tokenHash: Buffer,
  now: Date,
): Promise<{ token: ApiTokenRow; account: AccountRow } | undefined> {
  const token = await db
    .updateTable('api_token')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  const account = token && (await findAccount(db, token.account_id));
  return token && account ? { token, account } : undefined;
}
