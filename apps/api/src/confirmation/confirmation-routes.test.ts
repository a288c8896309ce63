import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CommentThread,
  type Confirmation,
  type ConfirmationContent,
  ELEMENTS,
  type EvidenceExport,
  EvidenceRecords,
  type Snapshot,
  type SnapshotChanges,
} from '@scopemap/contract';
import { createVersioned, signConfirmation } from '@scopemap/database';
import { seedRelationship, TESTER } from '@scopemap/database/testing';
import { openPack, verifyPack } from '@scopemap/evidence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { app, db, call } = await testApi();
const folder = await mkdtemp(join(tmpdir(), 'scopemap-confirmation-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const take = async () => (await call<Snapshot>('POST', '/api/snapshots', { reason: 'Confirmation' })).body;
const startFrom = (snapshotId: string, more: object = {}) =>
  call<Confirmation & { detail: string }>('POST', '/api/confirmations', {
    snapshotId,
    entityRole: 'merchant',
    trigger: { kind: 'periodic', reference: null },
    reason: 'Twelve months',
    ...more,
  });
const write = (id: number, version: number, content: ConfirmationContent) =>
  call<Confirmation & { detail: string }>('PUT', `/api/confirmations/${id}/content`, {
    version,
    content,
    reason: 'Answers',
  });
const sign = (id: number, step: string, version: number) =>
  call<Confirmation & { detail: string }>('POST', `/api/confirmations/${id}/signatures`, {
    step,
    version,
    title: 'Head of IT',
  });

function whole({ candidates }: Confirmation): ConfirmationContent {
  return {
    elements: ELEMENTS.map((element) => ({
      element,
      result: 'complete',
      statement: 'Reviewed.',
      artefacts: [],
      openItems: [],
    })),
    decisions: candidates.map(({ key }) => ({ key, significant: false, reason: 'Planned', ticket: null })),
    missed: null,
  };
}

async function approved(snapshotId: string): Promise<Confirmation> {
  const { body: begun } = await startFrom(snapshotId);
  const { body: written } = await write(begun.id, 1, whole(begun));
  await sign(written.id, 'prepared', 2);
  for (const [step, author] of [
    ['reviewed', 'bob'],
    ['approved', 'cid'],
  ] as const)
    await signConfirmation(db, { id: written.id, version: 2, step, title: 'Officer' }, { ...TESTER, author });
  return (await call<Confirmation>('GET', `/api/confirmations/${written.id}`)).body;
}

let first: Snapshot;

beforeAll(async () => {
  await call('POST', '/api/zones', { name: 'Vault', claim: 'cde', prefixes: ['10.1.0.0/16'] });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.5.9', port: 443, days: ['2026-10-01'] });
  const statement = { kind: 'account-data', stores: true, processes: false, transmits: true };
  const about = { subject_kind: 'asset', subject_id: '10.1.5.9', statement };
  await createVersioned(db, 'tag', about, { ...TESTER, reason: 'inventory' });
  first = await take();
});

describe('a confirmation of scope', () => {
  it('begins with what the snapshot answers, and says what is lacking', async () => {
    const { body } = await startFrom(first.id);
    expect(body).toMatchObject({ state: 'draft', version: 1, previous: null, candidates: [], nextDue: null });
    expect(body.answers.map(({ element }) => element)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const inCde = body.answers[3]?.findings.find(({ text }) => text === 'Systems CDE_CHD');
    expect(inCde).toEqual({ text: 'Systems CDE_CHD', count: 1, table: 'T2' });
    expect(body.lacking).toHaveLength(7);
    const refused = await sign(body.id, 'prepared', 1);
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('Element 1')]);
  });

  it('is signed by three different people; the server refuses one twice', async () => {
    const { body: begun } = await startFrom(first.id);
    const { body: written } = await write(begun.id, 1, whole(begun));
    expect(written).toMatchObject({ version: 2, lacking: [] });
    expect((await sign(begun.id, 'reviewed', 2)).status).toBe(409);
    expect((await sign(begun.id, 'prepared', 1)).body.detail).toContain('meanwhile');
    expect((await sign(begun.id, 'prepared', 2)).body.state).toBe('prepared');
    const twice = await sign(begun.id, 'reviewed', 2);
    expect([twice.status, twice.body.detail]).toEqual([409, expect.stringContaining('three different people')]);
  });

  it('once approved stays as it is, and the next one is due', async () => {
    const done = await approved(first.id);
    const days = (Date.parse(done.nextDue ?? '') - Date.parse(done.signatures[2]?.at.slice(0, 10) ?? '')) / 86_400_000;
    expect([done.state, days]).toEqual(['approved', 365]);
    const refused = await write(done.id, 2, whole(done));
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('stays as it is')]);
  });

  it('keeps the assessor apart from the entity', async () => {
    const { body: begun } = await startFrom(first.id);
    await write(begun.id, 1, whole(begun));
    await sign(begun.id, 'prepared', 2);
    const say = (kind: string) =>
      call<Confirmation>('POST', `/api/confirmations/${begun.id}/remarks`, { kind, element: 3, text: 'Which backup?' });
    expect((await say('validation')).status).toBe(409);
    expect((await say('comment')).body.remarks).toMatchObject([{ kind: 'comment', element: 3, text: 'Which backup?' }]);
  });

  it.each([
    ['a snapshot that is not there', { snapshotId: '00000000-0000-4000-8000-000000000009' }],
    ['a change without its record', { trigger: { kind: 'change', reference: null } }],
    ['an unknown role', { entityRole: 'bank' }],
  ])('is refused for %s', async (_, more) => {
    expect((await startFrom(first.id, more)).status).toBe(400);
  });

  it('refuses a decision about nothing', async () => {
    const { body } = await startFrom(first.id);
    const decisions = [{ key: 'x', significant: true, reason: 'y', ticket: null }];
    expect((await write(body.id, body.version, { ...whole(body), decisions })).body.detail).toContain('no candidate');
  });

  it('that is not there', async () => {
    expect((await call('GET', '/api/confirmations/9999')).status).toBe(404);
    expect((await write(9999, 1, { elements: [], decisions: [], missed: null })).status).toBe(404);
  });
});

