import type { ScopeClaim } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { appendAuditEntries, type ChangeAuthor } from './audit.ts';
import { hostView } from './host-view.ts';
import type { ViewFilter } from './relationship-view.ts';
import { wideRead } from './wide-read.ts';

export interface HostsUnderFilter {
  readonly id: number;
  readonly address: string;
  readonly name: string | null;
  /** The claim that holds of it, if any. */
  readonly claim: ScopeClaim | null;
}

/** The hosts under a filter with what is said of them, by address. */
export async function listClaimedHosts(db: Db, filter: ViewFilter): Promise<HostsUnderFilter[]> {
  const { rows } = await wideRead(db, (trx) =>
    sql<HostsUnderFilter>`
      ${hostView(filter, 'no counts')}
      select v.id, host(v.address) as address, v.name, k.claim
      from host_view v left join host_claim k on k.host_id = v.id and k.closed_at is null
      order by v.address`.execute(trx),
  );
  return rows;
}

/**
 * Says the same of these hosts in one transaction, with an entry of the audit for each. Resolves to false, and says nothing,
 * when one of them does not exist.
 */
export function claimHosts(
  db: Db,
  hostIds: readonly number[],
  { claim, reason }: { readonly claim: ScopeClaim; readonly reason: string },
  by: ChangeAuthor,
): Promise<boolean> {
  const ids = [...new Set(hostIds)];
  return db.transaction().execute(async (trx) => {
    // In the order of their ids, so that two such changes at once wait for each other instead of blocking for good.
    const hosts = await trx
      .selectFrom('host')
      .select(['id', sql<string>`host(address)`.as('address')])
      .where('id', '=', sql<number>`any(${ids}::int[])`)
      .orderBy('id')
      .forUpdate()
      .execute();
    if (hosts.length < ids.length) return false;
    const now = new Date();
    const closed = await trx
      .updateTable('host_claim')
      .set({ closed_at: now })
      .where('host_id', '=', sql<number>`any(${ids}::int[])`)
      .where('closed_at', 'is', null)
      .returning(['host_id', 'claim', 'reason', 'author'])
      .execute();
    await sql`
      insert into host_claim (host_id, claim, reason, author, made_at)
      select id, ${claim}, ${reason}, ${by.author}, ${now} from unnest(${ids}::int[]) id`.execute(trx);
    const before = new Map(closed.map(({ host_id: hostId, ...said }) => [hostId, said]));
    await appendAuditEntries(
      trx,
      by,
      hosts.map(({ id, address }) => ({
        action: 'host.claim',
        subject: `host ${id} (${address})`,
        before: before.get(id) ?? null,
        after: { claim, reason, author: by.author },
        reason,
      })),
    );
    return true;
  });
}
