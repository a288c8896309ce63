import type { ReviewDecision } from '@scopemap/contract';
import { emptyDatabase } from '@scopemap/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call } = await testApi();
beforeEach(() => emptyDatabase(db));

const PATH = '/api/review/decisions';
const ENTRY = { entry: 'bundle:zone-1>zone-2|22-6|unreviewed', title: 'Office → Vault: 22/tcp ssh' };
const decisions = async (query = '') =>
  (await call<{ decisions: ReviewDecision[] }>('GET', `${PATH}${query}`)).body.decisions;

describe('decisions of the review queue', () => {
  it('are kept, replaced by the next of their kind, and taken back', async () => {
    const assign = { ...ENTRY, decision: 'assign', reason: 'she runs it' };
    await call('POST', PATH, { ...assign, assignee: 'Ada' });
    await call('POST', PATH, { ...assign, assignee: 'Grace' });
    await call('POST', PATH, {
      ...ENTRY,
      decision: 'snooze',
      until: '2090-01-01T00:00:00Z',
      reason: 'move in January',
    });
    expect(await decisions()).toMatchObject([
      { decision: 'snooze', until: '2090-01-01T00:00:00.000Z', assignee: null, endedAt: null },
      { ...ENTRY, decision: 'assign', assignee: 'Grace', until: null, author: 'local operator' },
    ]);
    const [snooze] = await decisions();
    expect((await call('POST', `${PATH}/${snooze?.id}/end`, { reason: 'not so' })).status).toBe(200);
    expect((await decisions()).map(({ decision }) => decision)).toEqual(['assign']);
    expect((await decisions('?history=true')).map(({ endReason }) => endReason)).toEqual([
      'not so',
      null,
      'replaced: she runs it',
    ]);
    expect((await call('POST', `${PATH}/${snooze?.id}/end`, { reason: 'again' })).status).toBe(409);
  });

  it.each<[string, object, string]>([
    ['no entry', { entry: 'planet:9', decision: 'reject' }, 'entry'],
    ['no reason', { decision: 'reject', reason: '' }, 'reason'],
    ['nobody', { decision: 'assign', assignee: ' ' }, 'assignee'],
    ['a time that has passed', { decision: 'snooze', until: '2020-01-01T00:00:00Z' }, 'until'],
  ])('are refused with %s', async (_, change, field) => {
    const { status, body } = await call('POST', PATH, { ...ENTRY, reason: 'so it is', ...change });
    expect([status, Object.keys(body.fields as object).join()]).toEqual([400, expect.stringContaining(field)]);
  });
});
