import { describe, expect, it } from 'vitest';
import { freshDatabase, seedRelationship, TESTER } from '../testing/index.ts';
import { answerThread, commentSubjectExists, listThreads, startThread } from './comments.ts';
import { nameHost } from './hosts.ts';

const { db } = await freshDatabase();
await seedRelationship(db, { client: '10.2.0.1', server: '10.1.5.9', port: 443, days: ['2026-10-01'] });
const { id: hostId } = await db
  .selectFrom('host')
  .select('id')
  .where('address', '=', '10.1.5.9')
  .executeTakeFirstOrThrow();
await nameHost(db, hostId, 'vault-db', TESTER);

const by = (author: string) => ({ author, origin: 'test' });
const about = { subject_kind: 'host', subject_id: '10.1.5.9' } as const;

describe('a thread', () => {
  it('is open until somebody answers, and keeps every message', async () => {
    const id = await startThread(db, { ...about, kind: 'request', body: 'Send the rules' }, by('eve'));
    expect(await answerThread(db, { id, body: 'Attached', state: 'answered' }, by('ann'))).toBe(true);
    expect(await listThreads(db, { state: 'open' })).toEqual([]);
    const [thread] = await listThreads(db, { subjectKind: 'host', subjectId: '10.1.5.9' });
    expect(thread).toMatchObject({ id, state: 'answered', label: 'vault-db (10.1.5.9)', kind: 'request' });
    expect(thread?.messages.map(({ author, body, state }) => [author, body, state])).toEqual([
      ['eve', 'Send the rules', 'open'],
      ['ann', 'Attached', 'answered'],
    ]);
  });

  it('of a comment asks for nothing', async () => {
    const id = await startThread(
      db,
      { subject_kind: 'installation', subject_id: '', kind: 'comment', body: 'Good' },
      by('eve'),
    );
    expect(await listThreads(db, { id })).toMatchObject([{ state: 'closed', label: 'the installation' }]);
  });

  it('is in the audit and never changed', async () => {
    const actions = (await db.selectFrom('audit_entry').select('action').orderBy('id').execute()).map(
      ({ action }) => action,
    );
    expect(actions).toEqual(expect.arrayContaining(['comment.request', 'comment.answer', 'comment.comment']));
    await expect(db.deleteFrom('comment_message').execute()).rejects.toThrow(/append-only/);
    await expect(db.updateTable('comment_thread').set({ kind: 'comment' }).execute()).rejects.toThrow(/append-only/);
  });

  it('that is not there has no answer', async () => {
    expect(await answerThread(db, { id: 999, body: 'x', state: 'closed' }, by('ann'))).toBe(false);
  });
});

it.each([
  ['host', '10.1.5.9', true],
  ['host', '10.1.5.8', false],
  ['zone', '77', false],
  ['relationship', 'x', false],
  ['installation', '', true],
] as const)('%s %s is known: %s', async (kind, id, known) => {
  expect(await commentSubjectExists(db, kind, id)).toBe(known);
});
