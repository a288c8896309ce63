import { writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvidenceExport, Snapshot } from '@scopemap/contract';
import { createExport, createVersioned } from '@scopemap/database';
import { freshDatabase, seedRelationship, TESTER, tamper } from '@scopemap/database/testing';
import { openPack, verifyPack } from '@scopemap/evidence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';
import { createEvidenceQueue } from './evidence-queue.ts';
import { tidyPacks } from './tidy-packs.ts';

const folder = await mkdtemp(join(tmpdir(), 'scopemap-evidence-'));
const { app, db, call, headers, folder: data } = await testApi();
afterAll(() => rm(folder, { recursive: true, force: true }));

const REASON = { reason: 'Quarterly confirmation' };
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

async function ended(id: string): Promise<EvidenceExport> {
  let found: EvidenceExport | undefined;
  await expect
    .poll(
      async () => {
        found = (await call<EvidenceExport>('GET', `/api/exports/${id}`)).body;
        return found.state;
      },
      { timeout: 60_000 },
    )
    .not.toMatch(/queued|running/);
  return found as EvidenceExport;
}

const take = async () => (await call<Snapshot>('POST', '/api/snapshots', REASON)).body;
const start = async (snapshot: string) =>
  (await call<EvidenceExport>('POST', `/api/snapshots/${snapshot}/exports`)).body;
const actions = async () =>
  (await call<{ entries: { action: string }[] }>('GET', '/api/audit?limit=100')).body.entries.map(
    ({ action }) => action,
  );

async function saved(id: string): Promise<string> {
  const answer = await app.inject({ url: `/api/exports/${id}/file`, headers });
  expect(answer.statusCode).toBe(200);
  const file = join(folder, `${id}.zip`);
  writeFileSync(file, answer.rawPayload);
  return file;
}

let snapshot: Snapshot;

beforeAll(async () => {
  await call('POST', '/api/zones', { name: 'Vault', claim: 'cde', prefixes: ['10.1.0.0/16'] });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.5.9', port: 443, days: ['2026-10-01'] });
  await createVersioned(
    db,
    'tag',
    {
      subject_kind: 'asset',
      subject_id: '10.1.5.9',
      statement: { kind: 'account-data', stores: true, processes: false, transmits: true },
    },
    { ...TESTER, reason: 'inventory' },
  );
  snapshot = await take();
});

describe('a snapshot', () => {
  it('says what was frozen, and is listed', async () => {
    expect(snapshot).toMatchObject({ reason: REASON.reason, contacts: 1, counts: { CDE_CHD: 1 } });
    expect((await call<{ snapshots: Snapshot[] }>('GET', '/api/snapshots')).body.snapshots).toContainEqual(snapshot);
    expect(await actions()).toContain('snapshot.take');
  });

  it('needs a reason', async () => {
    expect((await call('POST', '/api/snapshots', { reason: ' ' })).status).toBe(400);
  });

  it.each(['snapshot', 'snapshot_part'] as const)('is never changed: %s', async (table) => {
    await expect(db.deleteFrom(table).execute()).rejects.toThrow(/append-only/);
  });
});

describe('an export', () => {
  it('is a pack that verifies, of the facts of the snapshot and not of now, signed with the shown key', async () => {
    await seedRelationship(db, { client: '10.2.0.77', server: '10.1.5.9', port: 22, days: ['2026-10-02'] });
    const begun = await start(snapshot.id);
    expect(begun).toMatchObject({ snapshotId: snapshot.id, octets: null });
    const done = await ended(begun.id);
    expect(done).toMatchObject({ state: 'done', error: null });
    const file = await saved(begun.id);
    expect((await stat(file)).size).toBe(done.octets);

    const pack = await openPack(file);
    const verification = await verifyPack(pack);
    const facts = (await pack.read('facts.json', 1024 ** 2)).toString();
    pack.close();
    const key = (await call<{ fingerprint: string }>('GET', '/api/evidence/key')).body;
    expect(verification).toMatchObject({ findings: [], fingerprint: key.fingerprint });
    expect(verification.manifest).toMatchObject({ snapshotId: snapshot.id, productVersion: '1.2.3' });
    expect(verification.manifest?.files.find(({ path }) => path === 'facts.json')?.sha256).toBe(snapshot.factsSha256);
    expect(facts).toContain('10.2.0.1"');
    expect(facts).not.toContain('10.2.0.77');
    expect((await ended((await start(snapshot.id)).id)).sha256).toBe(done.sha256);
    expect(await actions()).toEqual(expect.arrayContaining(['export.start', 'export.done', 'export.download']));
  });

  it('can be cancelled: running and waiting, and leaves no file', async () => {
    const [first, second] = [await start(snapshot.id), await start(snapshot.id)];
    for (const { id } of [second, first])
      expect((await call('POST', `/api/exports/${id}/cancel`)).body).toMatchObject({ state: 'cancelled' });
    const files = (await readdir(join(data, 'packs'))).join();
    for (const { id } of [first, second]) expect(files).not.toContain(id);
    expect((await call('POST', `/api/exports/${first.id}/cancel`)).status).toBe(409);
    expect((await call('GET', `/api/exports/${first.id}/file`)).status).toBe(409);
    expect((await ended((await start(snapshot.id)).id)).state).toBe('done');
  });

  it.each([
    ['POST', `/api/snapshots/${UNKNOWN}/exports`],
    ['GET', `/api/exports/${UNKNOWN}`],
    ['GET', `/api/exports/${UNKNOWN}/file`],
    ['POST', `/api/exports/${UNKNOWN}/cancel`],
  ] as const)('%s %s: there is none', async (method, url) => {
    expect((await call(method, url)).status).toBe(404);
  });

  it('is refused when the snapshot is of another version of the model', async () => {
    await db
      .insertInto('snapshot')
      .values({
        id: UNKNOWN.replace('8', '9'),
        taken_at: new Date(0),
        taken_by: 'a test',
        reason: 'long ago',
        entity: 'x',
        period_start: new Date(0),
        period_end: new Date(0),
        product_version: '0',
        model_version: 0,
        contacts: 0,
        counts: '{}',
        facts_octets: 0,
        facts_sha256: '',
      })
      .execute();
    const refused = await call('POST', `/api/snapshots/${UNKNOWN.replace('8', '9')}/exports`);
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('version 0 of the model')]);
  });
});

