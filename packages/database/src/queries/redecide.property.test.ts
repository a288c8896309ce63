import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyDatabase, freshDatabase, seedRelationship, storedRelationships } from '../testing/index.ts';
import { confirmEndpoint } from './confirm-endpoint.ts';

const { db } = await freshDatabase();

const HOSTS = ['10.1.0.1', '10.1.0.2', '10.1.0.3'];
const PORTS = [7000, 7001, 7002];

const host = fc.nat(HOSTS.length - 1);
const port = fc.constantFrom(...PORTS);

/** Two different hosts; a client port of -1 is a decided direction, with or without its only port. */
const row = fc
  .record({
    a: host,
    step: fc.integer({ min: 1, max: 2 }),
    port,
    clientPort: fc.constantFrom(-1, ...PORTS),
    only: fc.option(port),
  })
  .map(({ a, step, clientPort, ...rest }) => {
    const b = (a + step) % HOSTS.length;
    // Without direction, the lower address comes first.
    const [client, server] = clientPort === -1 ? [a, b] : [Math.min(a, b), Math.max(a, b)];
    return { client: HOSTS[client] as string, server: HOSTS[server] as string, clientPort, ...rest };
  });

type Row = typeof row extends fc.Arbitrary<infer Value> ? Value : never;

const rows = fc.uniqueArray(row, {
  minLength: 1,
  maxLength: 6,
  selector: ({ client, server, port, clientPort }) => `${client} ${server} ${port} ${clientPort}`,
});

const statements = fc.array(
  fc.record({ host, port, role: fc.constantFrom('server' as const, 'not-server' as const, null) }),
  { maxLength: 6 },
);

async function seed(seeded: readonly Row[]): Promise<void> {
  await emptyDatabase(db);
  for (const [i, { client, server, port, clientPort, only }] of seeded.entries()) {
    const observers = i % 2 === 0 ? ['192.0.2.1'] : ['192.0.2.1', '192.0.2.2'];
    const counts = { flows: 2 ** i, octets: 10 ** i };
    const id = await seedRelationship(db, { client, server, port, clientPort, observers, ...counts });
    const method = clientPort === -1 ? 'port-range' : clientPort === port ? 'peer' : 'none';
    const change = { method, only_client_port: clientPort === -1 ? only : null } as const;
    await db.updateTable('relationship').set(change).where('id', '=', id).execute();
  }
}

const say = (at: number, port: number, role: 'server' | 'not-server' | null) =>
  confirmEndpoint(db, { address: HOSTS[at] as string, protocol: 6, port, role, author: 'a test', reason: 'because' });

/** Everything of the relationships but their ids. */
async function stored() {
  const details = await db
    .selectFrom('relationship')
    .select(['client_id', 'server_id', 'port', 'client_port', 'method', 'confidence'])
    .orderBy('client_id')
    .orderBy('server_id')
    .orderBy('port')
    .orderBy('client_port')
    .execute();
  return { details, relationships: await storedRelationships(db) };
}

/** Flows and octets per pair of hosts, day and exporter: no correction may change them. */
function totals(
  relationships: Awaited<ReturnType<typeof storedRelationships>>,
): Map<string, [flows: number, octets: number]> {
  const sums = new Map<string, [number, number]>();
  for (const { name, days } of relationships) {
    const pair = HOSTS.filter((address) => name.includes(address)).join(' ');
    for (const [day, exporter, flows, , octets] of days) {
      const key = `${pair} ${day} ${exporter}`;
      const [sumOfFlows, sumOfOctets] = sums.get(key) ?? [0, 0];
      sums.set(key, [sumOfFlows + Number(flows), sumOfOctets + Number(octets)]);
    }
  }
  return sums;
}

test('no statement loses or invents traffic, a repeated one changes nothing, and all of them taken back leave what there was', {
  timeout: 180_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(rows, statements, async (seeded, said) => {
      await seed(seeded);
      const before = await stored();
      for (const { host, port, role } of said) {
        await say(host, port, role);
        const now = await stored();
        expect(totals(now.relationships)).toEqual(totals(before.relationships));
        expect((await say(host, port, role))?.changed ?? 0).toBe(0);
        expect(await stored()).toEqual(now);
      }
      for (const { host, port } of said) await say(host, port, null);
      expect(await stored()).toEqual(before);
    }),
    // A counterexample is small as it is, and shrinking it takes minutes.
    { numRuns: 15, endOnFailure: true },
  );
});
