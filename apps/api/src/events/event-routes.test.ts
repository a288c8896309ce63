import { notify } from '@scopemap/database';
import { asAdministrator, emptyDatabase, seedRelationship } from '@scopemap/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

/** Collects the text of one event stream of a listening API until it ends. */
async function openStream(address: string): Promise<{ response: Response; text: () => string; ended: Promise<void> }> {
  const response = await fetch(`${address}/api/events`, { headers });
  let text = '';
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body as ReadableStream<Uint8Array>)
      text += decoder.decode(chunk, { stream: true });
  };
  return { response, text: () => text, ended: read() };
}

const { app, db, call, headers } = await testApi({ heartbeatMs: 50 });
const address = await app.listen({ host: '127.0.0.1', port: 0 });
beforeEach(() => emptyDatabase(db));

describe('the event stream', () => {
  it('carries traffic, changes and imports, and signs of life in between', async () => {
    const stream = await openStream(address);
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
    expect(stream.response.headers.get('content-security-policy')).toContain("script-src 'self'");
    await expect.poll(stream.text).toContain(': still here');
    await notify(db, { kind: 'traffic', relationships: 7 } as { kind: string });
    await expect.poll(stream.text).toContain('event: traffic\ndata: {"kind":"traffic","relationships":7}\n\n');
    await call('POST', '/api/zones', { name: 'A', claim: 'cde' });
    await expect.poll(stream.text).toContain('event: zones\ndata: {"kind":"zones"}\n\n');
    const { body } = await call('POST', '/api/sample');
    await expect.poll(stream.text).toContain(`event: import\ndata: {"kind":"import","job":{"id":"${body.id}"`);
    await notify(db, { kind: 'nonsense' });
    await call('DELETE', '/api/zones/1');
    await expect.poll(() => stream.text().split('event: zones').length).toBe(3);
    expect(stream.text()).not.toContain('nonsense');
  });

  it('comes back after the database lost the listener, and then says that everything may have changed', async () => {
    const stream = await openStream(address);
    await asAdministrator(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'scopemap-notices'",
    );
    await expect
      .poll(stream.text, { timeout: 10_000 })
      .toContain('event: traffic\ndata: {"kind":"traffic","relationships":0}');
    await notify(db, { kind: 'traffic', relationships: 9 } as { kind: string });
    await expect.poll(stream.text).toContain('"relationships":9');
  });

  it('tells of claims and names', async () => {
    await seedRelationship(db, { client: '10.0.0.1', server: '10.0.0.2', port: 1 });
    const stream = await openStream(address);
    await call('PUT', '/api/hosts/1/name', { name: 'x' });
    await expect.poll(stream.text).toContain('event: zones');
  });

  it('ends when the API closes', async () => {
    const other = await testApi();
    const stream = await openStream(await other.app.listen({ host: '127.0.0.1', port: 0 }));
    await other.app.close();
    await stream.ended.catch(() => {});
  });
});
