import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { freshDatabase } from '../testing/index.ts';
import { dropFlowPartitionsBefore, ensureFlowPartitions } from './flow-partitions.ts';

const { db } = await freshDatabase();

async function partitions(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relispartition and relname like 'flow_%' order by 1`.execute(db);
  return rows.map((row) => row.name);
}

test('partitions are made on demand, by several processes at once, and dropped by age', async () => {
  await Promise.all([
    ensureFlowPartitions(db, ['2026-02-28', '2026-03-01']),
    ensureFlowPartitions(db, ['2026-03-01', '2025-12-31']),
    ensureFlowPartitions(db, ['2026-03-01', '2026-02-28']),
  ]);
  expect(await partitions()).toEqual(['flow_20251231', 'flow_20260228', 'flow_20260301']);
  expect(await dropFlowPartitionsBefore(db, '2026-03-01')).toEqual(['2025-12-31', '2026-02-28']);
  expect(await partitions()).toEqual(['flow_20260301']);
});

test('a day has its 24 hours in UTC', async () => {
  await ensureFlowPartitions(db, ['2026-03-05']);
  const { rows } = await sql<{ bounds: string }>`
    select pg_get_expr(relpartbound, oid) as bounds from pg_class where relname = 'flow_20260305'`.execute(db);
  expect(rows[0]?.bounds).toBe("FOR VALUES FROM ('2026-03-05 00:00:00+00') TO ('2026-03-06 00:00:00+00')");
});
