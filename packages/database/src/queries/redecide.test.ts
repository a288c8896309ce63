import type { EndpointRole } from '@scopemap/scope-model';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  emptyDatabase,
  freshDatabase,
  type SeededRelationship,
  seededHost,
  seedRelationship,
  storedNames,
  storedRelationships,
} from '../testing/index.ts';
import { confirmEndpoint } from './confirm-endpoint.ts';
import { redecide } from './redecide.ts';
import { listDirectionChanges } from './service-endpoints.ts';

const { db } = await freshDatabase();

const WHY = { author: 'a test', reason: 'because' };
const A = '10.1.0.5';
const B = '10.2.0.7';

beforeEach(() => emptyDatabase(db));

async function setOpen(address: string, port: number, protocol = 6): Promise<void> {
  const at = new Date('2026-10-02T00:00:00Z');
  const endpoint = { host_id: await seededHost(db, address), protocol, port };
  await db
    .insertInto('service_endpoint')
    .values({ ...endpoint, scan_state: 'open', scanned_at: at, first_open_at: at, last_open_at: at })
    .execute();
}

/** A directed row as the collector stores it when all its conversations came from one port. */
async function seedDirected(seeded: SeededRelationship, method: 'port-range' | 'tcp-flags', only: number | null) {
  const id = await seedRelationship(db, seeded);
  await db.updateTable('relationship').set({ method, only_client_port: only }).where('id', '=', id).execute();
}

const at = (address: string, port: number, protocol = 6) => ({ address, protocol, port });
const say = (address: string, port: number, role: EndpointRole | null) =>
  confirmEndpoint(db, { ...at(address, port), role, ...WHY });

async function everything() {
  const rows = await db
    .selectFrom('relationship')
    .select([
      'client_port',
      'port',
      'method',
      'confidence',
      'only_client_port',
      'state',
      'first_seen',
      'last_seen',
      'scanner',
      'attempts',
    ])
    .orderBy('client_id')
    .orderBy('server_id')
    .orderBy('protocol')
    .orderBy('port')
    .orderBy('client_port')
    .execute();
  return { rows, stored: await storedRelationships(db) };
}

