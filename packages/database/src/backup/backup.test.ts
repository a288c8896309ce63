import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { ensureFlowPartitions } from '../queries/flow-partitions.ts';
import { applyWindow } from '../queries/ingest-window.ts';
import { createZone } from '../queries/zones.ts';
import { freshDatabase, seedRelationship, TESTER } from '../testing/index.ts';
import { directed, ingest, minute } from '../testing/window-samples.ts';
import { dumpDatabase } from './dump-database.ts';
import { restoreDatabase } from './restore-database.ts';

const source = await freshDatabase();
const folder = await mkdtemp(join(tmpdir(), 'scopemap-backup-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const { db } = source;
await createZone(db, { name: 'Vault "x"\t\\', description: 'a\nb', claim: 'cde', prefixes: ['10.2.0.0/16'] }, TESTER);
await seedRelationship(db, { client: '10.1.0.1', server: '10.2.0.1', port: 443, observers: ['192.0.2.1'] });
await ensureFlowPartitions(db, ['2026-01-15']);
await applyWindow(db, ingest('a', { relationships: [directed()] }, { health: [minute()] }));

const dump = (from: typeof source, name: string) => dumpDatabase(from.db, join(folder, name), '1.2.3');
const content = ({ tables }: Awaited<ReturnType<typeof dump>>) =>
  Object.fromEntries(tables.map(({ name, rows, sha256 }) => [name, [rows, sha256]]));

const first = await dump(source, 'first');

test('what is restored is what was there, to the octet, and goes on where it stood', async () => {
  const target = await freshDatabase();
  await restoreDatabase(target.db, join(folder, 'first'));
  const again = await dump(target, 'again');
  expect(content(again)).toEqual(content(first));
  expect(again.tables.filter(({ rows }) => rows > 0).length).toBeGreaterThan(8);
  expect([again.sequences, again.audit, again.flowDays]).toEqual([first.sequences, first.audit, first.flowDays]);
  // Triggers work again, and ids go on.
  await seedRelationship(target.db, { client: '10.1.0.1', server: '10.2.0.9', port: 443, observers: ['192.0.2.1'] });
  await expect(sql`delete from audit_entry`.execute(target.db)).rejects.toThrow(/append-only/);
});

test('a filled database is not touched', async () => {
  await expect(restoreDatabase(db, join(folder, 'first'))).rejects.toThrow(/not empty \(host has rows\)/);
  expect(content(await dump(source, 'untouched'))).toEqual(content(first));
});

test.each([
  ['a changed file', 'tables/host.copy.gz', /tables\/host\.copy\.gz is not as it was written/],
  ['a missing file', 'tables/zone.copy.gz', /the rows of zone, cannot be read/],
])('%s is named before anything is written', async (_, file, message) => {
  const name = `broken ${file.slice(7, 11)}`;
  await dump(source, name);
  if (file.includes('zone')) await rm(join(folder, name, file));
  else await appendFile(join(folder, name, file), 'x');
  const target = await freshDatabase();
  await expect(restoreDatabase(target.db, join(folder, name))).rejects.toThrow(message);
  expect(await target.db.selectFrom('host').selectAll().execute()).toEqual([]);
});

test.each([
  [
    'a path that leaves the folder',
    (text: string) => text.replace('tables/host.copy.gz', '../../etc/passwd'),
    /outside/,
  ],
  ['another format', (text: string) => text.replace('"format": 1', '"format": 9'), /format 1/],
  ['a newer version', (text: string) => text.replace('0034-growth', '9999-later'), /newer than this one/],
  ['no JSON', () => '<html>', /not JSON/],
])('%s is refused', async (name, change, message) => {
  await dump(source, name);
  const file = join(folder, name, 'manifest.json');
  await writeFile(file, change(await readFile(file, 'utf8')));
  const target = await freshDatabase();
  await expect(restoreDatabase(target.db, join(folder, name))).rejects.toThrow(message);
});