describe('the next confirmation', () => {
  let second: Snapshot;
  let before: Confirmation;

  beforeAll(async () => {
    before = await approved(first.id);
    await seedRelationship(db, { client: '10.3.0.7', server: '10.1.5.9', port: 22, days: ['2026-10-02'] });
    await seedRelationship(db, { client: '10.1.5.9', server: '10.1.5.20', port: 5432, days: ['2026-10-02'] });
    second = await take();
  });

  it('names what changed since the approved one before it', async () => {
    const { body } = await startFrom(second.id);
    expect(body.previous).toMatchObject({ id: before.id, snapshotId: first.id, due: before.nextDue });
    expect(body.candidates.map(({ item }) => item).sort()).toEqual(['boundary', 'new-system-in-cde']);
    expect(body.lacking.join(' ')).toContain('2 possible significant changes');
    expect(body.candidates.find(({ item }) => item === 'boundary')?.text).toContain('10.3.0.7 to 10.1.5.9');
  });

  it('the same changes are listed between the two snapshots', async () => {
    const { body } = await call<SnapshotChanges>('GET', `/api/snapshots/${second.id}/changes?since=${first.id}`);
    expect(body.total).toBe(body.rows.length);
    expect(body.counts).toContainEqual({ kind: 'relationship', change: 'added', count: 2 });
    expect(
      body.rows
        .filter(({ kind }) => kind === 'system')
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(['10.1.5.20', '10.3.0.7']);
    const unknown = '00000000-0000-4000-8000-000000000009';
    expect((await call('GET', `/api/snapshots/${unknown}/changes?since=${first.id}`)).status).toBe(404);
  });

  it('is in the pack, with the changes, and with comments only when they are chosen', async () => {
    const { body: begun } = await startFrom(second.id);
    await write(begun.id, 1, whole(begun));
    await call<CommentThread>('POST', '/api/comments', {
      subject: { kind: 'host', id: '10.1.5.9' },
      kind: 'question',
      text: 'What is on it?',
    });
    const records = async (query: string) => {
      const { body } = await call<EvidenceExport>('POST', `/api/snapshots/${second.id}/exports${query}`);
      await expect
        .poll(async () => (await call<EvidenceExport>('GET', `/api/exports/${body.id}`)).body.state, {
          timeout: 60_000,
        })
        .toBe('done');
      const file = join(folder, `${body.id}.zip`);
      await writeFile(file, (await app.inject({ url: `/api/exports/${body.id}/file` })).rawPayload);
      const pack = await openPack(file);
      expect((await verifyPack(pack)).findings).toEqual([]);
      const found = EvidenceRecords.parse(JSON.parse((await pack.read('records.json', 1024 ** 2)).toString()));
      const table = (await pack.read('tables/t14-changes.csv', 1024 ** 2)).toString();
      pack.close();
      return { found, table };
    };
    const { found, table } = await records('?comments=true');
    expect(found.confirmation).toMatchObject({ id: begun.id, version: 2 });
    expect(found.changes?.since).toMatchObject({ snapshotId: first.id, factsSha256: first.factsSha256 });
    expect(found.comments?.[0]?.messages[0]?.text).toBe('What is on it?');
    expect(table).toContain('New system or equipment in the CDE');
    expect((await records('')).found.comments).toBeNull();
  });
});
