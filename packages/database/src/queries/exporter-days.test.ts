import { sql } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import { emptyDatabase, freshDatabase, seedExporter } from '../testing/index.ts';
import { listExporterDays } from './exporter-days.ts';

const { db } = await freshDatabase();

/** Stores a minute of an exporter, and the exporter when it is new; returns its id. */
async function heard(address: string, minute: string, domain = 0, lost = 0): Promise<number> {
  const seen = new Date(minute);
  const id = await seedExporter(db, address, seen);
  await sql`
    insert into exporter_health (exporter_id, domain, version, minute, datagrams, octets, records, lost, undecodable_sets, problems)
    values (${id}, ${domain}, 9, ${seen}, 1, 100, 10, ${lost}, 0, '{}')`.execute(db);
  return id;
}

beforeEach(() => emptyDatabase(db));

it('has nothing when nothing was received', async () => {
  expect(await listExporterDays(db, 7)).toEqual({ last: null, days: [] });
});

it('counts each minute once, whatever the domains in it, by UTC day and no further back than asked', async () => {
  const one = await heard('192.0.2.1', '2026-10-01T10:00:00Z');
  await heard('192.0.2.1', '2026-10-03T23:59:00Z', 0, 4);
  await heard('192.0.2.1', '2026-10-03T23:59:00Z', 7);
  await heard('192.0.2.1', '2026-10-04T00:00:00Z');
  const two = await heard('192.0.2.2', '2026-10-04T00:00:00Z');
  const { last, days } = await listExporterDays(db, 2);
  expect(last).toBe('2026-10-04');
  expect(days).toEqual([
    { exporterId: one, day: '2026-10-03', minutes: 1, records: 20, lost: 4, undecodableSets: 0 },
    { exporterId: one, day: '2026-10-04', minutes: 1, records: 10, lost: 0, undecodableSets: 0 },
    { exporterId: two, day: '2026-10-04', minutes: 1, records: 10, lost: 0, undecodableSets: 0 },
  ]);
});
