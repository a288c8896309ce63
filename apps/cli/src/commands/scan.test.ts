import { spawn } from 'node:child_process';
import { access, chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listEndpointHistory, listScanRuns, listServiceEndpoints } from '@scopemap/database';
import { emptyDatabase, freshDatabase, seedRelationship, storedNames } from '@scopemap/database/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasNmap } from '../testing/has-nmap.ts';
import { ROOT } from '../version.ts';

const { db, server } = await freshDatabase();
const databaseUrl =
  'connectionString' in server
    ? server.connectionString
    : `postgres://${server.user}:${encodeURIComponent(server.password)}@${encodeURIComponent(server.host)}:${server.port}/${server.database}`;

const MAIN = join(ROOT, 'apps/cli/src/main.ts');
let folder: string;
const listeners: Server[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scopemap-scan-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => emptyDatabase(db));
afterEach(() => {
  for (const listener of listeners.splice(0)) listener.close();
});

/** A TCP listener on a free port, with the number of connections it got. */
async function listen(host: string, port = 0): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  const listener = createServer((socket) => {
    connections++;
    socket.on('error', () => {}).destroy();
  });
  listeners.push(listener);
  await new Promise<void>((resolve) => listener.listen(port, host, resolve));
  const address = listener.address();
  return { port: typeof address === 'object' && address ? address.port : 0, connections: () => connections };
}

function scopemap(args: readonly string[], environment: Record<string, string> = { DATABASE_URL: databaseUrl }) {
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, [MAIN, 'scan', ...args], { env: { ...env, ...environment } });
  let out = '';
  let err = '';
  child.stdout.on('data', (text) => (out += text));
  child.stderr.on('data', (text) => (err += text));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, out, err: err.trim() }));
  });
  return { child, ended };
}

const scan = (...args: string[]) => scopemap(args).ended;

async function hostId(address: string): Promise<number> {
  return (await db.selectFrom('host').select('id').where('address', '=', address).executeTakeFirstOrThrow()).id;
}

describe.skipIf(!hasNmap())('with the real nmap, on loopback', () => {
  test('finds what listens, corrects directions, and writes down what it did', async () => {
    const open = await listen('127.0.0.1');
    const closed = await listen('127.0.0.1');
    await new Promise((resolve) => listeners.pop()?.close(resolve));
    await seedRelationship(db, { client: '10.1.0.5', clientPort: 1234, server: '127.0.0.1', port: open.port });
    const ports = `${open.port},${closed.port}`;
    const { code, out, err } = await scan(
      '--allow',
      '127.0.0.1',
      '--ports',
      ports,
      '--author',
      'a test',
      '--json',
      '--rate',
      '500',
    );
    expect(err).toBe('');
    expect(JSON.parse(out)).toEqual({ hostsUp: 1, hostsScanned: 1, openEndpoints: 1, corrected: 1, incomplete: false });
    expect(code).toBe(0);
    expect(await storedNames(db)).toEqual([`10.1.0.5 > 127.0.0.1 6/${open.port}`]);
    const states = (await listServiceEndpoints(db, await hostId('127.0.0.1'))).map(({ port, scanState }) => [
      port,
      scanState,
    ]);
    expect(Object.fromEntries(states)).toEqual({ [open.port]: 'open', [closed.port]: 'closed' });
    expect(await listScanRuns(db, 10)).toMatchObject([
      { what: `nmap -n --max-rate 500 --max-retries 2 -Pn -sT -p ${ports} 127.0.0.1`, openEndpoints: 1 },
      {
        kind: 'scan',
        what: 'nmap -n --max-rate 500 --max-retries 2 -sn 127.0.0.1/32',
        allowed: ['127.0.0.1/32'],
        author: 'a test',
        result: 'done',
        hostsUp: 1,
      },
    ]);
  });

  test('contacts nothing outside of the allow-list', async () => {
    const inside = await listen('127.0.0.2');
    const outside = await listen('127.0.0.3', inside.port);
    await scan('--allow', '127.0.0.0/30', '--target', '127.0.0.2', '--ports', String(inside.port));
    expect([inside.connections() > 0, outside.connections()]).toEqual([true, 0]);
    expect(await db.selectFrom('host').select('address').execute()).toEqual([{ address: '127.0.0.2' }]);
    const refused = await scan('--allow', '127.0.0.2', '--target', '127.0.0.3', '--ports', String(inside.port));
    expect(refused).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('127.0.0.3 lies outside of what --allow names'),
    });
    expect(outside.connections()).toBe(0);
  });

  test('a port that was open and is closed later keeps its history', async () => {
    const { port } = await listen('127.0.0.1');
    const args = ['--allow', '127.0.0.1', '--ports', String(port)];
    await scan(...args);
    await new Promise((resolve) => listeners.pop()?.close(resolve));
    await scan(...args);
    const history = await listEndpointHistory(db, await hostId('127.0.0.1'), 6, port);
    expect(history.map((event) => 'state' in event && event.state).sort()).toEqual(['closed', 'open']);
  });
});