describe('an endpoint that a scan found open', () => {
  test('undecided rows become one relationship with all their days, observer by observer', async () => {
    await seedRelationship(db, {
      client: A,
      clientPort: 50_000,
      server: B,
      port: 8443,
      days: ['2026-10-01', '2026-10-02'],
    });
    await seedRelationship(db, {
      client: A,
      clientPort: 50_001,
      server: B,
      port: 8443,
      observers: ['192.0.2.1', '192.0.2.2'],
    });
    await seedRelationship(db, { client: A, server: B, port: 8443, state: 'attempted', days: ['2026-10-02'] });
    await seedRelationship(db, { client: A, clientPort: 50_000, server: B, port: 9000 });
    await setOpen(B, 8443);
    expect(await redecide(db, [at(B, 8443)], WHY)).toBe(3);
    expect(await storedRelationships(db)).toEqual([
      {
        name: `${A} > ${B} 6/8443`,
        state: 'established',
        days: [
          ['2026-10-01', '192.0.2.1', 2, 4, 200],
          ['2026-10-01', '192.0.2.2', 1, 2, 100],
          ['2026-10-02', '192.0.2.1', 2, 4, 200],
        ],
      },
      { name: `${A}:50000 - ${B}:9000 6`, state: 'established', days: [['2026-10-01', '192.0.2.1', 1, 2, 100]] },
    ]);
  });

  test('again changes nothing', async () => {
    await seedRelationship(db, { client: A, clientPort: 50_000, server: B, port: 8443 });
    await setOpen(B, 8443);
    await redecide(db, [at(B, 8443)], WHY);
    const before = await everything();
    expect(await redecide(db, [at(B, 8443)], WHY)).toBe(0);
    expect(await everything()).toEqual(before);
  });

  test.each<[string, SeededRelationship]>([
    ['the row of the lower address', { client: A, clientPort: 8443, server: B, port: 50_000 }],
    ['a row folded into many ports', { client: A, clientPort: 0, server: B, port: 0, folded: 5 }],
    ['another protocol', { client: A, clientPort: 50_000, server: B, port: 8443, protocol: 17 }],
  ])('%s', async (name, seeded) => {
    await seedRelationship(db, seeded);
    const server = name.startsWith('the row') ? A : B;
    await setOpen(server, 8443);
    await redecide(db, [at(server, 8443)], WHY);
    const undecided = `${seeded.client}:${seeded.clientPort} - ${seeded.server}:${seeded.port} ${seeded.protocol ?? 6}`;
    expect(await storedNames(db)).toEqual(server === A ? [`${B} > ${A} 6/8443`] : [undecided]);
  });

  test('two listeners stay undecided', async () => {
    await seedRelationship(db, { client: A, clientPort: 25, server: B, port: 8025 });
    await setOpen(A, 25);
    await setOpen(B, 8025);
    expect(await redecide(db, [at(A, 25), at(B, 8025)], WHY)).toBe(0);
  });

  test('a weaker method is overruled and the row turned round, with its only client port', async () => {
    await seedDirected({ client: A, server: B, port: 1433 }, 'port-range', 51_000);
    await setOpen(A, 51_000);
    expect(await redecide(db, [at(A, 51_000)], WHY)).toBe(1);
    expect(await db.selectFrom('relationship').select(['method', 'only_client_port']).execute()).toEqual([
      { method: 'scan', only_client_port: 1433 },
    ]);
    expect(await storedNames(db)).toEqual([`${B} > ${A} 6/51000`]);
  });

  test.each<['port-range' | 'tcp-flags', number | null, string]>([
    ['port-range', null, 'clients of many ports cannot be turned round'],
    ['port-range', 51_001, 'the port is another one'],
  ])('%s with only port %s: %s', async (method, only) => {
    await seedDirected({ client: A, server: B, port: 1433 }, method, only);
    await setOpen(A, 51_000);
    expect(await redecide(db, [at(A, 51_000)], WHY)).toBe(0);
    expect(await storedNames(db)).toEqual([`${A} > ${B} 6/1433`]);
  });

  test('two rows that become each other keep their own counts', async () => {
    await seedDirected({ client: A, server: B, port: 7001, flows: 3 }, 'port-range', 7000);
    await seedDirected({ client: B, server: A, port: 7000, flows: 5 }, 'port-range', 7001);
    await say(A, 7000, 'server');
    expect(await storedRelationships(db)).toMatchObject([
      { name: `${B} > ${A} 6/7000`, days: [['2026-10-01', '192.0.2.1', 8, 16, 200]] },
    ]);
  });
});

test('an endpoint that traffic taught decides, until a scan or a person says more', async () => {
  await seedRelationship(db, { client: A, clientPort: 50_000, server: B, port: 8443 });
  await db
    .insertInto('learned_endpoint')
    .values({ ...at(B, 8443), basis: 'fan-in', peers: 9, conversations: 20 })
    .execute();
  await redecide(db, [at(B, 8443)], WHY);
  expect(await db.selectFrom('relationship').select(['client_port', 'method']).execute()).toEqual([
    { client_port: -1, method: 'learned' },
  ]);
  await setOpen(B, 8443);
  await redecide(db, [at(B, 8443)], WHY);
  expect(await db.selectFrom('relationship').select(['client_port', 'method']).execute()).toEqual([
    { client_port: -1, method: 'scan' },
  ]);
});

test('every change leaves a trace', async () => {
  await seedRelationship(db, { client: A, clientPort: 50_000, server: B, port: 8443 });
  await setOpen(B, 8443);
  await redecide(db, [at(B, 8443)], WHY);
  expect(await listDirectionChanges(db, { hostId: await seededHost(db, A), limit: 10 })).toEqual([
    {
      id: expect.any(String),
      changedAt: expect.any(Date),
      ...WHY,
      cause: at(B, 8443),
      protocol: 6,
      before: { client: A, server: B, port: 8443, clientPort: 50_000, method: 'none', confidence: 'none' },
      after: { client: A, server: B, port: 8443, clientPort: -1, method: 'scan', confidence: 'high' },
      undoneAt: null,
    },
  ]);
});

