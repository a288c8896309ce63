import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase, storedNames } from '@scopemap/database/testing';
import { createExporter } from '@scopemap/flow-codec/encode';
import { afterAll, afterEach, expect, test, vi } from 'vitest';

const { db, server } = await freshDatabase();
const MAIN = join(import.meta.dirname, '../main.ts');
const folder = mkdtempSync(join(tmpdir(), 'scopemap-collect-'));

let child: ChildProcess | undefined;

afterEach(() => child?.kill('SIGKILL'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function urlOf(database: typeof server): string {
  if ('connectionString' in database) return database.connectionString;
  const { host, port, user, password, database: name } = database;
  return `postgres://${user}:${encodeURIComponent(password)}@${encodeURIComponent(host)}:${port}/${name}`;
}

function scopemap(...args: string[]) {
  const started = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, DATABASE_URL: urlOf(server) } });
  child = started;
  const output = { text: '' };
  for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk) => (output.text += chunk));
  return { started, output, ended: once(started, 'exit') };
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}

test('collects until SIGTERM, and writes what came last', async () => {
  const port = await freePort();
  const { started, output, ended } = scopemap('collect', '--flow-port', `${port}`, '--spool', join(folder, 'spool'));
  await vi.waitFor(() => expect(output.text).toContain('listening for NetFlow'), { timeout: 30_000, interval: 50 });
  const now = Date.now();
  const half = { protocol: 6, tcpFlags: 0x1b, packets: 10, octets: 1_000, start: now - 5_000, end: now - 4_000 };
  const flow = { srcAddr: '10.1.0.5', srcPort: 50_000, dstAddr: '10.2.0.7', dstPort: 443, ...half };
  const out = createSocket('udp4');
  for (const payload of createExporter({ version: 9, bootTime: now - 60_000 }).exportFlows([flow], now))
    await new Promise((resolve) => out.send(payload, port, '127.0.0.1', resolve));
  started.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  await new Promise<void>((resolve) => out.close(() => resolve()));
  expect(await storedNames(db)).toEqual(['10.1.0.5 > 10.2.0.7 6/443']);
});

test('config --check says what would work', async () => {
  const port = await freePort();
  const { output, ended } = scopemap('config', '--check', '--flow-port', `${port}`, '--spool', join(folder, 'spool'));
  expect(await ended).toEqual([0, null]);
  expect(output.text).toContain('ok      database: reached');
  expect(output.text).toContain(`ok      ports: UDP ${port} can be had`);
  expect(output.text).toContain('can be written');
});

test('config --check fails when a port is taken', async () => {
  const other = createSocket('udp4').bind(0, '0.0.0.0');
  await once(other, 'listening');
  const { output, ended } = scopemap('config', '--check', '--flow-port', `${other.address().port}`);
  expect(await ended).toEqual([1, null]);
  expect(output.text).toContain('another program already uses it');
  await new Promise<void>((resolve) => other.close(() => resolve()));
});

test('config shows the settings, but no password', async () => {
  const { output, ended } = scopemap('config', '--exporter', '192.0.2.0/24', '--receive-buffer', '8');
  expect(await ended).toEqual([0, null]);
  expect(JSON.parse(output.text)).toMatchObject({ exporters: ['192.0.2.0/24'], receiveBuffer: 8 * 1024 * 1024 });
  const secret = 'password' in server ? server.password : new URL(server.connectionString).password;
  if (secret) expect(output.text).not.toContain(secret);
});

test.each([
  [['--exporter', '10.0.0.1/8'], '--exporter takes an address or a prefix, not "10.0.0.1/8"'],
  [['--flow-address', 'eth0'], '--flow-address takes an IP address, not "eth0"'],
  [['--receive', 'fast'], '--receive takes auto or batch or portable, not "fast"'],
])('collect %j is refused', async (args, message) => {
  const { output, ended } = scopemap('collect', ...args);
  expect(await ended).toEqual([2, null]);
  expect(output.text).toContain(message);
});
