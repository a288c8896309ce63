import type { ContactState } from '@scopemap/scope-model';
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { approve } from '../queries/approvals.ts';
import { type BundleKey, parseBundleKey } from '../queries/bundle-key.ts';
import { loadGraph } from '../queries/graph.ts';
import { claimHost } from '../queries/host-claims.ts';
import { listHosts, nameHost } from '../queries/hosts.ts';
import { applyWindow } from '../queries/ingest-window.ts';
import { redecide } from '../queries/redecide.ts';
import { listRelationships } from '../queries/relationships.ts';
import { createZone, deleteZone, updateZone } from '../queries/zones.ts';
import { emptyDatabase, freshDatabase, seedCategories, seedRelationship, TESTER } from '../testing/index.ts';
import { day, directed, ingest, NOON, undirected } from '../testing/window-samples.ts';
import { LivePicture } from './live-picture.ts';
import { completeHosts, completeRelationships, pictureGraph, pictureHosts } from './picture-answers.ts';

const { db } = await freshDatabase();

const BUDGET = { hosts: 6, namedPairs: 2 };
const onError = (error: Error) => {
  throw error;
};

/** Some in zones to come, more networks without one than are drawn apart, both families, the Internet. */
const ADDRESSES = [
  '10.1.0.1',
  '10.1.0.2',
  '10.2.0.1',
  '10.2.0.9',
  '10.10.0.1',
  '11.0.0.1',
  '2001:db8::7',
  'fd00:1::5',
  ...Array.from({ length: 12 }, (_, network) => `192.168.${network}.1`),
];
const ZONES = [
  ['A', 'cde', '10.1.0.0/16'],
  ['B', 'out-of-scope', '10.2.0.0/16'],
  ['C', 'connected', '10.2.0.0/24'],
  ['D', 'connected', 'fd00::/8'],
] as const;

