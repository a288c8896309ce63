import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createZone, readScopeFacts } from '@scopemap/database';
import { freshDatabase, seedRelationship, TESTER } from '@scopemap/database/testing';
import { startEmbeddedPostgres } from '@scopemap/embedded-postgres';
import { classifyScope, type ScopeFacts } from '@scopemap/scope-model';
import { afterAll, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.ts';

const { db, server } = await freshDatabase();
const url =
  'connectionString' in server
    ? server.connectionString
    : `postgres://${server.user}:${encodeURIComponent(server.password)}@${encodeURIComponent(server.host)}:${server.port}/${server.database}`;
const folder = await mkdtemp(join(tmpdir(), 'scopemap-backup-cli-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const source = join(folder, 'source');
const target = join(folder, 'target');
const backup = join(folder, 'backup');

const NOW = Date.UTC(2026, 10, 1);

function conclusions(of: typeof db) {
  return readScopeFacts(of, { now: NOW, ruleSets: async () => new Map() }, async ({ network, contacts }) => {
    const read: ScopeFacts['contacts'][number][] = [];
    for await (const batch of contacts) read.push(...batch);
    const facts = { ...network, contacts: read };
    const scope = classifyScope(facts);
    const { assets, places, coverage, items } = scope;
    return { facts, assets, places, coverage, items, decisions: assets.map(({ id }) => scope.explain(id)) };
  });
}

test('a restore into an empty installation concludes the same, and holds the signing key', async () => {
  await createZone(db, { name: 'Vault', description: '', claim: 'cde', prefixes: ['10.2.0.0/16'] }, TESTER);
  await seedRelationship(db, { client: '10.1.0.1', server: '10.2.0.1', port: 443, observers: ['192.0.2.1'] });
  await seedRelationship(db, { client: '10.3.0.1', server: '10.1.0.1', port: 22, observers: ['192.0.2.1'] });
  await mkdir(join(source, 'evidence'), { recursive: true });
  await writeFile(join(source, 'database-url'), url);
  await writeFile(join(source, 'evidence/signing-key.pem'), 'key');
  await writeFile(join(source, 'evidence/half.zip.part'), 'x');

  const saved = await runCli('backup', '--data', source, '--out', backup);
  expect([saved.code, saved.stderr]).toEqual([0, '']);
  expect(saved.stdout).toMatch(/^Audit +1 entries, the last has hash [0-9a-f]{64}$/m);
  expect((await stat(join(backup, 'manifest.json'))).mode & 0o77).toBe(0);
  expect(await readdir(join(backup, 'evidence'))).toEqual(['signing-key.pem']);

  const restored = await runCli('restore', backup, '--data', target);
  expect([restored.code, restored.stderr]).toEqual([0, '']);
  expect(restored.stdout).toMatch(/^Audit +1 entries are as they were written/m);
  expect(await readFile(join(target, 'evidence/signing-key.pem'), 'utf8')).toBe('key');

  const postgres = await startEmbeddedPostgres({ directory: join(target, 'postgres/18') });
  const copy = connect(postgres.connection, { max: 2 });
  try {
    const before = await conclusions(db);
    expect(before.facts.contacts.length).toBe(2);
    expect(before.decisions.length).toBeGreaterThan(2);
    expect(await conclusions(copy)).toEqual(before);
  } finally {
    await copy.destroy();
    await postgres.stop();
  }
});

test.each([
  [['backup'], 2, /--out names the folder/],
  [['backup', '--out', folder, '--data', source], 1, /EEXIST|not empty|directory/],
  [['restore'], 2, /name one folder/],
  [['restore', join(folder, 'none'), '--data', join(folder, 'fresh')], 1, /holds no backup/],
  [['restore', backup, '--data', target], 1, /not empty/],
])('%j ends with %i', async (args, code, message) => {
  const done = await runCli(...args);
  expect([done.code, done.stderr]).toEqual([code, expect.stringMatching(message)]);
});
