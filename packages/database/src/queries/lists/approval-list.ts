import { protocolName } from '@scopemap/net';
import { sql } from 'kysely';
import type { ListValues } from '../../tables/list-import.ts';
import { type AuditedChange, appendAuditEntries } from '../audit.ts';
import type { StoredList } from './list-kind.ts';

/** Which service between which zones; protocol and port are numbers. */
export interface ApprovalKey {
  readonly sourceZoneId: number;
  readonly targetZoneId: number;
  readonly protocol: number;
  readonly port: number;
}

/** The key of an approval in a list. */
export function approvalListKey({ sourceZoneId, targetZoneId, protocol, port }: ApprovalKey): string {
  return JSON.stringify([sourceZoneId, targetZoneId, protocol, port]);
}

const expiry = (values: ListValues) => (values.expires ? new Date(values.expires) : null);

interface StoredApproval {
  readonly sourceZoneId: number;
  readonly targetZoneId: number;
  readonly protocol: number;
  readonly port: number;
  readonly source_zone: string;
  readonly target_zone: string;
  readonly business_need: string;
  readonly owner: string;
  readonly expires: Date | null;
}

/** Approvals by zones and service: `source_zone, target_zone, protocol, port, business_need, owner, expires`. */
export const approvalList: StoredList = {
  async read(trx) {
    const { rows } = await sql<StoredApproval>`
      select a.source_zone_id as "sourceZoneId", a.target_zone_id as "targetZoneId", a.protocol, a.port, s.name as source_zone,
        t.name as target_zone, a.business_need, a.owner, a.expires_at as expires
      from approval a join zone s on s.id = a.source_zone_id join zone t on t.id = a.target_zone_id
      order by lower(s.name), lower(t.name), a.protocol, a.port`.execute(trx);
    return rows.map(({ sourceZoneId, targetZoneId, protocol, port, expires, ...names }) => ({
      key: approvalListKey({ sourceZoneId, targetZoneId, protocol, port }),
      subject: `${names.source_zone} to ${names.target_zone}, ${protocolName(protocol)} ${port}`,
      values: {
        ...names,
        protocol: protocolName(protocol),
        port: String(port),
        expires: expires?.toISOString() ?? '',
      },
    }));
  },

  async write(trx, changes, by) {
    const entries: AuditedChange[] = [];
    for (const { key, subject, before, after } of changes) {
      const [source_zone_id, target_zone_id, protocol, port] = JSON.parse(key) as [number, number, number, number];
      const named = { source_zone_id, target_zone_id, protocol, port };
      if (after) {
        const values = {
          business_need: after.business_need as string,
          owner: after.owner ?? '',
          expires_at: expiry(after),
          approved_by: by.author,
          approved_at: new Date(),
        };
        await trx
          .insertInto('approval')
          .values({ ...named, ...values })
          .onConflict((conflict) =>
            conflict.columns(['source_zone_id', 'target_zone_id', 'protocol', 'port']).doUpdateSet(values),
          )
          .execute();
      } else {
        await trx
          .deleteFrom('approval')
          .where(({ and }) => and(named))
          .execute();
      }
      const action = after === null ? 'approval.withdraw' : before === null ? 'approval.give' : 'approval.change';
      entries.push({
        action,
        subject: `approval (${subject})`,
        before,
        after,
        reason: after?.business_need ?? by.reason,
      });
    }
    await appendAuditEntries(trx, by, entries);
    return [];
  },
};
