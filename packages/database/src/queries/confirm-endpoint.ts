import type { EndpointRole } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db, Trx } from '../database.ts';
import { appendAuditEntry } from './audit.ts';
import { lockDirections } from './direction-lock.ts';
import type { EndpointKey } from './endpoint-key.ts';
import { announceCorrections, redecideWithin } from './redecide.ts';
import { type HostEndpoint, restoreRelationships } from './restore-relationships.ts';

export interface EndpointStatement extends EndpointKey {
  /** Null takes the last statement back. */
  readonly role: EndpointRole | null;
  readonly author: string;
  readonly reason: string;
  /** From where the statement came, for the audit. */
  readonly origin?: string | undefined;
}

/** The endpoint's row, created when this is the first word on it, and what a person said of it so far. */
async function takeEndpoint(
  trx: Trx,
  { hostId, protocol, port }: HostEndpoint,
): Promise<{ id: number; person_role: EndpointRole | null }> {
  await trx
    .insertInto('service_endpoint')
    .values({ host_id: hostId, protocol, port })
    .onConflict((conflict) => conflict.columns(['host_id', 'protocol', 'port']).doNothing())
    .execute();
  return trx
    .selectFrom('service_endpoint')
    .select(['id', 'person_role'])
    .where('host_id', '=', hostId)
    .where('protocol', '=', protocol)
    .where('port', '=', port)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/**
 * Stores what a person says of a service endpoint, and corrects history by it: relationships that touch it are decided again,
 * and what an earlier statement had changed goes back first. Null when no host with this address was ever seen; else how many
 * relationships changed.
 */
export function confirmEndpoint(db: Db, statement: EndpointStatement): Promise<{ readonly changed: number } | null> {
  const { address, protocol, port, role, author, reason } = statement;
  return db.transaction().execute(async (trx) => {
    await lockDirections(trx);
    const host = await trx.selectFrom('host').select('id').where('address', '=', address).executeTakeFirst();
    if (!host) return null;
    const key = { hostId: host.id, protocol, port };
    const before = await takeEndpoint(trx, key);
    await trx
      .insertInto('service_endpoint_statement')
      .values({ endpoint_id: before.id, role, author, reason })
      .execute();
    await trx
      .updateTable('service_endpoint')
      .set({ person_role: role, stated_at: sql<Date>`now()` })
      .where('id', '=', before.id)
      .execute();
    const why = { author, reason };
    const restored =
      before.person_role !== null && before.person_role !== role ? await restoreRelationships(trx, key, why) : 0;
    const changed = restored + (await redecideWithin(trx, [statement], why));
    await announceCorrections(trx, changed);
    const change = {
      action: 'endpoint.confirm',
      subject: `endpoint ${address} protocol ${protocol} port ${port}`,
      before: before.person_role,
      after: role,
      reason,
    };
    await appendAuditEntry(trx, { author, origin: statement.origin ?? 'unknown' }, change);
    return { changed };
  });
}
