import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCall } from './client.ts';
import { ApiProblem, readProblem } from './problem.ts';

interface Reply {
  status: number;
  body: string;
}

let reply: Reply = { status: 200, body: '{}' };
let seen: { method: string | undefined; url: string | undefined; type: string | undefined; body: string };
let server: Server;
let call: ReturnType<typeof createCall>;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const { method, url, headers } = request;
    void bodyOf(request).then((body) => {
      seen = { method, url, type: headers['content-type'], body };
      response.writeHead(reply.status).end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  call = createCall(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ZONE = { id: 7, name: 'Vault', claim: 'cde', description: '', prefixes: ['10.1.0.0/24'], hostCount: 3 };

/** The problem that a call fails with. */
async function problemOf(promise: Promise<unknown>): Promise<ApiProblem> {
  const error: unknown = await promise.catch((caught: unknown) => caught);
  if (!(error instanceof ApiProblem)) throw new Error(`expected a problem, got ${String(error)}`);
  return error;
}

describe('call', () => {
  it('fills the path and sends the body as JSON', async () => {
    reply = { status: 200, body: JSON.stringify(ZONE) };
    await expect(call('updateZone', { params: { id: 7 }, body: { name: 'Vault' } })).resolves.toEqual(ZONE);
    expect(seen).toEqual({ method: 'PATCH', url: '/api/zones/7', type: 'application/json', body: '{"name":"Vault"}' });
  });

  it('writes the query without what is not set', async () => {
    reply = { status: 200, body: '{"hosts":[],"total":0}' };
    await call('hosts', { query: { host: '10.0.0.0/8', service: '', limit: 10, offset: 0 } });
    expect(seen.url).toBe('/api/hosts?host=10.0.0.0%2F8&limit=10&offset=0');
    expect(seen.type).toBeUndefined();
  });

  it('takes an empty body where nothing is answered', async () => {
    reply = { status: 200, body: '' };
    await expect(call('deleteZone', { params: { id: 7 } })).resolves.toEqual({});
  });

  it('throws the problem of a failed request with its fields and request id', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Invalid request',
      status: 400,
      code: 'invalid-request',
      detail: 'The zone cannot be saved',
      fields: { 'prefixes.0': 'not a prefix' },
      requestId: 'req-9',
    };
    reply = { status: 400, body: JSON.stringify(problem) };
    const caught = await problemOf(call('createZone', { body: { name: 'x', claim: 'cde' } }));
    expect(caught).toMatchObject({
      status: 400,
      code: 'invalid-request',
      message: 'The zone cannot be saved',
      fields: { 'prefixes.0': 'not a prefix' },
      requestId: 'req-9',
    });
  });

  it('names an answer of another version instead of half understanding it', async () => {
    reply = { status: 200, body: '{"zones":[{"id":"seven"}],"unassignedHosts":0}' };
    const caught = await problemOf(call('zones', {}));
    expect(caught.code).toBe('internal');
    expect(caught.message).toContain('zones.0.id');
  });

  it('says that nothing answers', async () => {
    const caught = await problemOf(createCall('http://127.0.0.1:1')('status', {}));
    expect(caught).toMatchObject({ status: 0, code: 'unavailable', requestId: null });
  });
});

describe('readProblem', () => {
  it.each([
    ['a proxy page', '<html>Bad gateway</html>'],
    ['an empty body', ''],
    ['JSON of another kind', '{"error":"x"}'],
  ])('keeps the status of %s', (_, body) => {
    expect(readProblem(502, body)).toMatchObject({ status: 502, code: 'unavailable', requestId: null });
  });
});
