import { beforeEach, describe, expect, it } from 'vitest';
import { listenToNotices } from '../notices.ts';
import { emptyDatabase, freshDatabase, seedCategories, seededHost, seedRelationship } from '../testing/index.ts';
import { findCategoryHistory, listScopeRuns } from './scope-runs.ts';

const { db, server } = await freshDatabase();
const ALL = { limit: 10, offset: 0 };
const history = async (address: string) => findCategoryHistory(db, await seededHost(db, address), 10);

beforeEach(async () => {
  await emptyDatabase(db);
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.1', port: 443 });
});

describe('a stored run', () => {
  it('replaces the one before; what moved is in the history with its reason', async () => {
    await seedCategories(db, { '10.2.0.1': 'UNDETERMINED', '10.1.0.1': 'CDE_CHD' });
    expect(await history('10.2.0.1')).toMatchObject({ current: { system: '10.2.0.1' }, changes: [] });
    await seedCategories(db, { '10.2.0.1': 'CONNECTED!', '10.1.0.1': 'CDE_CHD' });
    expect(await history('10.2.0.1')).toMatchObject({
      changes: [{ before: 'UNDETERMINED', after: 'CONNECTED', reason: 'because of 10.2.0.1' }],
    });
    expect((await history('10.1.0.1')).changes).toEqual([]);
    const { runs, total } = await listScopeRuns(db, ALL);
    expect(total).toBe(2);
    expect(runs).toMatchObject([
      { id: 2, moved: 1, counts: { CONNECTED: 1, CDE_CHD: 1 } },
      { id: 1, moved: 0, counts: { UNDETERMINED: 1, CDE_CHD: 1 } },
    ]);
    const since = await db.selectFrom('host_category').select('since_run_id').orderBy('host_id').execute();
    expect(since.map((row) => row.since_run_id)).toEqual([2, 1]);
  });

  it('with the same result only says when it was checked', async () => {
    const categories = { '10.2.0.1': 'UNDETERMINED' } as const;
    expect(await seedCategories(db, categories)).toEqual({ outcome: 'stored', id: 1 });
    const [before] = (await listScopeRuns(db, ALL)).runs;
    expect(await seedCategories(db, categories)).toEqual({ outcome: 'same', id: 1 });
    const [after] = (await listScopeRuns(db, ALL)).runs;
    expect(after?.checkedAt.getTime()).toBeGreaterThan(before?.checkedAt.getTime() ?? Infinity);
    expect(await seedCategories(db, categories, { modelVersion: 'newer' })).toEqual({ outcome: 'stored', id: 2 });
  });

  it('of older facts than the latest is not stored', async () => {
    await seedCategories(db, { '10.2.0.1': 'CONNECTED' });
    const late = await seedCategories(db, { '10.2.0.1': 'OUT_OF_SCOPE' }, { factsAt: new Date('2020-01-01') });
    expect(late).toEqual({ outcome: 'older', id: 1 });
    expect(await db.selectFrom('host_category').select('category').execute()).toEqual([{ category: 'CONNECTED' }]);
  });

  it('that fails half-way leaves the one before whole', async () => {
    await seedCategories(db, { '10.2.0.1': 'UNDETERMINED', '10.1.0.1': 'CDE_CHD' });
    const broken = seedCategories(
      db,
      { '10.2.0.1': 'CONNECTED', '10.1.0.1': 'CDE_CHD' },
      {
        reasonOf: () => {
          throw new Error('no reason');
        },
      },
    );
    await expect(broken).rejects.toThrow('no reason');
    expect(await listScopeRuns(db, ALL)).toMatchObject({ total: 1, runs: [{ id: 1 }] });
    expect((await history('10.2.0.1')).changes).toEqual([]);
  });

  it('is announced when something changed, and only then', async () => {
    const heard: string[] = [];
    const listening = Promise.withResolvers<void>();
    const notices = listenToNotices(server, {
      onNotice: (payload) => heard.push(payload),
      onListening: listening.resolve,
    });
    await listening.promise;
    for (const category of ['UNDETERMINED', 'UNDETERMINED', 'CONNECTED'] as const)
      await seedCategories(db, { '10.2.0.1': category });
    while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    await notices.close();
    expect(heard).toEqual(['{"kind":"scope","id":"1"}', '{"kind":"scope","id":"2"}']);
  });
});
