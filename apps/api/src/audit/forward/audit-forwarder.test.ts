import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { createZone } from '@scopemap/database';
import { freshDatabase, TESTER, tamper } from '@scopemap/database/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { selfSignedCertificate } from '../../transport/self-signed-certificate.ts';
import { type AuditForwarder, startAuditForwarder } from './audit-forwarder.ts';
import { framed, jsonLine, syslogMessage } from './audit-line.ts';
import { readAuditTarget } from './audit-target.ts';

const { db } = await freshDatabase();

const forwarders: AuditForwarder[] = [];
const servers: Server[] = [];
const sockets = new Set<Socket>();
const errors: string[] = [];

beforeEach(async () => {
  errors.length = 0;
  await tamper(db, 'truncate audit_entry');
  await db.deleteFrom('audit_forwarding').execute();
});

afterEach(async () => {
  await Promise.all(forwarders.splice(0).map((each) => each.close()));
  for (const server of servers.splice(0)) await stop(server);
});

async function stop(server: Server): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
}

/** Listens, and keeps what it is sent. */
async function receiver(tls?: { key: string; cert: string }, port = 0) {
  const received = { text: '' };
  const take = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      received.text += chunk.toString('utf8');
    });
  };
  const server = tls ? createTlsServer(tls, take) : createServer(take);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return { server, received, port: (server.address() as { port: number }).port };
}

function forward(name: string, ca?: string): void {
  forwarders.push(
    startAuditForwarder({
      db,
      target: readAuditTarget(name),
      ...(ca === undefined ? {} : { ca }),
      onError: ({ message }) => errors.push(message),
      intervalMs: 20,
    }),
  );
}

const zone = (name: string) =>
  createZone(db, { name, description: '', claim: 'cde', prefixes: [] }, { ...TESTER, author: 'Ann "A" ]\\' });

const eventually = (assertions: () => void) => vi.waitFor(assertions, { timeout: 30_000, interval: 20 });

/** Messages by their lengths, as a receiver takes them apart. */
function messagesOf(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8');
  const messages: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(' ', at);
    const end = space + 1 + Number(bytes.toString('ascii', at, space));
    messages.push(bytes.toString('utf8', space + 1, end));
    at = end;
  }
  return messages;
}

const MESSAGE =
  /^<109>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \S+ scopemap - zone\.create \[scopemap@32473 id="\d+" author="Ann \\"A\\" \\\]\\\\" origin="test" subject="[^"]*" hash="[0-9a-f]{64}"\] \ufeff\{.*\}$/;

describe('forwarding', () => {
  it('sends what is there and what comes, as syslog over TCP, in order and once', async () => {
    await zone('Büro 1');
    const { received, port } = await receiver();
    forward(`syslog+tcp://127.0.0.1:${port}`);
    await eventually(() => expect(messagesOf(received.text)).toHaveLength(1));
    await zone('Vault\n<1>1 forged');
    await eventually(() => expect(messagesOf(received.text)).toHaveLength(2));
    for (const message of messagesOf(received.text)) expect(message).toMatch(MESSAGE);
    expect(messagesOf(received.text)[1]).toContain('VaultU+000a<1>1 forged');
    expect(errors).toEqual([]);
  });

  it('goes over TLS to a receiver that its authority vouches for, and to no other', async () => {
    const trusted = selfSignedCertificate(['127.0.0.1'], new Date());
    const { received, port } = await receiver(trusted);
    await zone('A');
    forward(`json+tls://127.0.0.1:${port}`, trusted.cert);
    await eventually(() => expect(received.text).toContain('"action":"zone.create"'));
    const impostor = await receiver(selfSignedCertificate(['127.0.0.1'], new Date()));
    forward(`json+tls://127.0.0.1:${impostor.port}`, trusted.cert);
    await eventually(() => expect(errors.join()).toMatch(/certificate|self-signed|signature/i));
    expect(impostor.received.text).toBe('');
  });

  it('leaves nothing out while the receiver is away, also across a restart of its own', async () => {
    const first = await receiver();
    const name = `json+tcp://127.0.0.1:${first.port}`;
    await zone('A');
    forward(name);
    await eventually(() => expect(first.received.text.trim().split('\n')).toHaveLength(1));
    await forwarders.pop()?.close();
    await stop(first.server);
    servers.length = 0;
    await zone('B');
    forward(name);
    await eventually(() => expect(errors.join()).toContain('ECONNREFUSED'));
    await zone('C');
    const second = await receiver(undefined, first.port);
    await eventually(() => expect(second.received.text.trim().split('\n')).toHaveLength(2));
    const subjects = second.received.text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { subject: string }).subject);
    expect(subjects).toEqual([expect.stringContaining('B'), expect.stringContaining('C')]);
  });

  it('of two processes, each entry is sent by one', async () => {
    for (const name of ['E', 'F', 'G']) await zone(name);
    const { received, port } = await receiver();
    const name = `json+tcp://127.0.0.1:${port}`;
    forward(name);
    forward(name);
    await eventually(() => expect(received.text.trim().split('\n')).toHaveLength(3));
    await zone('H');
    await eventually(() => expect(received.text.trim().split('\n')).toHaveLength(4));
  });
});

describe('lines', () => {
  const entry = {
    id: 7,
    at: new Date(0),
    author: 'ä',
    origin: 'api 192.0.2.1',
    action: 'zone.create',
    subject: 'x',
    before: null,
    after: { a: 1 },
    reason: null,
    hash: 'f'.repeat(64),
  };

  it('counts octets, not characters', () => {
    const message = syslogMessage(entry, 'host name');
    expect(message.startsWith('<109>1 1970-01-01T00:00:00.000Z hostname scopemap - zone.create [')).toBe(true);
    expect(framed(message).split(' ', 1)).toEqual([String(Buffer.byteLength(message))]);
    expect(Buffer.byteLength(message)).toBeGreaterThan(message.length);
  });

  it('holds the whole entry as JSON', () => {
    expect(JSON.parse(jsonLine(entry))).toEqual({ ...entry, at: '1970-01-01T00:00:00.000Z' });
  });
});

describe('targets', () => {
  it.each([
    [
      'syslog+tls://logs.example.org:6514',
      { transport: 'tls', format: 'syslog', host: 'logs.example.org', port: 6514 },
    ],
    ['json+tcp://[2001:db8::1]:443', { transport: 'tcp', format: 'json', host: '2001:db8::1', port: 443 }],
  ])('%s', (text, target) => {
    expect(readAuditTarget(text)).toEqual({ ...target, name: text });
  });

  it.each(['udp://x:1', 'syslog+tls://', 'syslog+tls://x', 'syslog+tls://x:99999', 'syslog+tls://x:1/y', 'x'])(
    'refuses %s',
    (text) => {
      expect(() => readAuditTarget(text)).toThrow(/no place to send the audit to/);
    },
  );
});
