import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { notify } from '../notices.ts';
import type { ScopeSettingTable } from '../tables/scope-evidence.ts';
import type { ChangeAuthor } from './audit.ts';
import { addVersioned, endVersionedRows, listVersioned, type VersionedRow } from './versioned.ts';

export interface ScopeSettingValues {
  readonly entityName: string;
  readonly entityKind: ScopeSettingTable['entity_kind'];
  /** Length of the window of observation, which ends now. */
  readonly periodDays: number;
}

const DEFAULTS: ScopeSettingValues = { entityName: 'This entity', entityKind: 'merchant', periodDays: 90 };

/** What scope is judged by. `setBy` is null while nobody has set anything. */
export async function loadScopeSetting(
  db: Db,
): Promise<ScopeSettingValues & { readonly setBy: VersionedRow<'scope_setting'> | null }> {
  const [row] = await listVersioned(db, 'scope_setting');
  if (!row) return { ...DEFAULTS, setBy: null };
  return { entityName: row.entity_name, entityKind: row.entity_kind, periodDays: row.period_days, setBy: row };
}

/** Sets what scope is judged by; what was set before stays in the history. */
export function replaceScopeSetting(
  db: Db,
  { entityName, entityKind, periodDays }: ScopeSettingValues,
  by: ChangeAuthor & { readonly reason: string },
): Promise<void> {
  return db.transaction().execute(async (trx) => {
    // Writers one after the other; the audit's lock comes later.
    await sql`lock table scope_setting in share row exclusive mode`.execute(trx);
    await endVersionedRows(trx, 'scope_setting', sql<boolean>`true`, by);
    const columns = { entity_name: entityName, entity_kind: entityKind, period_days: periodDays };
    await addVersioned(trx, 'scope_setting', columns, by);
    await notify(trx, { kind: 'zones' });
  });
}