test.each([
  ['no allow-list', [], '--allow is required'],
  ['a name', ['--allow', 'localhost'], '"localhost" is not a network'],
  ['too large a network', ['--allow', '127.0.0.0/8'], 'more than 65536 addresses'],
  ['ports that are none', ['--allow', '127.0.0.1', '--ports', '80;id'], '--ports takes ports such as'],
  ['a rate that is none', ['--allow', '127.0.0.1', '--rate', '0'], '--rate takes a whole number'],
  ['a rescan without schedule', ['--allow', '127.0.0.1', '--rescan', '5'], '--rescan goes with --every'],
])('%s is a usage error and scans nothing', async (_, args, message) => {
  expect(await scan(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) });
  expect(await listScanRuns(db, 1)).toEqual([]);
});

test('a missing nmap is said, and written down', async () => {
  const { code, err } = await scan('--allow', '127.0.0.1', '--nmap', join(folder, 'no-nmap'));
  expect(code).toBe(1);
  expect(err).toContain('nmap is needed for scans and was not found as');
  expect(await listScanRuns(db, 10)).toMatchObject([{ result: 'failed', error: expect.stringContaining('not found') }]);
});

/** Stands for an nmap that does what the real one never should. */
async function oddNmap(script: string): Promise<string> {
  const path = join(folder, `nmap-${Math.trunc(performance.now() * 1000)}`);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

const OUTPUT = 'while [ "$1" != -oX ]; do shift; done; cat > /dev/null';

test('a result that names another address is refused as a whole', async () => {
  const host = (address: string) => `<host><status state="up"/><address addr="${address}" addrtype="ipv4"/></host>`;
  const xml = `<nmaprun start="1790000000">${host('127.0.0.1')}${host('127.0.0.9')}</nmaprun>`;
  const nmap = await oddNmap(`${OUTPUT}; echo '${xml}' > "$2"`);
  const { code, err } = await scan('--allow', '127.0.0.1', '--nmap', nmap);
  expect([code, err]).toEqual([
    1,
    `scopemap: the result of ${nmap} is refused: it holds 127.0.0.9, which was not to be scanned`,
  ]);
  expect(await db.selectFrom('host').selectAll().execute()).toEqual([]);
});

test('an nmap that fails is quoted', async () => {
  const nmap = await oddNmap(`${OUTPUT}; echo 'You requested a scan type which requires root privileges.' >&2; exit 1`);
  const { code, err } = await scan('--allow', '127.0.0.1', '--nmap', nmap);
  expect([code, err]).toEqual([1, `scopemap: ${nmap}: You requested a scan type which requires root privileges.`]);
});

test('a signal stops the scan and keeps what was found until then', async () => {
  const xml =
    '<nmaprun start="1790000000"><host><status state="up"/><address addr="127.0.0.1" addrtype="ipv4"/></host>';
  const nmap = await oddNmap(`${OUTPUT}; echo '${xml}' > "$2"; touch "${folder}/begun"; exec sleep 60`);
  const { child, ended } = scopemap(['--allow', '127.0.0.1', '--nmap', nmap, '--json']);
  await expect.poll(() => listScanRuns(db, 1), { timeout: 20_000 }).toMatchObject([{ result: 'running' }]);
  await expect
    .poll(
      () =>
        access(join(folder, 'begun')).then(
          () => true,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true);
  child.kill('SIGTERM');
  const { code, out } = await ended;
  expect(JSON.parse(out)).toMatchObject({ hostsUp: 1, incomplete: true });
  expect(code).toBe(1);
  expect(await listScanRuns(db, 10)).toMatchObject([{ result: 'incomplete' }]);
});

test('without a running installation it says where it looked', async () => {
  const { code, err } = await scopemap(['--allow', '127.0.0.1', '--data', folder], {}).ended;
  expect([code, err]).toEqual([1, expect.stringContaining(`no Scopemap runs on ${folder}`)]);
});

test.skipIf(!hasNmap())('the data folder of a running installation leads to its database', async () => {
  await writeFile(join(folder, 'database-url'), `${databaseUrl}\n`, { mode: 0o600 });
  const { port } = await listen('127.0.0.1');
  const { code } = await scopemap(['--allow', '127.0.0.1', '--ports', String(port), '--data', folder], {}).ended;
  expect(code).toBe(0);
  expect(await listScanRuns(db, 10)).toHaveLength(2);
});