describe('what a person says', () => {
  test('overrules a scan, and history follows', async () => {
    await seedRelationship(db, { client: A, clientPort: 50_000, server: B, port: 8443 });
    await setOpen(B, 8443);
    await redecide(db, [at(B, 8443)], WHY);
    expect(await say(A, 50_000, 'server')).toEqual({ changed: 1 });
    expect(await storedNames(db)).toEqual([`${B} > ${A} 6/50000`]);
  });

  test('is taken back exactly', async () => {
    await seedRelationship(db, { client: A, clientPort: 50_000, server: B, port: 8443 });
    await seedRelationship(db, {
      client: A,
      clientPort: 50_001,
      server: B,
      port: 8443,
      flows: 7,
      octets: 3,
      attempts: 4,
    });
    await seedRelationship(db, { client: A, server: B, port: 8443, flows: 2, attempts: 2 });
    const before = await everything();
    expect(await say(B, 8443, 'server')).toEqual({ changed: 3 });
    expect((await everything()).rows).toMatchObject([{ attempts: '6' }]);
    expect(await storedRelationships(db)).toMatchObject([{ days: [['2026-10-01', '192.0.2.1', 10, 20, 203]] }]);
    expect(await say(B, 8443, null)).toEqual({ changed: 3 });
    expect(await everything()).toEqual(before);
    expect(await say(B, 8443, null)).toEqual({ changed: 0 });
  });

  test('"no server" makes undecided what a scan decided, and taking that back decides it again', async () => {
    await seedRelationship(db, { client: A, clientPort: 50_000, server: B, port: 8443 });
    await seedRelationship(db, { client: A, clientPort: 50_001, server: B, port: 8443 });
    await setOpen(B, 8443);
    await redecide(db, [at(B, 8443)], WHY);
    const before = await everything();
    await say(B, 8443, 'not-server');
    expect(await storedNames(db)).toEqual([`${A}:0 - ${B}:8443 6`]);
    await say(B, 8443, 'not-server');
    expect(await storedNames(db)).toEqual([`${A}:0 - ${B}:8443 6`]);
    await say(B, 8443, null);
    expect(await everything()).toEqual(before);
  });

  test('takes away what windows decided by it, too', async () => {
    await seedRelationship(db, { client: A, clientPort: 50_000, server: B, port: 8443 });
    await say(B, 8443, 'server');
    const host = '10.3.0.9';
    const id = await seedRelationship(db, { client: host, server: B, port: 8443, flows: 4 });
    await db.updateTable('relationship').set({ method: 'person' }).where('id', '=', id).execute();
    await say(B, 8443, 'not-server');
    expect(await storedNames(db)).toEqual([
      `${A}:50000 - ${B}:8443 6`.replace(/.*/, `${B} > ${A} 6/50000`),
      `${B}:8443 - ${host}:0 6`,
    ]);
  });

  test('of a host never seen is not stored', async () => {
    expect(await say('10.9.9.9', 1, 'server')).toBeNull();
    expect(await db.selectFrom('service_endpoint').selectAll().execute()).toEqual([]);
  });
});

describe('two words on one relationship', () => {
  test.each<[EndpointRole, string]>([
    ['server', `${A}:50000 - ${B}:8443 6`],
    ['not-server', `${A}:50000 - ${B}:8443 6`],
  ])('of both ends being a %s say nothing, whichever came first', async (role, name) => {
    await seedRelationship(db, { client: A, clientPort: 50_000, server: B, port: 8443 });
    const before = await everything();
    for (const [first, second] of [
      [at(A, 50_000), at(B, 8443)],
      [at(B, 8443), at(A, 50_000)],
    ] as const) {
      await confirmEndpoint(db, { ...first, role, ...WHY });
      await confirmEndpoint(db, { ...second, role, ...WHY });
      expect(await storedNames(db)).toEqual([name]);
      await confirmEndpoint(db, { ...first, role: null, ...WHY });
      await confirmEndpoint(db, { ...second, role: null, ...WHY });
      expect(await everything()).toEqual(before);
    }
  });

  test('a port that both ends share is not decided by a scan, but by a person', async () => {
    await seedRelationship(db, { client: A, clientPort: 123, server: B, port: 123, protocol: 17 });
    await setOpen(B, 123, 17);
    expect(await redecide(db, [at(B, 123, 17)], WHY)).toBe(0);
    await confirmEndpoint(db, { ...at(B, 123, 17), role: 'server', ...WHY });
    expect(await storedNames(db)).toEqual([`${A} > ${B} 17/123`]);
  });
});
