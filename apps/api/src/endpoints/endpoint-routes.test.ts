import type {
  DirectionChangeList,
  EndpointHistory,
  HostAddresses,
  Problem,
  RelationshipList,
  ServiceEndpointList,
} from '@scopemap/contract';
import { bindAddresses } from '@scopemap/database';
import { emptyDatabase, seededHost, seedRelationship } from '@scopemap/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { testApi } from '../testing/test-api.ts';

const { db, call } = await testApi();

const A = '10.1.0.5';
const B = '10.2.0.7';
let b = 0;

beforeEach(async () => {
  await emptyDatabase(db);
  await seedRelationship(db, { client: A, server: B, port: 50_443, clientPort: 51_000, flows: 3 });
  b = await seededHost(db, B);
});

const state = (body: object, port = 50_443) => call('PUT', `/api/hosts/${b}/endpoints/tcp/${port}`, body);
const get = async <Body>(path: string) => (await call<Body>('GET', `/api/hosts/${b}/${path}`)).body;
const changes = async () => (await get<z.infer<typeof DirectionChangeList>>('direction-changes')).changes;
const relationships = async () => (await call<RelationshipList>('GET', '/api/relationships')).body.relationships;

describe('what a person says of a service endpoint', () => {
  it('gives an undecided relationship client and server, and leaves a trace', async () => {
    expect((await relationships())[0]).toMatchObject({ directed: false, method: 'none' });
    expect((await state({ role: 'server', reason: 'the owner runs it' })).body).toEqual({ changed: 1 });
    expect((await relationships())[0]).toMatchObject({
      directed: true,
      client: { address: A },
      server: { address: B },
      port: 50_443,
      method: 'person',
      flows: 3,
    });
    expect(await changes()).toEqual([
      {
        id: expect.any(String),
        changedAt: expect.any(String),
        author: 'local operator',
        reason: 'the owner runs it',
        cause: `${B} 50443/tcp`,
        before: {
          client: A,
          server: B,
          directed: false,
          service: '51000 and 50443/tcp',
          method: 'none',
          confidence: 'none',
        },
        after: { client: A, server: B, directed: true, service: '50443/tcp', method: 'person', confidence: 'certain' },
        restores: false,
        undoneAt: null,
      },
    ]);
  });

  it('is listed with its history, and can be taken back', async () => {
    await state({ role: 'server', reason: 'the owner runs it' });
    const { endpoints, total } = await get<z.infer<typeof ServiceEndpointList>>('endpoints');
    expect(total).toBe(1);
    expect(endpoints[0]).toMatchObject({
      protocol: 'tcp',
      port: 50_443,
      basis: 'person',
      role: 'server',
      scanState: null,
    });
    expect((await state({ role: null, reason: 'it was another machine' })).body).toEqual({ changed: 1 });
    expect((await relationships())[0]).toMatchObject({ directed: false, method: 'none', flows: 3 });
    const { events } = await get<z.infer<typeof EndpointHistory>>('endpoints/tcp/50443');
    expect(events.map((event) => event.kind === 'statement' && [event.role, event.reason, event.author])).toEqual([
      [null, 'it was another machine', 'local operator'],
      ['server', 'the owner runs it', 'local operator'],
    ]);
    expect((await changes()).map(({ restores, undoneAt }) => [restores, undoneAt !== null])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it('turns a relationship round when it says that its server is none', async () => {
    await seedRelationship(db, { client: A, server: B, port: 8443 });
    await db
      .updateTable('relationship')
      .set({ method: 'port-range', confidence: 'low', only_client_port: 40_000 })
      .where('port', '=', 8443)
      .execute();
    expect((await state({ role: 'not-server', reason: 'nothing listens there' }, 8443)).body).toEqual({ changed: 1 });
    expect((await relationships()).map(({ server, port }) => [server.address, port])).toContainEqual([A, 40_000]);
  });

  it.each<[string, string, object, z.infer<typeof Problem>['code']]>([
    ['without a reason', 'tcp/443', { role: 'server', reason: ' ' }, 'invalid-request'],
    ['of a protocol without ports', 'icmp/0', { role: 'server', reason: 'because' }, 'invalid-request'],
    ['of no protocol', 'nothing/1', { role: 'server', reason: 'because' }, 'invalid-request'],
    ['of no port', 'tcp/70000', { role: 'server', reason: 'because' }, 'invalid-request'],
    ['of no role', 'tcp/443', { role: 'client', reason: 'because' }, 'invalid-request'],
  ])('%s is refused', async (_, path, body, code) => {
    expect((await call('PUT', `/api/hosts/${b}/endpoints/${path}`, body)).body).toMatchObject({ code });
  });

  it('needs a host', async () => {
    expect((await call('PUT', '/api/hosts/99/endpoints/tcp/443', { role: 'server', reason: 'because' })).status).toBe(
      404,
    );
    for (const list of ['endpoints', 'endpoints/tcp/443', 'addresses', 'direction-changes']) {
      expect((await call('GET', `/api/hosts/99/${list}`)).status, list).toBe(404);
    }
  });
});

describe('who had an address', () => {
  it('is told for the time in which the host was seen, with translations on either side', async () => {
    const day = (text: string) => new Date(`${text}T00:00:00Z`);
    const lease = { address: B, source: 'dhcp-lease' as const };
    await bindAddresses(db, [
      { ...lease, asset: 'till-1', from: day('2026-09-01'), to: day('2026-09-02') },
      { ...lease, asset: 'till-2', from: day('2026-09-30'), to: null },
    ]);
    const period = { valid_from: day('2026-10-01'), valid_to: day('2026-10-02') };
    const translation = { address: B, shown_as: '203.0.113.7', exporter: '192.0.2.1', ...period };
    await db.insertInto('address_translation').values(translation).execute();
    expect(await get<HostAddresses>('addresses')).toEqual({
      bindings: [{ ...lease, asset: 'till-2', from: '2026-09-30T00:00:00.000Z', to: null }],
      translations: [
        {
          address: B,
          shownAs: '203.0.113.7',
          exporters: ['192.0.2.1'],
          from: '2026-10-01T00:00:00.000Z',
          to: '2026-10-02T00:00:00.000Z',
          periods: 1,
        },
      ],
      translationTotal: 1,
    });
  });
});
