import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startEmbeddedPostgres } from './server.ts';

const base = mkdtempSync(join(tmpdir(), 'scopemap-pg-'));
// The server's account has to pass through it.
chmodSync(base, 0o755);
afterAll(() => rmSync(base, { recursive: true, force: true }));
const directory = join(base, 'cluster');

test('starts, stops and starts again on the same data, and leaves no process behind', async () => {
  const first = await startEmbeddedPostgres({ directory, durable: false });
  expect(existsSync(join(first.connection.host, '.s.PGSQL.5432'))).toBe(true);
  expect(statSync(join(directory, 'password')).mode & 0o777).toBe(0o600);
  await first.stop();
  expect(() => process.kill(first.pid, 0)).toThrow('ESRCH');
  const password = readFileSync(join(directory, 'password'), 'utf8');
  const second = await startEmbeddedPostgres({ directory, durable: false });
  expect(second.connection.password).toBe(password);
  await second.stop();
});

test('a server whose owner was killed is stopped in order, and ours starts', async () => {
  const script = `import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, 'server.ts'))};
    const pg = await startEmbeddedPostgres({ directory: ${JSON.stringify(directory)}, durable: false });
    console.log(pg.pid); setInterval(() => {}, 1000);`;
  const file = join(base, 'owner.ts');
  writeFileSync(file, script);
  const owner = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const orphan = await new Promise<number>((resolve) => owner.stdout.once('data', (text) => resolve(Number(text))));
  await expect(startEmbeddedPostgres({ directory, durable: false })).rejects.toThrow(`in use by process ${owner.pid}`);
  const gone = new Promise((resolve) => owner.once('exit', resolve));
  owner.kill('SIGKILL');
  await gone;
  const ours = await startEmbeddedPostgres({ directory, durable: false });
  expect(ours.pid).not.toBe(orphan);
  expect(readFileSync(join(directory, 'data/postmaster.pid'), 'utf8').split('\n')[0]).toBe(String(ours.pid));
  await ours.stop();
});

test.runIf(process.getuid?.() === 0)(
  'root: a folder that the unprivileged account cannot reach is replaced by one that it can',
  async () => {
    const closed = join(base, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const server = await startEmbeddedPostgres({ directory: join(closed, 'cluster'), durable: false });
    expect(server.directory.startsWith('/var/lib/scopemap/')).toBe(true);
    await server.stop();
    const again = await startEmbeddedPostgres({ directory: join(closed, 'cluster'), durable: false });
    expect(again.directory).toBe(server.directory);
    await again.stop();
    rmSync(dirname(server.directory), { recursive: true });
  },
);

test('says so when the server exits by itself', async () => {
  const server = await startEmbeddedPostgres({ directory, durable: false });
  process.kill(server.pid, 'SIGKILL');
  expect((await server.died).message).toContain('exited by itself');
  await server.stop();
});

test('a folder that cannot be made is named', async () => {
  const file = join(base, 'file');
  writeFileSync(file, '');
  await expect(startEmbeddedPostgres({ directory: join(file, 'cluster') })).rejects.toThrow(
    `cannot write to the data folder ${join(file, 'cluster')}`,
  );
});
