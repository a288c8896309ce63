import type { ScopeClaim } from '@scopemap/scope-model';
import type { Db } from '../database.ts';

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
  claim: { claim: ScopeClaim; reason: string; author: string },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    // The host's row is the lock: two claims at once follow each other instead of both being open.
    const host = await trx.selectFrom('host').select('id').where('id', '=', hostId).forUpdate().executeTakeFirst();
    if (!host) return false;
    const now = new Date();
    await trx
      .updateTable('host_claim')
      .set({ closed_at: now })
      .where('host_id', '=', hostId)
      .where('closed_at', 'is', null)
      .execute();
    await trx
      .insertInto('host_claim')
      .values({ ...claim, host_id: hostId, made_at: now })
      .execute();
    return true;
  });
}
