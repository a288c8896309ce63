import { setTimeout } from 'node:timers/promises';
import { createVersioned, createZone, endVersioned, listScopeRuns, listZones, notify } from '@scopemap/database';
import { emptyDatabase, freshDatabase, seedRelationship, TESTER } from '@scopemap/database/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createScopeClassifier, type ScopeClassifier } from './scope-classifier.ts';
import { startClassifierThread } from './start-classifier-thread.ts';

const { db, server } = await freshDatabase();
const errors: Error[] = [];
const options = { server, version: '1', onError: (error: Error) => errors.push(error) };
let classifier: ScopeClassifier;

const categories = async () =>
  Object.fromEntries(
    (
      await db
        .selectFrom('host_category')
        .innerJoin('host', 'host.id', 'host_id')
        .select(['host.address', 'category'])
        .execute()
    ).map(({ address, category }) => [address, category]),
  );

/** Waits for something that comes without being asked for; the test's own time is its limit. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await setTimeout(20);
}

beforeEach(async () => {
  await emptyDatabase(db);
  errors.length = 0;
});
afterEach(() => classifier.close());

it.each([
  ['in this thread', () => createScopeClassifier({ db, ...options })],
  ['in a thread of its own', () => startClassifierThread(options)],
])('classifies at the start and after each change, %s', async (_, start) => {
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.9', port: 443 });
  classifier = start();
  await until(async () => (await categories())['10.2.0.1'] === 'UNDETERMINED');
  await createZone(db, { name: 'Vault', claim: 'cde', description: '', prefixes: ['10.1.0.0/16'] }, TESTER);
  await notify(db, { kind: 'zones' });
  await until(async () => (await categories())['10.2.0.1'] === 'CONNECTED');
  const [explained] = await classifier.explain('10.2.0.1');
  expect(explained).toMatchObject({ system: '10.2.0.1', decision: { category: 'CONNECTED' } });
  await seedRelationship(db, { client: '10.3.0.1', server: '10.1.0.9', port: 443 });
  await notify(db, { kind: 'traffic' });
  await until(async () => (await categories())['10.3.0.1'] === 'CONNECTED');
  const statement = { kind: 'account-data', stores: true, processes: false, transmits: false };
  const tag = { subject_kind: 'asset', subject_id: '10.2.0.1', statement };
  const by = { ...TESTER, reason: 'because of a test' };
  const added = (await createVersioned(db, 'tag', tag, by)) as { readonly id: number };
  await until(async () => (await categories())['10.2.0.1'] === 'CDE_CHD');
  await endVersioned(db, 'tag', added.id, by);
  await until(async () => (await categories())['10.2.0.1'] === 'CONNECTED');
  expect(errors).toEqual([]);
});

it('makes few runs of many changes at once, and the last one counts', async () => {
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.9', port: 443 });
  classifier = createScopeClassifier({ db, ...options });
  await until(async () => (await listScopeRuns(db, { limit: 1, offset: 0 })).total === 1);
  const names = Array.from({ length: 40 }, (_, i) => `10.${i + 100}.0.0/16`);
  await Promise.all(
    names.map(async (prefix) => {
      await createZone(db, { name: prefix, claim: 'connected', description: '', prefixes: [prefix] }, TESTER);
      await notify(db, { kind: 'zones' });
    }),
  );
  await createZone(db, { name: 'Vault', claim: 'cde', description: '', prefixes: ['10.1.0.0/16'] }, TESTER);
  await notify(db, { kind: 'zones' });
  await until(async () => (await categories())['10.2.0.1'] === 'CONNECTED');
  expect((await listZones(db)).zones).toHaveLength(41);
  expect((await listScopeRuns(db, { limit: 1, offset: 0 })).total).toBeLessThan(20);
});

it('leaves the last complete run when one fails, and tries again', async () => {
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.9', port: 443 });
  classifier = createScopeClassifier({ db, ...options });
  await until(async () => (await categories())['10.2.0.1'] === 'UNDETERMINED');
  await db.schema.alterTable('host_category').renameTo('host_category_away').execute();
  await createZone(db, { name: 'Vault', claim: 'cde', description: '', prefixes: ['10.1.0.0/16'] }, TESTER).catch(
    () => {},
  );
  await notify(db, { kind: 'zones' });
  await until(async () => errors.length > 0);
  await db.schema.alterTable('host_category_away').renameTo('host_category').execute();
  expect(await categories()).toEqual({ '10.2.0.1': 'UNDETERMINED', '10.1.0.9': 'UNDETERMINED' });
  expect((await listScopeRuns(db, { limit: 1, offset: 0 })).total).toBe(1);
  await until(async () => (await categories())['10.2.0.1'] === 'CONNECTED');
});
