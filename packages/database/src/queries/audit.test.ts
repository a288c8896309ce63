import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, TESTER, tamper as tamperWith } from '../testing/index.ts';
import { appendAuditEntries, appendAuditEntry, listAuditEntries } from './audit.ts';
import { verifyAuditChain } from './audit-chain.ts';
import { auditHash, canonicalJson, FIRST_PREVIOUS_HASH } from './audit-hash.ts';

const { db } = await freshDatabase();
const PAGE = { limit: 100, offset: 0 };

const tamper = (statement: string) => tamperWith(db, statement);

const change = (subject: string, after: unknown = { b: 1, a: [true, null, 'ü\n"'] }) => ({
  action: 'thing.change',
  subject,
  before: null,
  after,
  reason: null,
});

const append = (subject: string, after?: unknown) =>
  db.transaction().execute((trx) => appendAuditEntry(trx, TESTER, change(subject, after)));

beforeEach(() => tamper('truncate audit_entry'));

describe('canonicalJson', () => {
  it.each([
    [{ b: 1, a: { d: undefined, c: [null, undefined] } }, '{"a":{"c":[null,null]},"b":1}'],
    ['é"\\', '"é\\"\\\\"'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [undefined, 'null'],
    [{ ä: 1, z: 2 }, '{"z":2,"ä":1}'],
  ])('writes %j in one way', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
});

describe('the audit chain', () => {
  it('continues from entry to entry, also when transactions overlap', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => append(`thing ${i}`)));
    expect(await verifyAuditChain(db)).toMatchObject({ entries: 20, broken: null });
    const rows = await db.selectFrom('audit_entry').selectAll().orderBy('id').execute();
    expect(rows[0]?.previous_hash).toBe(FIRST_PREVIOUS_HASH);
    expect(rows.slice(1).map((row) => row.previous_hash)).toEqual(rows.slice(0, -1).map((row) => row.hash));
  });

  it('hashes by the documented form', () => {
    const entry = {
      id: 1,
      at: new Date(0),
      actor: 'a',
      origin: 'o',
      action: 'x',
      subject: 's',
      before: null,
      reason: null,
    };
    // printf %s '[1,1,"1970-01-01T00:00:00.000Z","a","o","x","s",null,{"k":1},null,"000…"]' | sha256sum
    const hash = '9b06527e3aa24d789c5c4b68463f865494fa7bc000fe95c650d7c1dc1afb4235';
    expect(auditHash({ ...entry, after: { k: 1 }, previousHash: FIRST_PREVIOUS_HASH })).toBe(hash);
  });

  it('takes many entries at once, and none', async () => {
    const many = Array.from({ length: 2_500 }, (_, i) => change(`thing ${i}`));
    await db.transaction().execute((trx) => appendAuditEntries(trx, TESTER, many));
    await db.transaction().execute((trx) => appendAuditEntries(trx, TESTER, []));
    expect(await verifyAuditChain(db)).toMatchObject({ entries: 2_500, broken: null });
  });

  it('goes with the transaction that it tells of', async () => {
    const failing = db.transaction().execute(async (trx) => {
      await appendAuditEntry(trx, TESTER, change('thing'));
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await append('another');
    expect(await verifyAuditChain(db)).toMatchObject({ entries: 1, broken: null });
  });

  it.each([['update audit_entry set reason = null'], ['delete from audit_entry'], ['truncate audit_entry']])(
    'refuses %s',
    async (statement) => {
      await append('thing');
      await expect(sql.raw(statement).execute(db)).rejects.toThrow(/audit_entry is append-only/);
    },
  );

  it.each([
    ['a changed actor', "update audit_entry set actor = 'x' where id = 3", 3, /content/],
    ['a changed origin', "update audit_entry set origin = 'x' where id = 3", 3, /content/],
    ['a changed time', "update audit_entry set at = at + interval '1 ms' where id = 3", 3, /content/],
    ['a changed action', "update audit_entry set action = 'x' where id = 3", 3, /content/],
    ['a changed subject', "update audit_entry set subject = 'x' where id = 3", 3, /content/],
    ['a changed value before', `update audit_entry set before = '1' where id = 3`, 3, /content/],
    ['a changed value after', `update audit_entry set after = jsonb_set(after, '{b}', '2') where id = 3`, 3, /content/],
    ['a changed reason', "update audit_entry set reason = 'x' where id = 3", 3, /content/],
    ['a changed hash', `update audit_entry set hash = repeat('0', 64) where id = 3`, 3, /content/],
    ['a changed previous hash', `update audit_entry set previous_hash = repeat('1', 64) where id = 3`, 3, /continue/],
    ['a removed entry', 'delete from audit_entry where id = 3', 4, /entry 3 is missing/],
    [
      'two entries that changed places',
      'update audit_entry set id = case id when 3 then 103 when 4 then 3 else id end where id in (3, 4)',
      3,
      /continue/,
    ],
  ])('shows %s', async (_, statement, id, why) => {
    for (let i = 1; i <= 5; i++) await append(`thing ${i}`);
    await tamper(statement);
    const { broken, entries } = await verifyAuditChain(db);
    expect(broken).toMatchObject({ id, why: expect.stringMatching(why) });
    expect(entries).toBe(2);
  });
});

describe('listAuditEntries', () => {
  beforeEach(async () => {
    await append('zone 1 (Vault)', { claim: 'cde' });
    await append('host 2 (10.0.0.1)', { claim: '50%_x' });
  });

  it.each([
    ['nothing in particular', {}, 2],
    ['a text of the subject', { text: 'vAULT' }, 1],
    ['a text of a value', { text: '"cde"' }, 1],
    ['wildcards as what they are', { text: '50%_' }, 1],
    ['wildcards that are not there', { text: '%' }, 1],
    ['the beginning of an action', { action: 'thing' }, 2],
    ['another action', { action: 'zone' }, 0],
    ['a time', { from: new Date(Date.now() + 60_000) }, 0],
    ['an end', { to: new Date(0) }, 0],
  ])('finds %s', async (_, search, total) => {
    const found = await listAuditEntries(db, search, PAGE);
    expect([found.total, found.entries.length]).toEqual([total, total]);
  });

  it('gives the newest first, in pages', async () => {
    const { entries, total } = await listAuditEntries(db, {}, { limit: 1, offset: 0 });
    expect(total).toBe(2);
    expect(entries).toMatchObject([{ id: 2, subject: 'host 2 (10.0.0.1)', author: 'a test', origin: 'test' }]);
  });
});
