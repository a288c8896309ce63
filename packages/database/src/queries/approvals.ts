import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { appendAuditEntry } from './audit.ts';

export interface ApprovalRow {
  readonly id: number;
  readonly sourceZoneId: number;
  readonly sourceZone: string;
  readonly targetZoneId: number;
  readonly targetZone: string;
  readonly protocol: number;
  readonly port: number;
  readonly businessNeed: string;
  readonly approvedBy: string;
  readonly approvedAt: Date;
  readonly expiresAt: Date | null;
  /** Who answers for the service; empty where nobody was named. */
  readonly owner: string;
}

export interface ApprovalDraftRow {
  readonly sourceZoneId: number;
  readonly targetZoneId: number;
  readonly protocol: number;
  readonly port: number;
  readonly businessNeed: string;
  readonly approvedBy: string;
  readonly expiresAt: Date | null;
  readonly owner?: string | undefined;
  /** From where it was approved, for the audit. */
  readonly origin: string;
}

/** `missing`: the zone of that field does not exist. `standing`: an approval in date already covers it. */
export type ApprovalResult =
  | { readonly approval: ApprovalRow }
  | { readonly missing: 'sourceZoneId' | 'targetZoneId' }
  | { readonly standing: ApprovalRow };

function approvalRows(db: Db) {
  return db
    .selectFrom('approval')
    .innerJoin('zone as source', 'source.id', 'approval.source_zone_id')
    .innerJoin('zone as target', 'target.id', 'approval.target_zone_id')
    .select([
      'approval.id',
      'source_zone_id as sourceZoneId',
      'source.name as sourceZone',
      'target_zone_id as targetZoneId',
      'target.name as targetZone',
      'protocol',
      'port',
      'business_need as businessNeed',
      'approved_by as approvedBy',
      'approved_at as approvedAt',
      'expires_at as expiresAt',
      'owner',
    ]);
}

/** The approval of exactly this service between exactly these zones. */
function covering(db: Db, key: { source_zone_id: number; target_zone_id: number; protocol: number; port: number }) {
  return approvalRows(db)
    .where('source_zone_id', '=', key.source_zone_id)
    .where('target_zone_id', '=', key.target_zone_id)
    .where('protocol', '=', key.protocol)
    .where('port', '=', key.port);
}

/** By source zone, target zone and service. */
export function listApprovals(db: Db): Promise<ApprovalRow[]> {
  return approvalRows(db).orderBy('source.name').orderBy('target.name').orderBy('protocol').orderBy('port').execute();
}

/** Approves a service between two zones. One that has run out is replaced, one in date is not. */
export function approve(db: Db, draft: ApprovalDraftRow): Promise<ApprovalResult> {
  return db.transaction().execute(async (trx) => {
    const zones = await trx
      .selectFrom('zone')
      .select('id')
      .where('id', 'in', [draft.sourceZoneId, draft.targetZoneId])
      .forShare()
      .execute();
    for (const field of ['sourceZoneId', 'targetZoneId'] as const) {
      if (!zones.some((zone) => zone.id === draft[field])) return { missing: field };
    }
    const values = {
      business_need: draft.businessNeed,
      approved_by: draft.approvedBy,
      approved_at: new Date(),
      expires_at: draft.expiresAt,
      owner: draft.owner ?? '',
    };
    const key = {
      source_zone_id: draft.sourceZoneId,
      target_zone_id: draft.targetZoneId,
      protocol: draft.protocol,
      port: draft.port,
    };
    const outrun = await covering(trx, key).executeTakeFirst();
    const written = await trx
      .insertInto('approval')
      .values({ ...key, ...values })
      .onConflict((conflict) =>
        conflict
          .columns(['source_zone_id', 'target_zone_id', 'protocol', 'port'])
          .doUpdateSet(values)
          .where(sql<boolean>`approval.expires_at <= now()`),
      )
      .returning('id')
      .executeTakeFirst();
    if (written) {
      const approval = await approvalRows(trx).where('approval.id', '=', written.id).executeTakeFirstOrThrow();
      await appendAuditEntry(
        trx,
        { author: draft.approvedBy, origin: draft.origin },
        {
          action: 'approval.give',
          subject: `approval ${approval.id} (${approval.sourceZone} to ${approval.targetZone})`,
          before: outrun ?? null,
          after: approval,
          reason: draft.businessNeed,
        },
      );
      return { approval };
    }
    return { standing: await covering(trx, key).executeTakeFirstOrThrow() };
  });
}