const address = fc.constantFrom(...ADDRESSES);
const port = fc.constantFrom(443, 53, 389, 445, 1433);
const ends = fc.tuple(address, address).filter(([one, other]) => one !== other);
const state = fc.constantFrom<ContactState>('established', 'unknown', 'attempted', 'denied');

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('window' as const),
      ends,
      port,
      state,
      later: fc.nat(5),
      times: fc.integer({ min: 1, max: 9 }),
      exporter: fc.constantFrom('192.0.2.1', '192.0.2.2'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('undecided' as const),
      ends,
      port,
      clientPort: fc.constantFrom(443, 50_000, 50_001),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('folded' as const), ends }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('redecide' as const), address, port }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), nth: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('huge' as const), nth: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('zone' as const), nth: fc.nat(ZONES.length - 1) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('claim' as const),
      address,
      claim: fc.constantFrom('cde' as const, 'out-of-scope' as const, 'connected' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('name' as const), address }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('category' as const),
      address,
      category: fc.constantFrom('CDE_CHD' as const, 'CONNECTED!' as const, 'OUT_OF_SCOPE' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('approve' as const), port, forward: fc.boolean(), expired: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('expire' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Kind> ? Kind : never;

async function nthRelationship(nth: number): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from relationship order by id offset ${nth} limit 1`.execute(db);
  return rows[0]?.id;
}

async function known(given: string): Promise<number | undefined> {
  const row = await db.selectFrom('host').select('id').where('address', '=', given).executeTakeFirst();
  return row?.id;
}

async function take(given: Step, at: number): Promise<void> {
  switch (given.kind) {
    case 'window': {
      const [client, server] = given.ends;
      const first = NOON + given.later;
      const { times: flows, exporter } = given;
      const counted = [day({ exporter, flows, octets: flows * 100 })];
      const relationship = directed({
        client,
        server,
        port: given.port,
        state: given.state,
        first,
        last: first + 9,
        days: counted,
      });
      await applyWindow(db, ingest(`w${at}`, { relationships: [relationship] }));
      return;
    }
    case 'undecided': {
      const [one, other] = given.ends;
      const endpoints = [
        { address: one, port: given.clientPort },
        { address: other, port: given.port },
      ] as const;
      await applyWindow(db, ingest(`w${at}`, { relationships: [undirected({ endpoints })] }));
      return;
    }
    case 'folded':
      if ((await known(given.ends[0])) === undefined)
        await seedRelationship(db, { client: given.ends[0], server: given.ends[1], port: 0, clientPort: 0, folded: 9 });
      return;
    case 'redecide':
      await sql`insert into learned_endpoint (address, protocol, port, basis, peers, conversations)
        values (${given.address}, 6, ${given.port}, 'opened', 1, 1) on conflict do nothing`.execute(db);
      await redecide(db, [{ address: given.address, protocol: 6, port: given.port }], TESTER_CORRECTS);
      return;
    case 'remove': {
      const id = await nthRelationship(given.nth);
      if (id === undefined) return;
      await sql`delete from relationship_day where relationship_id = ${id}`.execute(db);
      if (given.nth % 2 === 0) await sql`delete from relationship where id = ${id}`.execute(db);
      return;
    }
    case 'huge': {
      const id = await nthRelationship(given.nth);
      await sql`update relationship_day set octets = 9223372036854775807 where relationship_id = ${id ?? 0}`.execute(
        db,
      );
      return;
    }
    case 'zone': {
      const [name, claim, prefix] = ZONES[given.nth] as (typeof ZONES)[number];
      const zone = await db.selectFrom('zone').select(['id', 'claim']).where('name', '=', name).executeTakeFirst();
      if (!zone) await createZone(db, { name, claim, description: '', prefixes: [prefix] }, TESTER);
      else if (zone.claim === claim) await updateZone(db, zone.id, { claim: 'undetermined' }, TESTER);
      else await deleteZone(db, zone.id, TESTER);
      return;
    }
    case 'claim': {
      const id = await known(given.address);
      if (id !== undefined) await claimHost(db, id, { claim: given.claim, reason: 'a test' }, TESTER);
      return;
    }
    case 'name': {
      const id = await known(given.address);
      if (id !== undefined) await nameHost(db, id, `host ${at}`, TESTER);
      return;
    }
    case 'category':
      if ((await known(given.address)) !== undefined) await seedCategories(db, { [given.address]: given.category });
      return;
    case 'approve': {
      const zones = await db.selectFrom('zone').select('id').orderBy('id').limit(2).execute();
      const [one, other] = given.forward ? zones : zones.toReversed();
      if (!one || !other) return;
      const expiresAt = given.expired ? new Date('2020-01-01') : null;
      const draft = {
        sourceZoneId: one.id,
        targetZoneId: other.id,
        protocol: 6,
        port: given.port,
        businessNeed: 'a test',
        approvedBy: 'ann',
        origin: 'a test',
      };
      await approve(db, { ...draft, expiresAt });
      return;
    }
    case 'expire':
      await sql`update approval set expires_at = '2020-01-01'`.execute(db);
  }
}

const TESTER_CORRECTS = { author: 'ann', reason: 'a test' };

/** Days that are worked out beside the questions may lag behind. */
async function compare(live: LivePicture, { days = true } = {}): Promise<void> {
  const current = await live.current();
  if (!current) throw new Error('there is no picture');
  const graph = pictureGraph(current, BUDGET);
  const stored = await loadGraph(db, {}, BUDGET);
  expect(graph).toEqual(days ? stored : { ...stored, days: graph.days });
  const again = await live.current();
  const hosts = again && (await completeHosts(db, pictureHosts(again, { limit: 5, offset: 2 })));
  expect(hosts).toEqual(await listHosts(db, {}, { limit: 5, offset: 2 }));
  const page = { limit: 2, offset: 1 };
  for (const { id } of stored.hosts.slice(0, 2)) {
    const ofHost = await live.current();
    const listed = ofHost && (await completeRelationships(db, ofHost.picture.list({ hostId: id }, page), undefined));
    expect(listed).toEqual(await listRelationships(db, { hostId: id }, page));
  }
  for (const { key } of stored.bundles.slice(0, 2)) {
    const bundle = parseBundleKey(key) as BundleKey;
    const ofBundle = await live.current();
    const listed = ofBundle && (await completeRelationships(db, ofBundle.picture.list({ bundle }, page), undefined));
    expect(listed).toEqual(await listRelationships(db, { bundle }, page));
  }
}

test('a picture that is followed is what the queries find', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      await emptyDatabase(db);
      const atOnce = new LivePicture({ db, onError });
      const beside = new LivePicture({ db, onError, mostAtOnce: 1 });
      for (const [at, each] of steps.entries()) {
        await take(each, at);
        await compare(atOnce);
        // Once to read it, once to follow what came meanwhile.
        await beside.follow();
        await beside.follow();
        await compare(beside, { days: false });
      }
      await atOnce.close();
      await beside.close();
    }),
    { numRuns: 12 },
  );
});