describe('a redacted export', () => {
  it('names nobody, verifies, and its pseudonyms are a list apart', async () => {
    const begun = (await call<EvidenceExport>('POST', `/api/snapshots/${snapshot.id}/exports?redacted=true`)).body;
    const done = await ended(begun.id);
    expect(done).toMatchObject({ state: 'done', redacted: true });
    const pack = await openPack(await saved(begun.id));
    const verification = await verifyPack(pack);
    const facts = (await pack.read('facts.json', 1024 ** 2)).toString();
    expect(pack.paths.filter((path) => /pseudonym|secret/.test(path))).toEqual([]);
    pack.close();
    expect(verification).toMatchObject({ findings: [], manifest: { redacted: true } });
    for (const original of ['10.1.5.9', '10.2.0.1', 'Vault']) expect(facts).not.toContain(`"${original}"`);
    const list = await app.inject({ url: `/api/exports/${begun.id}/pseudonyms.csv`, headers });
    const lines = list.body.split('\r\n').map((line) => line.split(','));
    const [pseudonym] = lines.find(([, original]) => original === '10.1.5.9') ?? [];
    expect(facts).toContain(`"${pseudonym}"`);
    expect(await actions()).toContain('export.pseudonyms');
    const again = (await call<EvidenceExport>('POST', `/api/snapshots/${snapshot.id}/exports?redacted=true`)).body;
    expect((await ended(again.id)).sha256).toBe(done.sha256);
  });

  it('has pseudonyms only when it was redacted', async () => {
    const { id } = await ended((await start(snapshot.id)).id);
    expect((await call('GET', `/api/exports/${id}/pseudonyms.csv`)).status).toBe(409);
  });
});

describe('a pack that is removed', () => {
  it('is gone with its pseudonyms; the record stays, with who and why', async () => {
    const { id } = (await call<EvidenceExport>('POST', `/api/snapshots/${snapshot.id}/exports?redacted=true`)).body;
    await ended(id);
    expect((await call('POST', `/api/exports/${id}/removal`, { reason: ' ' })).status).toBe(400);
    const removed = await call<EvidenceExport>('POST', `/api/exports/${id}/removal`, { reason: 'handed over' });
    expect(removed.body).toMatchObject({ state: 'done', removedAt: expect.any(String), removedBy: expect.any(String) });
    expect((await readdir(join(data, 'packs'))).filter((name) => name.startsWith(id))).toEqual([]);
    expect((await call('GET', `/api/exports/${id}/file`)).body.detail).toMatch(/removed this pack on/);
    expect((await call('POST', `/api/exports/${id}/removal`, { reason: 'again' })).status).toBe(409);
    expect(await actions()).toContain('export.remove');
  });
});

it('at a start, what was under way has failed and its files are gone; finished packs and other files stay', async () => {
  const kept = await ended((await start(snapshot.id)).id);
  const broken = '11111111-1111-4111-8111-111111111111';
  await createExport(db, { id: broken, snapshotId: snapshot.id, comments: false, redacted: false }, TESTER);
  const packs = join(data, 'packs');
  const stray = [`${broken}.zip.part`, `${broken}.pseudonyms.csv`, `${UNKNOWN}.zip`];
  for (const name of [...stray, 'notes.txt']) writeFileSync(join(packs, name), 'x');
  expect((await tidyPacks(db, data)).sort()).toEqual(stray.sort());
  expect(await readdir(packs)).toEqual(expect.arrayContaining([`${kept.id}.zip`, 'notes.txt']));
  const failed = (await call<EvidenceExport>('GET', `/api/exports/${broken}`)).body;
  expect(failed).toMatchObject({ state: 'failed', error: expect.stringContaining('stopped before') });
  expect(await actions()).toContain('export.failed');
});

it('facts that were changed in the database are not exported', async () => {
  const { id } = await take();
  await tamper(db, `update snapshot set facts_sha256 = 'another' where id = '${id}'`);
  const failed = await ended((await start(id)).id);
  expect(failed).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('facts of this snapshot were changed'),
  });
});

describe('the files of an installation', () => {
  it('are closed to others, and a broken key is not replaced', async () => {
    const own = await freshDatabase();
    const options = { ...own, version: '1', folder: join(folder, 'own'), onError: () => {} };
    const evidence = createEvidenceQueue(options);
    const [one, other] = await Promise.all([evidence.signingKey(), createEvidenceQueue(options).signingKey()]);
    expect(one.fingerprint).toBe(other.fingerprint);
    expect(await readdir(options.folder)).toEqual(['signing-key.pem']);
    const key = join(options.folder, 'signing-key.pem');
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    writeFileSync(key, 'gone');
    await expect(createEvidenceQueue(options).signingKey()).rejects.toThrow(/signing-key\.pem is no signing key/);
    expect(await readFile(key, 'utf8')).toBe('gone');
    await evidence.close();
  });
});
