import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import type { Trx } from '../database.ts';

/**
 * Windows take it shared, corrections of history alone: a window that decided by what was known before a correction could
 * otherwise add to rows that the correction just moved away. Held until the transaction ends.
 */
const DIRECTION_LOCK = 7_264_114;

/** Waits for windows that are being applied, and keeps new ones out. */
export async function lockDirections(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${DIRECTION_LOCK})`.execute(trx);
}

/** Waits for a correction that is under way, and keeps new ones out. */
export async function shareDirections(client: PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock_shared($1)', [DIRECTION_LOCK]);
}
