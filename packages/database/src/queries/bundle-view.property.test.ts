import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyDatabase, freshDatabase, seedRelationship, TESTER } from '../testing/index.ts';
import { parseBundleKey } from './bundle-key.ts';
import { loadGraph } from './graph.ts';
import { listRelationships } from './relationships.ts';
import { createZone } from './zones.ts';

const { db } = await freshDatabase();

const BUDGET = { hosts: 100, namedPairs: 100 };
/** Of two zones, of a private network without one, and of the Internet. */
const HOSTS = ['10.1.0.1', '10.1.0.2', '10.2.0.1', '10.3.0.1', '11.0.0.1'];

const relationship = fc
  .record({
    client: fc.nat(HOSTS.length - 1),
    step: fc.integer({ min: 1, max: HOSTS.length - 1 }),
    // A service of the zone's own, infrastructure, a directory, and SMB, which is infrastructure on a directory only.
    port: fc.constantFrom(443, 53, 389, 445),
    clientPort: fc.constantFrom(-1, 443, 50_000),
    state: fc.constantFrom('established' as const, 'attempted' as const),
  })
  .map(({ client, step, ...rest }) => ({
    client: HOSTS[client] as string,
    server: HOSTS[(client + step) % HOSTS.length] as string,
    ...rest,
  }));

const relationships = fc.uniqueArray(relationship, {
  minLength: 1,
  maxLength: 8,
  selector: ({ client, server, port, clientPort }) => `${client} ${server} ${port} ${clientPort}`,
});

test('every relationship is in one bundle, which lists it when asked', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(relationships, async (given) => {
      await emptyDatabase(db);
      for (const [name, claim] of [
        ['10.1.0.0/16', 'cde'],
        ['10.2.0.0/16', 'out-of-scope'],
      ] as const)
        await createZone(db, { name, claim, description: '', prefixes: [name] }, TESTER);
      const ids: string[] = [];
      for (const each of given) ids.push(await seedRelationship(db, each));
      const { bundles } = await loadGraph(db, {}, BUDGET);
      const listed: string[] = [];
      for (const { key, pairs, flows } of bundles) {
        const bundle = parseBundleKey(key) ?? undefined;
        const { relationships: own } = await listRelationships(db, { bundle }, { limit: 100, offset: 0 });
        expect(own.map((row) => row.bundle)).toEqual(own.map(() => key));
        const isInside = bundle?.source === bundle?.target;
        const ends = own.map(({ client, server }) => [client.hostId, server.hostId]);
        expect(new Set(ends.map((ids) => String(isInside ? ids : ids.toSorted()))).size).toBe(pairs);
        expect(own.reduce((sum, row) => sum + row.flows, 0)).toBe(flows);
        listed.push(...own.map(({ id }) => id));
      }
      expect(listed.toSorted()).toEqual(ids.toSorted());
    }),
    { numRuns: 20 },
  );
});
