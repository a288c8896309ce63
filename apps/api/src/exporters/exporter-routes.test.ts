import { emptyDatabase } from '@scopemap/database/testing';
import { beforeEach, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call } = await testApi();
beforeEach(() => emptyDatabase(db));

it('adds up what was received of each exporter', async () => {
  const seen = new Date('2026-10-01T00:00:00Z');
  await db
    .insertInto('exporter')
    .values(['192.0.2.10', '192.0.2.9'].map((address) => ({ address, name: null, first_seen: seen, last_seen: seen })))
    .execute();
  const minute = (at: string, version: number, problems: Record<string, number>, sampling: number | null) => ({
    exporter_id: 1,
    domain: 0,
    version,
    minute: new Date(at),
    datagrams: 2,
    octets: 100,
    records: 3_000_000_000,
    lost: 1,
    undecodable_sets: 1,
    problems: JSON.stringify(problems),
    skew_ms: 250,
    sampling,
  });
  await db
    .insertInto('exporter_health')
    .values([
      minute('2026-10-01T00:00:00Z', 9, { 'template-missing': 2 }, 10),
      minute('2026-10-01T00:01:00Z', 10, { 'template-missing': 3, truncated: 1 }, 100),
      minute('2026-10-01T00:02:00Z', 10, {}, null),
    ])
    .execute();
  const { status, body } = await call<{ exporters: unknown[] }>('GET', '/api/exporters');
  expect(status).toBe(200);
  expect(body.exporters).toEqual([
    expect.objectContaining({
      address: '192.0.2.9',
      versions: [],
      datagrams: 0,
      problems: {},
      sampling: null,
      skewMs: null,
    }),
    {
      id: 1,
      address: '192.0.2.10',
      name: null,
      versions: [9, 10],
      firstSeen: seen.toISOString(),
      lastSeen: seen.toISOString(),
      datagrams: 6,
      records: 9_000_000_000,
      lost: 3,
      undecodableSets: 3,
      problems: { 'template-missing': 5, truncated: 1 },
      sampling: 100,
      skewMs: 250,
    },
  ]);
});
