import { expect, test } from 'vitest';
import { freshDatabase } from '../testing/index.ts';
import { forgetLiveWindows } from './ingest-window-ledger.ts';

const { db } = await freshDatabase();

test('old windows of live traffic are forgotten, those of imports never', async () => {
  const old = new Date('2026-01-01T00:00:00Z');
  const recent = new Date('2026-01-10T00:00:00Z');
  const rows = [
    { id: 'live-1', applied_at: old },
    { id: 'live-2', applied_at: recent },
    { id: 'import-1', applied_at: old },
  ];
  await db
    .insertInto('applied_window')
    .values(rows.map((row) => ({ ...row, counters: '{}' })))
    .execute();
  expect(await forgetLiveWindows(db, new Date('2026-01-05T00:00:00Z'))).toBe(1);
  const left = await db.selectFrom('applied_window').select('id').orderBy('id').execute();
  expect(left.map(({ id }) => id)).toEqual(['import-1', 'live-2']);
});
