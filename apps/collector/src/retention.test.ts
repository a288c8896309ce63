import { ensureFlowPartitions } from '@scopemap/database';
import { freshDatabase } from '@scopemap/database/testing';
import { expect, test } from 'vitest';
import { Retention } from './retention.ts';
import { keepLines } from './testing/kept-log.ts';

const { db } = await freshDatabase();

test('flows past their time go by whole days, the others stay', async () => {
  const { log, lines } = keepLines();
  await ensureFlowPartitions(db, ['2026-01-01', '2026-01-09', '2026-01-10', '2026-01-15']);
  await new Retention(db, 5, log).apply(Date.UTC(2026, 0, 15, 12));
  expect(lines).toMatchObject([{ days: ['2026-01-01', '2026-01-09'] }]);
  await new Retention(db, 0, log).apply(Date.UTC(2026, 0, 15, 12));
  expect(lines[1]).toMatchObject({ days: ['2026-01-10'] });
});
