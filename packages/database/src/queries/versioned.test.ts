import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyDatabase, freshDatabase, TESTER } from '../testing/index.ts';
import { listAuditEntries } from './audit.ts';
import { verifyAuditChain } from './audit-chain.ts';
import { createVersioned, endVersioned, listVersioned, type NewColumns, type VersionedTable } from './versioned.ts';

const { db } = await freshDatabase();
const BY = { ...TESTER, reason: 'because' };
const tag = { subject_kind: 'asset', subject_id: '10.0.0.1', statement: { kind: 'serves-cde' }, valid_until: null };

/** A row of every versioned table. */
const ROWS: readonly (readonly [VersionedTable, NewColumns])[] = [
  ['tag', tag],
  ['segment', { name: 'A', prefixes: ['10.0.0.0/24', '2001:db8::/64'] }],
  ['third_party', { name: 'Acquirer', attestation_version: '4.0.1', attested_at: '2026-01-01T00:00:00Z' }],
  ['network_control', { name: 'Edge', address: '10.0.0.254' }],
  [
    'segmentation_test',
    {
      source_place: 'zone-1',
      target_place: 'zone-2',
      tested_at: '2026-01-01T00:00:00Z',
      result: 'passed',
      tester: 'x',
      independent: true,
    },
  ],
  [
    'boundary_watch',
    { place: 'zone-1', other_place: 'zone-2', exporter_ids: [1, 2], every_path: false, directions: 'both' },
  ],
  ['calendar_event', { name: 'Month end', happened_at: '2026-01-31T00:00:00Z' }],
  ['scope_setting', { entity_name: 'Shop', entity_kind: 'merchant', period_days: 90 }],
];

beforeEach(() => emptyDatabase(db));

describe.each(ROWS)('%s', (table, columns) => {
  it('is written and ended once, each with an audit entry that holds the row, and changes in no other way', async () => {
    const entries = (await verifyAuditChain(db)).entries;
    expect(await createVersioned(db, table, columns, BY)).toEqual({ id: 1 });
    expect(await listVersioned(db, table)).toMatchObject([{ author: 'a test', reason: 'because', ended_at: null }]);
    await expect(sql`update ${sql.table(table)} set reason = 'x'`.execute(db)).rejects.toThrow(/versioned/);
    await expect(sql`delete from ${sql.table(table)}`.execute(db)).rejects.toThrow(/versioned/);
    expect(await endVersioned(db, table, 1, { ...TESTER, reason: 'over' })).toBe('done');
    expect(await endVersioned(db, table, 1, { ...TESTER, reason: 'over' })).toBe('ended');
    expect(await endVersioned(db, table, 2, { ...TESTER, reason: 'over' })).toBe('missing');
    const again = sql`update ${sql.table(table)} set ended_at = null, ended_by = null, end_reason = null`.execute(db);
    await expect(again).rejects.toThrow(/versioned/);
    expect(await listVersioned(db, table)).toEqual([]);
    expect(await listVersioned(db, table, true)).toMatchObject([{ ended_by: 'a test', end_reason: 'over' }]);
    expect(await verifyAuditChain(db)).toMatchObject({ entries: entries + 2, broken: null });
    const [last] = (await listAuditEntries(db, {}, { limit: 1, offset: 0 })).entries;
    expect(last).toMatchObject({ before: { id: 1, author: 'a test' }, after: null, reason: 'over' });
  });
});

it('a name is taken until its row ends', async () => {
  const add = () => createVersioned(db, 'network_control', { name: 'EDGE' }, BY);
  expect(await add()).toHaveProperty('id');
  expect(await add()).toEqual({ standing: true });
  await endVersioned(db, 'network_control', 1, BY);
  expect(await add()).toHaveProperty('id');
});

it('a refused row leaves no audit entry', async () => {
  const { entries } = await verifyAuditChain(db);
  await expect(createVersioned(db, 'tag', { ...tag, subject_id: '' }, BY)).rejects.toThrow(/check constraint/);
  expect((await verifyAuditChain(db)).entries).toBe(entries);
});
