import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../testing/index.ts';
import {
  createConfirmation,
  findConfirmation,
  listConfirmations,
  remarkOnConfirmation,
  signConfirmation,
  writeConfirmation,
} from './scope-confirmations.ts';
import { storeSnapshot } from './snapshots.ts';

const { db } = await freshDatabase();
const as = (author: string) => ({ author, origin: 'test', reason: 'twelve months' });
const SNAPSHOT = '00000000-0000-4000-8000-000000000001';
await storeSnapshot(
  db,
  {
    id: SNAPSHOT,
    takenAt: new Date(0),
    reason: 'for the confirmation',
    entity: 'Shop',
    periodStart: new Date(0),
    periodEnd: new Date(1),
    productVersion: '1',
    modelVersion: 1,
    contacts: 0,
    counts: {},
    factsOctets: 1,
    factsSha256: 'x',
  },
  Buffer.from('x'),
  as('ann'),
);

function start(): Promise<number> {
  return createConfirmation(
    db,
    {
      snapshotId: SNAPSHOT,
      entityRole: 'merchant',
      standard: '4.0.1',
      trigger: { kind: 'periodic', reference: null },
      previousId: null,
      answers: [],
      candidates: [],
      content: { n: 1 },
    },
    as('ann'),
  );
}
const sign = (id: number, step: 'prepared' | 'reviewed' | 'approved', author: string, version = 1) =>
  signConfirmation(db, { id, version, step, title: 'Head of network' }, as(author));

describe('a confirmation', () => {
  it('is signed in order, each step by somebody else, and then stays as it is', async () => {
    const id = await start();
    expect(await sign(id, 'reviewed', 'bob')).toBe('out-of-order');
    expect(await sign(id, 'prepared', 'ann')).toBe('done');
    expect(await sign(id, 'reviewed', 'ann')).toBe('same-person');
    expect(await sign(id, 'reviewed', 'bob')).toBe('done');
    expect(await sign(id, 'approved', 'ann')).toBe('same-person');
    expect(await sign(id, 'approved', 'cid')).toBe('done');
    expect(await sign(id, 'approved', 'dan')).toBe('out-of-order');
    expect(await writeConfirmation(db, { id, version: 1, content: { n: 2 } }, as('ann'))).toBe('approved');
    expect((await findConfirmation(db, id))?.signatures.map(({ step, author }) => `${step} ${author}`)).toEqual([
      'prepared ann',
      'reviewed bob',
      'approved cid',
    ]);
  });

  it('that is written anew needs new signatures; who read an older version is told', async () => {
    const id = await start();
    await sign(id, 'prepared', 'ann');
    expect(await writeConfirmation(db, { id, version: 1, content: { n: 2 } }, as('bob'))).toBe('done');
    expect(await writeConfirmation(db, { id, version: 1, content: { n: 3 } }, as('cid'))).toBe('stale');
    expect(await sign(id, 'reviewed', 'bob')).toBe('stale');
    expect(await sign(id, 'reviewed', 'bob', 2)).toBe('out-of-order');
    const found = await findConfirmation(db, id);
    expect(found?.versions.map(({ content }) => content)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('keeps remarks apart, and no signer validates', async () => {
    const id = await start();
    await sign(id, 'prepared', 'ann');
    const say = (kind: 'comment' | 'validation', author: string) =>
      remarkOnConfirmation(db, { id, kind, element: 5, body: 'seen' }, as(author));
    expect(await say('validation', 'ann')).toBe(false);
    expect(await say('comment', 'ann')).toBe(true);
    expect(await say('validation', 'eve')).toBe(true);
    expect((await findConfirmation(db, id))?.remarks.map(({ kind, author }) => `${kind} ${author}`)).toEqual([
      'comment ann',
      'validation eve',
    ]);
  });

  it('is one of its snapshot, and in the audit', async () => {
    const id = await start();
    expect((await listConfirmations(db, { snapshotId: SNAPSHOT }))[0]?.id).toBe(id);
    const { action } = await db
      .selectFrom('audit_entry')
      .select('action')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    expect(action).toBe('confirmation.start');
  });

  it.each(['scope_confirmation', 'confirmation_version', 'confirmation_signature', 'confirmation_remark'] as const)(
    'is never changed in the database: %s',
    async (table) => {
      const id = await start();
      await sign(id, 'prepared', 'ann');
      await remarkOnConfirmation(db, { id, kind: 'comment', element: null, body: 'x' }, as('eve'));
      await expect(db.deleteFrom(table).execute()).rejects.toThrow(/append-only/);
    },
  );

  it('that is not there cannot be written or signed', async () => {
    expect(await writeConfirmation(db, { id: 999, version: 1, content: {} }, as('ann'))).toBe('missing');
    expect(await sign(999, 'prepared', 'ann')).toBe('missing');
  });
});
