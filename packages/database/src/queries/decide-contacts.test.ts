import type { ObservedRelationship, RelationshipWindow } from '@scopemap/scope-model';
import { beforeEach, expect, test } from 'vitest';
import { inTransaction } from '../connect.ts';
import { emptyDatabase, freshDatabase, seededHost, seedRelationship, storedRelationships } from '../testing/index.ts';
import { DAY, directed, ingest, undirected } from '../testing/window-samples.ts';
import { confirmEndpoint } from './confirm-endpoint.ts';
import { decideContacts } from './decide-contacts.ts';
import { applyWindow } from './ingest-window.ts';
import { redecide } from './redecide.ts';

const { db } = await freshDatabase();

const WHY = { author: 'a test', reason: 'because' };
const A = '10.1.0.5';
const B = '10.2.0.7';
const SERVICE = { address: B, protocol: 6, port: 50_001 };

beforeEach(() => emptyDatabase(db));

let windows = 0;

/** Applies a window the way that ingest is to: decided by what is stored, then added. */
async function apply(change: Partial<RelationshipWindow>): Promise<void> {
  const window = ingest(`w${windows++}`, change);
  const contacts = await inTransaction(db, (client) => decideContacts(client, window.contacts));
  await applyWindow(db, { ...window, contacts });
}

async function setOpen({ address, protocol, port }: typeof SERVICE): Promise<void> {
  const at = new Date('2026-01-16T00:00:00Z');
  await db
    .insertInto('service_endpoint')
    .values({ host_id: await seededHost(db, address), protocol, port, scan_state: 'open', scanned_at: at })
    .execute();
}

const counts = (flows: number) => [[DAY, '192.0.2.1', flows, 10 * flows, 1000 * flows]];

test('nothing known changes nothing', async () => {
  const window = ingest('w', { relationships: [undirected(), directed()] });
  expect(await inTransaction(db, (client) => decideContacts(client, window.contacts))).toBe(window.contacts);
});

test('an undecided relationship with a known endpoint joins the decided one', async () => {
  await apply({ relationships: [undirected()] });
  await setOpen(SERVICE);
  await redecide(db, [SERVICE], WHY);
  await apply({ relationships: [undirected()] });
  expect(await storedRelationships(db)).toMatchObject([{ name: `${A} > ${B} 6/50001`, days: counts(2) }]);
});

test('peers of the same port are not decided by a scan, but by a person', async () => {
  const endpoints = [
    { address: A, port: 500 },
    { address: B, port: 500 },
  ] as const;
  const peers = undirected({ protocol: 17, endpoints, port: 500, direction: { method: 'peer', confidence: 'none' } });
  const service = { address: B, protocol: 17, port: 500 };
  await apply({ relationships: [peers] });
  await setOpen(service);
  await apply({ relationships: [peers] });
  expect(await storedRelationships(db)).toMatchObject([{ name: `${A}:500 - ${B}:500 17`, days: counts(2) }]);
  await confirmEndpoint(db, { ...service, role: 'server', ...WHY });
  await apply({ relationships: [peers] });
  expect(await storedRelationships(db)).toMatchObject([{ name: `${A} > ${B} 17/500`, days: counts(3) }]);
});

/** A later record shows that what was undecided is something else. */
const after = (change: Partial<ObservedRelationship>): ObservedRelationship =>
  directed({ client: B, server: A, port: 50_000, direction: { method: 'explicit', confidence: 'certain' }, ...change });

test('an answer that history moved is taken back where it is now', async () => {
  await apply({ relationships: [undirected()] });
  await setOpen(SERVICE);
  await redecide(db, [SERVICE], WHY);
  await apply({ corrections: [{ before: undirected(), after: after({}) }] });
  expect(await storedRelationships(db)).toMatchObject([{ name: `${B} > ${A} 6/50000`, days: counts(1) }]);
});

test.each([
  ['turned round', 'server' as const, A, 50_000],
  ['left undecided', 'not-server' as const, B, 443],
])('a decided answer that was %s, too', async (_, role, address, port) => {
  await seedRelationship(db, { client: A, server: B, port: 443, days: [DAY], flows: 1, octets: 1000 });
  await db
    .updateTable('relationship')
    .set({ only_client_port: role === 'server' ? 50_000 : null })
    .execute();
  await db.updateTable('relationship_day').set({ packets: 10 }).execute();
  await confirmEndpoint(db, { address, protocol: 6, port, role, ...WHY });
  await apply({ corrections: [{ before: directed(), after: directed({ server: '10.9.9.9', client: A }) }] });
  expect(await storedRelationships(db)).toMatchObject([{ name: `${A} > 10.9.9.9 6/443`, days: counts(1) }]);
});
