import type { ScopeClaim } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { appendAuditEntry, type ChangeAuthor } from './audit.ts';

export interface HostClaimRow {
  readonly claim: ScopeClaim;
  readonly reason: string;
  readonly author: string;
  readonly madeAt: Date;
  /** Null: it holds. */
  readonly closedAt: Date | null;
}

/** Every claim that was ever made of a host, the newest first. */
export function listHostClaims(db: Db, hostId: number): Promise<HostClaimRow[]> {
  return db
    .selectFrom('host_claim')
    .select(['claim', 'reason', 'author', 'made_at as madeAt', 'closed_at as closedAt'])
    .where('host_id', '=', hostId)
    .orderBy('id', 'desc')
    .execute();
}

/** Closes the claim that holds and makes a new one. False when there is no such host. */
export function claimHost(
  db: Db,
  hostId: number,
  { claim, reason }: { readonly claim: ScopeClaim; readonly reason: string },
  by: ChangeAuthor,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    // The host's row is the lock: two claims at once follow each other instead of both being open.
    const host = await trx
      .selectFrom('host')
      .select(sql<string>`host(address)`.as('address'))
      .where('id', '=', hostId)
      .forUpdate()
      .executeTakeFirst();
    if (!host) return false;
    const now = new Date();
    const before = await trx
      .updateTable('host_claim')
      .set({ closed_at: now })
      .where('host_id', '=', hostId)
      .where('closed_at', 'is', null)
      .returning(['claim', 'reason', 'author'])
      .executeTakeFirst();
    await trx
      .insertInto('host_claim')
      .values({ claim, reason, author: by.author, host_id: hostId, made_at: now })
      .execute();
    const subject = `host ${hostId} (${host.address})`;
    await appendAuditEntry(trx, by, {
      action: 'host.claim',
      subject,
      before: before ?? null,
      after: { claim, reason, author: by.author },
      reason,
    });
    return true;
  });
}
