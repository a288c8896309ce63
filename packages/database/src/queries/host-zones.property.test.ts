import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyDatabase, freshDatabase, TESTER } from '../testing/index.ts';
import { ingest, NOON, undirected } from '../testing/window-samples.ts';
import { applyWindow } from './ingest-window.ts';
import { createZone, deleteZone, updateZone } from './zones.ts';

const { db } = await freshDatabase();

const ADDRESSES = ['10.0.0.1', '10.0.1.1', '10.0.1.200', '10.1.0.1', '192.0.2.7', '2001:db8::1', '2001:db8:0:1::1'];
/** Prefix and the addresses above that it holds, longest first. */
const PREFIXES: readonly (readonly [prefix: string, holds: readonly number[]])[] = [
  ['10.0.1.200/32', [2]],
  ['10.0.1.0/24', [1, 2]],
  ['10.0.0.0/16', [0, 1, 2]],
  ['10.0.0.0/8', [0, 1, 2, 3]],
  ['0.0.0.0/0', [0, 1, 2, 3, 4]],
  ['2001:db8:0:1::/64', [6]],
  ['2001:db8::/32', [5, 6]],
];

const someAddresses = fc.uniqueArray(fc.nat(ADDRESSES.length - 1), { minLength: 2, maxLength: 2 });
const somePrefixes = fc.uniqueArray(fc.nat(PREFIXES.length - 1), { maxLength: 3 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('window' as const), hosts: someAddresses }),
  fc.record({ kind: fc.constant('zone' as const), zone: fc.nat(2), prefixes: somePrefixes }),
  fc.record({ kind: fc.constant('gone' as const), zone: fc.nat(2) }),
);

test('whatever comes first, a host stands in the zone of the longest prefix', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
      await emptyDatabase(db);
      /** Id by number of the zone; zone by prefix. */
      const ids = new Map<number, number>();
      const owner = new Map<number, number>();
      const seen = new Set<number>();
      for (const [i, each] of steps.entries()) {
        if (each.kind === 'window') {
          const [one = 0, other = 1] = each.hosts;
          const ends = [one, other].map((at) => ({ address: ADDRESSES[at] as string, port: 50_000 }));
          const [a, b] = ends as [(typeof ends)[0], (typeof ends)[0]];
          const relationship = undirected({ endpoints: [a, b], first: NOON, last: NOON });
          await applyWindow(db, ingest(`${i}`, { relationships: [relationship] }));
          seen.add(one).add(other);
          continue;
        }
        const id = ids.get(each.zone);
        if (each.kind === 'gone') {
          if (id !== undefined) await deleteZone(db, id, TESTER);
          ids.delete(each.zone);
          for (const [prefix, zone] of owner) if (zone === each.zone) owner.delete(prefix);
          continue;
        }
        const free = each.prefixes.filter((prefix) => (owner.get(prefix) ?? each.zone) === each.zone);
        const prefixes = free.map((prefix) => (PREFIXES[prefix] as (typeof PREFIXES)[0])[0]);
        const draft = { name: `Zone ${each.zone}`, claim: 'connected' as const, description: '', prefixes };
        const result =
          id === undefined ? await createZone(db, draft, TESTER) : await updateZone(db, id, { prefixes }, TESTER);
        if (!('zone' in result)) throw new Error('the zone was not written');
        ids.set(each.zone, result.zone.id);
        for (const [prefix, zone] of owner) if (zone === each.zone) owner.delete(prefix);
        for (const prefix of free) owner.set(prefix, each.zone);
      }
      const rows = await db.selectFrom('host').select(['address', 'zone_id']).execute();
      const expected = [...seen].map((at) => {
        const longest = PREFIXES.findIndex(([, holds], prefix) => holds.includes(at) && owner.has(prefix));
        return { address: ADDRESSES[at], zone_id: longest < 0 ? null : ids.get(owner.get(longest) as number) };
      });
      const byAddress = (one: { address: string | undefined }, other: { address: string | undefined }) =>
        String(one.address) < String(other.address) ? -1 : 1;
      expect(rows.toSorted(byAddress)).toEqual(expected.toSorted(byAddress));
    }),
    { numRuns: 40 },
  );
});

test('a zone and a host that come at the same time find each other', async () => {
  for (let round = 0; round < 10; round++) {
    await emptyDatabase(db);
    const [result] = await Promise.all([
      createZone(db, { name: 'Zone', claim: 'cde', description: '', prefixes: ['10.0.0.0/8'] }, TESTER),
      applyWindow(db, ingest('a', { relationships: [undirected()] })),
    ]);
    if (!('zone' in result)) throw new Error('the zone was not written');
    const rows = await db.selectFrom('host').select('zone_id').execute();
    expect(rows).toEqual([{ zone_id: result.zone.id }, { zone_id: result.zone.id }]);
  }
});
