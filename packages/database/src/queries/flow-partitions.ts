import { sql } from 'kysely';
import type { Db } from '../database.ts';

const DAY_MS = 86_400_000;

/** Serialises makers of partitions over all processes; any constant number that nothing else uses. */
const PARTITION_LOCK = 5_346_921;

const PARTITION_NAME = /^flow_(\d{4})(\d{2})(\d{2})$/;

/** UTC day of a time, `YYYY-MM-DD`. */
export function utcDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

async function partitionDays(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'flow'::regclass
    order by 1
  `.execute(db);
  return rows.flatMap(({ name }) => {
    const parts = PARTITION_NAME.exec(name);
    return parts ? [`${parts[1]}-${parts[2]}-${parts[3]}`] : [];
  });
}

const partitionOf = (day: string) => `flow_${day.replaceAll('-', '')}`;

/** Creates the daily partitions of `flow` for the given days of receipt (`YYYY-MM-DD`) where they are missing. */
export async function ensureFlowPartitions(db: Db, days: Iterable<string>): Promise<void> {
  const wanted = [...new Set(days)];
  const existing = new Set(await partitionDays(db));
  if (wanted.every((day) => existing.has(day))) return;
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${PARTITION_LOCK})`.execute(trx);
    const now = new Set(await partitionDays(trx));
    for (const day of wanted.filter((candidate) => !now.has(candidate)).sort()) {
      const next = utcDay(Date.parse(day) + DAY_MS);
      const table = sql.table(partitionOf(day));
      // Made apart and attached: creating it as a partition at once would lock out every reader and writer of flow.
      await sql`create table ${table} (like flow including all)`.execute(trx);
      await sql`alter table flow attach partition ${table} for values from (${sql.lit(`${day}T00:00:00Z`)}) to (${sql.lit(`${next}T00:00:00Z`)})`.execute(
        trx,
      );
    }
  });
}

/** Drops the partitions of all days of receipt before `day` (`YYYY-MM-DD`) and returns their days, oldest first. */
export async function dropFlowPartitionsBefore(db: Db, day: string): Promise<string[]> {
  const gone = (await partitionDays(db)).filter((candidate) => candidate < day);
  for (const candidate of gone) await sql`drop table if exists ${sql.table(partitionOf(candidate))}`.execute(db);
  return gone;
}
