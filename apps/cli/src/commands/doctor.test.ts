import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVersioned } from '@scopemap/database';
import { emptyDatabase, freshDatabase, seedRelationship, TESTER, tamper } from '@scopemap/database/testing';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { checkDisk, checkSpool } from '../doctor/check-folders.ts';
import { checkExporters } from '../doctor/check-stored.ts';
import { ROOT } from '../version.ts';

const { db, server } = await freshDatabase();
const databaseUrl =
  'connectionString' in server
    ? server.connectionString
    : `postgres://${server.user}:${encodeURIComponent(server.password)}@${encodeURIComponent(server.host)}:${server.port}/${server.database}`;
const folder = await mkdtemp(join(tmpdir(), 'scopemap-doctor-test-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function doctor(
  url = databaseUrl,
  ...args: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  await writeFile(join(folder, 'database-url'), `${url}\n`);
  const child = spawn(process.execPath, [join(ROOT, 'apps/cli/src/main.ts'), 'doctor', '--data', folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (text) => (out += text));
  child.stderr.on('data', (text) => (err += text));
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, out, err: err.trim() }));
  });
}

beforeEach(async () => {
  await emptyDatabase(db);
  await tamper(db, 'truncate audit_entry');
  for (const name of ['Edge', 'Core', 'Store'])
    await createVersioned(db, 'network_control', { name }, { ...TESTER, reason: 'a test' });
  await mkdir(join(folder, 'spool'), { recursive: true });
});

describe('scopemap doctor', () => {
  test('finds nothing wrong with a sound installation', async () => {
    const { code, out, err } = await doctor();
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^ok {6}version: Scopemap \S+ on Node /m);
    expect(out).toMatch(/^ok {6}database: Postgres 1\d\S* is reached/m);
    expect(out).toMatch(/^ok {6}tables: up to date$/m);
    expect(out).toMatch(/^ok {6}audit: 3 entries are as they were written; the last has hash [0-9a-f]{64}$/m);
    expect(out).toMatch(/^warning exporters: none has sent anything yet$/m);
    expect(out).toMatch(/^ok {6}spool: nothing waits in /m);
    expect(out).toMatch(/^\S+ +disk: [0-9.]+ GiB \([0-9]+ %\) free at /m);
  });

  test.each([
    [
      'a changed entry',
      "update audit_entry set reason = 'another' where id = 2",
      'entry 2',
      'its content does not fit its hash',
    ],
    ['a removed entry', 'delete from audit_entry where id = 2', 'entry 3', 'entry 2 is missing before it'],
  ])('names %s', async (_, statement, entry, why) => {
    await tamper(db, statement);
    const { code, out } = await doctor();
    expect(code).toBe(1);
    expect(out).toContain(
      `failed  audit: ${entry} is not as it was written: ${why}. The 1 entries before it are untouched`,
    );
  });

  test('names an exporter that has stopped to send, in JSON as well', async () => {
    await seedRelationship(db, { client: '10.1.0.1', server: '10.2.0.1', port: 443, observers: ['192.0.2.1'] });
    const { code, out } = await doctor(databaseUrl, '--json');
    expect(JSON.parse(out)).toContainEqual({
      state: 'warning',
      subject: 'exporters',
      detail: expect.stringMatching(/^192\.0\.2\.1 is silent since 2026-10-01T/),
    });
    expect(code).toBe(0);
  });

  test('names missing tables, tables of a newer version, and a database that cannot be reached', async () => {
    await tamper(db, "insert into kysely_migration (name, timestamp) values ('9999-later', '2026')");
    expect(await doctor()).toMatchObject({
      code: 1,
      out: expect.stringContaining('failed  tables: made by a newer version (9999-later)'),
    });
    await tamper(db, "delete from kysely_migration where name in ('9999-later', '0010-rule-verdicts')");
    expect(await doctor()).toMatchObject({
      code: 1,
      out: expect.stringContaining('failed  tables: not up to date: 0010-rule-verdicts missing'),
    });
    await tamper(db, "insert into kysely_migration (name, timestamp) values ('0010-rule-verdicts', '2026')");
    expect(await doctor('postgres://nobody@127.0.0.1:1/none')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^failed {2}database: .*ECONNREFUSED/m),
    });
  });

  test.each([[['x']], [['--silent-after', '0']]])('refuses %j', async (args) => {
    expect((await doctor(databaseUrl, ...args)).code).toBe(2);
  });
});

describe('checkSpool', () => {
  const now = Date.UTC(2026, 9, 1);
  const spool = join(folder, 'waiting');
  const window = '000000000001-0a0b0c0d-r7.window';

  beforeEach(async () => {
    await rm(spool, { recursive: true, force: true });
    await mkdir(join(spool, 'aside'), { recursive: true });
  });

  test.each([
    ['a window that waits', 60, 'ok', '1 windows wait in'],
    ['one that waits too long', 3_600, 'failed', 'the oldest for 3600 s'],
  ])('%s', async (_, age, state, detail) => {
    await writeFile(join(spool, window), '');
    await utimes(join(spool, window), now / 1000 - age, now / 1000 - age);
    expect(await checkSpool(spool, now)).toMatchObject({ state, detail: expect.stringContaining(detail) });
  });

  test('windows that were set aside are a failure', async () => {
    await writeFile(join(spool, 'aside', window), '');
    await writeFile(join(spool, 'aside', `${window}.txt`), 'why');
    expect(await checkSpool(spool, now)).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('1 windows could not'),
    });
  });

  test('a folder that is not there is no failure', async () => {
    expect(await checkSpool(join(spool, 'none'), now)).toMatchObject({ state: 'warning' });
    expect(await checkDisk(join(spool, 'none'))).toMatchObject({ state: 'warning' });
  });
});

describe('checkExporters', () => {
  const now = Date.UTC(2026, 9, 10);
  const exporter = (address: string, minutesAgo: number, more: object = {}) => ({
    id: 1,
    address,
    name: null,
    versions: [9],
    firstSeen: new Date(0),
    lastSeen: new Date(now - minutesAgo * 60_000),
    datagrams: 5,
    records: 5,
    lost: 0,
    undecodableSets: 0,
    undecodable: {},
    templates: null,
    waitingSets: null,
    problems: {},
    sampling: null,
    skewMs: null,
    ...more,
  });

  test.each([
    ['sends', exporter('192.0.2.1', 1), ['ok']],
    ['is silent', exporter('192.0.2.1', 30), ['failed']],
    ['has been gone for weeks', exporter('192.0.2.1', 30_000), ['warning']],
    ['came from a file only', exporter('192.0.2.1', 30, { datagrams: 0 }), ['warning']],
    ['has a clock that is off', exporter('192.0.2.1', 1, { skewMs: -90_000, name: 'edge' }), ['ok', 'warning']],
  ])('one that %s', (_, given, states) => {
    expect(checkExporters([given], 600_000, now).map(({ state }) => state)).toEqual(states);
  });
});
