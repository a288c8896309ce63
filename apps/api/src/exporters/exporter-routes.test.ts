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
  const minute = (
    at: string,
    version: number,
    problems: Record<string, number>,
    sampling: number | null,
    more: object = {},
  ) => ({
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
    ...more,
  });
  await db
    .insertInto('exporter_health')
    .values([
      minute('2026-10-01T00:00:00Z', 9, { 'template-missing': 2 }, 10),
      minute('2026-10-01T00:01:00Z', 10, { 'template-missing': 3, truncated: 1 }, 100, {
        undecodable: JSON.stringify({ 'no-template': 2, 'set-length': 1 }),
        templates: 7,
        waiting_sets: 2,
      }),
      minute('2026-10-01T00:02:00Z', 10, {}, null, {
        undecodable: JSON.stringify({ 'no-template': -2 }),
        templates: 8,
        waiting_sets: 0,
      }),
    ])
    .execute();
  const { status, body } = await call<{ exporters: unknown[] }>('GET', '/api/exporters');
  expect(status).toBe(200);
  expect(body.exporters).toEqual([
    expect.objectContaining({
      address: '192.0.2.9',
      versions: [],
      undecodable: {},
      templates: null,
      waitingSets: null,
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
      undecodable: { 'set-length': 1 },
      templates: 8,
      waitingSets: 0,
      problems: { 'template-missing': 5, truncated: 1 },
      sampling: 100,
      skewMs: 250,
    },
  ]);
});

it('tells what the collector lost apart from the exporters', async () => {
  const loss = (at: string, port: number | null, problem: string, count: number) => ({
    minute: new Date(at),
    port,
    problem,
    count,
  });
  await db
    .insertInto('collector_loss')
    .values([
      loss('2026-10-01T00:00:00Z', 2055, 'kernel-drop', 3_000_000_000),
      loss('2026-10-01T00:05:00Z', 2055, 'kernel-drop', 5),
      loss('2026-10-01T00:01:00Z', 4739, 'kernel-drop', 1),
      loss('2026-10-01T00:01:00Z', null, 'exporter-limit', 2),
    ])
    .execute();
  const { body } = await call<{ exporters: unknown[]; losses: unknown[] }>('GET', '/api/exporters');
  expect(body).toEqual({
    exporters: [],
    losses: [
      { problem: 'exporter-limit', port: null, count: 2, last: '2026-10-01T00:01:00.000Z' },
      { problem: 'kernel-drop', port: 2055, count: 3_000_000_005, last: '2026-10-01T00:05:00.000Z' },
      { problem: 'kernel-drop', port: 4739, count: 1, last: '2026-10-01T00:01:00.000Z' },
    ],
  });
});

it('names an exporter, renames it and takes the name away, each with its entry in the audit trail', async () => {
  const seen = new Date('2026-10-01T00:00:00Z');
  await db
    .insertInto('exporter')
    .values({ address: '2001:db8::9', name: null, first_seen: seen, last_seen: seen })
    .execute();
  const last = async () =>
    await db
      .selectFrom('audit_entry')
      .select(['action', 'subject', 'before', 'after'])
      .orderBy('id', 'desc')
      .executeTakeFirst();
  const put = (id: number, name: unknown) => call<{ name: unknown }>('PUT', `/api/exporters/${id}/name`, { name });
  const entry = { action: 'exporter.name', subject: 'exporter 1 (2001:db8::9)' };
  for (const [given, before, after] of [
    [' core-sw-1 ', null, 'core-sw-1'],
    ['edge', 'core-sw-1', 'edge'],
    [null, 'edge', null],
  ]) {
    expect(await put(1, given)).toMatchObject({ status: 200, body: { id: 1, name: after } });
    expect(await last()).toEqual({ ...entry, before, after });
  }
  const before = await db.selectFrom('audit_entry').select('id').execute();
  expect(await put(1, null)).toMatchObject({ status: 200 });
  expect(await put(2, 'core')).toMatchObject({ status: 404 });
  expect(await put(1, '  ')).toMatchObject({ status: 400 });
  expect(await db.selectFrom('audit_entry').select('id').execute()).toEqual(before);
});
