import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { freshDatabase, storedNames } from '../testing/index.ts';
import { day, directed, ingest, NOON } from '../testing/window-samples.ts';
import { loadExporterFacts } from './facts/load-coverage.ts';
import { applyWindow } from './ingest-window.ts';

const { db } = await freshDatabase();
const LIMITS = { relationships: 100, relationshipsOfExporter: 20 };

/** Contacts with so many servers that nobody saw before, as one exporter reports them. */
function contacts(exporter: string, network: number, count: number) {
  return Array.from({ length: count }, (_, i) =>
    directed({ server: `10.${network}.${i >> 8}.${i & 255}`, observers: [exporter], days: [day({ exporter })] }),
  );
}

const seen = (...addresses: string[]) => ({
  exporters: addresses.map((address) => ({ address, first: NOON, last: NOON })),
});

async function refused(): Promise<Record<string, number>> {
  const { rows } = await sql<{ address: string; count: number }>`
    select host(address) as address, sum((problems ->> 'growth-limit')::int)::int as count
    from exporter_health join exporter on exporter.id = exporter_id group by 1 order by 1`.execute(db);
  return Object.fromEntries(rows.map(({ address, count }) => [address, count]));
}

const size = async (table: 'host' | 'relationship') =>
  Number(
    (
      await db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  );

beforeEach(async () => {
  await sql`truncate growth, growth_of_exporter, exporter, host, relationship, relationship_day, applied_window cascade`.execute(
    db,
  );
});

test('an exporter that invents hosts fills its share; what the others report of known and new ones is stored', async () => {
  const [calm, flood] = ['192.0.2.1', '192.0.2.66'];
  await applyWindow(db, ingest('calm', { relationships: contacts(calm, 1, 50) }, seen(calm)), LIMITS);
  for (let window = 0; window < 5; window++) {
    const relationships = contacts(flood, 100 + window, 2_000);
    await applyWindow(db, ingest(`flood ${window}`, { relationships }, seen(flood)), LIMITS);
  }
  expect(await size('relationship')).toBe(70);
  // Of those not stored there is no host either; the client is one of the servers.
  expect(await size('host')).toBe(70);
  expect(await refused()).toEqual({ [flood]: 9_980 });
  const mixed = [...contacts(calm, 1, 50), ...contacts(calm, 2, 10), ...contacts(flood, 200, 500)];
  await applyWindow(db, ingest('mixed', { relationships: mixed }, seen(calm, flood)), LIMITS);
  expect(await size('relationship')).toBe(80);
  expect((await storedNames(db)).filter((name) => name.includes('10.2.'))).toHaveLength(10);
  expect(await refused()).toEqual({ [flood]: 10_480 });
});

test('without bounds, and below them, everything is stored', async () => {
  await applyWindow(db, ingest('free', { relationships: contacts('192.0.2.1', 1, 300) }, seen('192.0.2.1')));
  expect(await size('relationship')).toBe(300);
  await applyWindow(db, ingest('below', { relationships: contacts('192.0.2.1', 2, 100) }, seen('192.0.2.1')), LIMITS);
  expect(await size('relationship')).toBe(400);
  // What is known stays known, also when nothing new is taken any more.
  const again = [...contacts('192.0.2.1', 2, 100), ...contacts('192.0.2.1', 1, 300)];
  await applyWindow(db, ingest('again', { relationships: again }, seen('192.0.2.1')), LIMITS);
  expect(await refused()).toEqual({});
  const flows = await db
    .selectFrom('relationship_day')
    .select(({ fn }) => fn.sum('flows').as('n'))
    .executeTakeFirst();
  expect(Number(flows?.n)).toBe(800);
});

test('what was refused lowers the word of the exporter on coverage', async () => {
  const exporter = '192.0.2.66';
  const health = [
    {
      exporter,
      domain: 1,
      version: 9,
      minute: Math.floor(Date.now() / 60_000) * 60_000,
      datagrams: 10,
      octets: 1_000,
      records: 400,
      lost: 0,
      undecodable: {},
      problems: {},
      skewMs: 0,
      sampling: 1,
      templates: 1,
      waitingSets: 0,
    },
  ];
  const relationships = contacts(exporter, 1, 120);
  await applyWindow(db, ingest('flood', { relationships }, { ...seen(exporter), health }), LIMITS);
  const period = { start: Date.now() - 3_600_000, end: Date.now() + 3_600_000 };
  const facts = await db.transaction().execute((trx) => loadExporterFacts(trx, period));
  expect(facts).toMatchObject([{ address: exporter, sequenceLoss: 0.5 }]);
});
