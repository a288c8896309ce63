import type { CommentThread } from '@scopemap/contract';
import { seedRelationship } from '@scopemap/database/testing';
import { describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call } = await testApi();
await seedRelationship(db, { client: '10.2.0.1', server: '10.1.5.9', port: 443, days: ['2026-10-01'] });
const relationship = await db.selectFrom('relationship').select('id').executeTakeFirstOrThrow();

const ask = (subject: object, kind = 'request') =>
  call<CommentThread & { detail: string }>('POST', '/api/comments', { subject, kind, text: 'Show the rules' });
const list = async (query: string) =>
  (await call<{ threads: CommentThread[] }>('GET', `/api/comments${query}`)).body.threads.map(({ id }) => id);

describe('comments', () => {
  it('on a host, a relationship, and the whole are listed by subject and state', async () => {
    const host = (await ask({ kind: 'host', id: '10.1.5.9' })).body;
    const edge = (await ask({ kind: 'relationship', id: relationship.id }, 'question')).body;
    const whole = (await ask({ kind: 'installation', id: '' }, 'comment')).body;
    expect([host.state, edge.state, whole.state]).toEqual(['open', 'open', 'closed']);
    expect(await list('?state=open')).toEqual([edge.id, host.id]);
    expect(await list('?subjectKind=host&subjectId=10.1.5.9')).toEqual([host.id]);
    const answered = await call<CommentThread>('POST', `/api/comments/${host.id}/messages`, {
      text: 'Attached',
      state: 'answered',
    });
    expect(answered.body.messages.map(({ text, state }) => [text, state])).toEqual([
      ['Show the rules', 'open'],
      ['Attached', 'answered'],
    ]);
    expect(await list('?state=open')).toEqual([edge.id]);
  });

  it.each([
    ['a host that is not there', { kind: 'host', id: '10.9.9.9' }],
    ['what is no address', { kind: 'host', id: 'vault' }],
    ['a zone that is not there', { kind: 'zone', id: '77' }],
    ['a part of the installation', { kind: 'installation', id: '1' }],
    ['an unknown kind', { kind: 'thing', id: '1' }],
  ])('are refused on %s', async (_, subject) => {
    expect((await ask(subject)).status).toBe(400);
  });

  it('have no answer where there is none', async () => {
    expect((await call('POST', '/api/comments/99/messages', { text: 'Hello', state: 'closed' })).status).toBe(404);
  });
});
