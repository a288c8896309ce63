import { ScopeFacts } from '@scopemap/contract';
import { bindAddresses, claimHost, createVersioned, type Db, readScopeFacts, storeRuleSet } from '@scopemap/database';
import { emptyDatabase, seededHost, seedRelationship, TESTER } from '@scopemap/database/testing';
import { classifyScope } from '@scopemap/scope-model';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { app, db, call, classify } = await testApi();
const why = { ...TESTER, reason: 'because of a test' };
const facts = async () => ScopeFacts.parse((await app.inject({ url: '/api/scope/facts' })).json());
const at = (text: string) => Date.parse(text);

async function addEverything(db: Db): Promise<void> {
  await call('POST', '/api/zones', { name: 'Vault', claim: 'cde', prefixes: ['10.1.0.0/16'] });
  await call('POST', '/api/zones', { name: 'Office', claim: 'undetermined', prefixes: ['10.2.0.0/16'] });
  await createVersioned(db, 'segment', { name: 'Till LAN', zone_id: 1, prefixes: ['10.1.5.0/24'], vlan: 5 }, why);
  await seedRelationship(db, {
    client: '10.2.0.1',
    server: '10.1.5.9',
    port: 443,
    flows: 3,
    days: ['2026-10-01', '2026-10-02'],
    observers: ['192.0.2.1', '192.0.2.2'],
  });
  await seedRelationship(db, {
    client: '10.1.5.9',
    server: '10.2.0.2',
    protocol: 17,
    port: 40_000,
    clientPort: 50_000,
  });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.2.0.2', protocol: 1, port: 0, state: 'attempted' });
  await claimHost(db, await seededHost(db, '10.2.0.2'), { claim: 'connected', reason: 'admins' }, TESTER);
  const tag = (id: string, statement: object) =>
    createVersioned(
      db,
      'tag',
      { subject_kind: 'asset', subject_id: id, statement, valid_until: '2026-12-01T00:00:00Z' },
      why,
    );
  await tag('10.1.5.9', { kind: 'account-data', stores: true, processes: false, transmits: true });
  await tag('10.2.0.1', { kind: 'manages', target: '10.9.9.9' });
  await createVersioned(
    db,
    'third_party',
    { name: 'Acquirer', attestation_version: '4.0.1', attested_at: '2026-01-01T00:00:00Z' },
    why,
  );
  await createVersioned(db, 'network_control', { name: 'Edge', address: '10.0.0.254' }, why);
  await createVersioned(db, 'control_boundary', { control_id: 1, place: 'segment-1', other_place: 'zone-2' }, why);
  await createVersioned(
    db,
    'segmentation_test',
    {
      source_place: 'zone-2',
      target_place: 'segment-1',
      tested_at: '2026-09-01T00:00:00Z',
      result: 'passed',
      tester: 'Red',
      independent: true,
    },
    why,
  );
  await createVersioned(
    db,
    'boundary_watch',
    { place: 'segment-1', other_place: 'zone-2', exporter_ids: [1], every_path: true, directions: 'both' },
    why,
  );
  for (const happened_at of ['2026-10-31T00:00:00Z', '2026-09-30T00:00:00Z'])
    await createVersioned(db, 'calendar_event', { name: 'Month end', happened_at }, why);
}

beforeEach(() => emptyDatabase(db));

describe('the facts', () => {
  it('of an empty installation fit the contract', async () => {
    expect(await facts()).toMatchObject({ version: 1, entity: { kind: 'merchant' }, contacts: [], assets: [] });
  });

  it('hold everything that is stored, by stable ids', async () => {
    await addEverything(db);
    const found = await facts();
    expect(found.zones).toEqual([
      { id: 'zone-1', name: 'Vault', prefixes: ['10.1.0.0/16'] },
      { id: 'zone-2', name: 'Office', prefixes: ['10.2.0.0/16'] },
    ]);
    expect(found.segments).toEqual([
      { id: 'segment-1', name: 'Till LAN', zone: 'zone-1', prefixes: ['10.1.5.0/24'], vlan: 5, wireless: false },
    ]);
    expect(found.assets.map(({ id, knownBy }) => [id, ...knownBy])).toEqual([
      ['10.2.0.1', 'flow'],
      ['10.1.5.9', 'flow'],
      ['10.2.0.2', 'flow'],
      ['10.9.9.9', 'person'],
      ['10.0.0.254', 'person'],
    ]);
    expect(found.bindings).toEqual([]);
    expect(found.tags.map(({ id, subject, statement }) => [id, subject.id, statement.kind])).toEqual([
      ['tag-1', '10.1.5.9', 'account-data'],
      ['tag-2', '10.2.0.1', 'manages'],
      ['claim-1', '10.2.0.2', 'claim'],
      ['zone-claim-1', 'zone-1', 'claim'],
    ]);
    expect(found.tags.at(-1)).toMatchObject({ author: 'local operator', statement: { kind: 'claim', claim: 'cde' } });
    expect(found.tags[0]).toMatchObject({ author: TESTER.author, reason: why.reason, until: at('2026-12-01') });
    expect(found.thirdParties).toMatchObject([
      { id: 'party-1', attestation: { version: '4.0.1', at: at('2026-01-01') } },
    ]);
    const between = [
      { kind: 'segment', id: 'segment-1' },
      { kind: 'zone', id: 'zone-2' },
    ];
    expect(found.controls).toMatchObject([
      { id: 'control-1', asset: '10.0.0.254', separates: [between], ruleSet: null, changedAt: null },
    ]);
    expect(found.segmentationTests).toMatchObject([
      { id: 'test-1', from: between[1], to: between[0], result: 'passed' },
    ]);
    expect(found.boundaries).toEqual([
      { id: 'boundary-1', between, exporters: ['exporter-1'], everyPath: true, directions: 'both' },
    ]);
    expect(found.calendar).toEqual([
      { id: 'event-1', name: 'Month end', occurrences: [at('2026-09-30'), at('2026-10-31')] },
    ]);
    expect(found.contacts).toMatchObject([
      {
        id: 'contact-1',
        from: '10.2.0.1',
        to: '10.1.5.9',
        directed: true,
        port: 443,
        flows: 6,
        observers: ['exporter-1', 'exporter-2'],
      },
      { id: 'contact-2', directed: false, port: null, state: 'established' },
      { id: 'contact-3', directed: true, port: null, protocol: 1, state: 'attempted' },
    ]);
  });

  it('leave out what speaks of a place that is no more', async () => {
    await addEverything(db);
    await call('POST', '/api/segments/1/end', { reason: 'merged' });
    expect(await facts()).toMatchObject({ controls: [{ separates: [] }], segmentationTests: [], boundaries: [] });
  });

  it('measure exporters over the period only, and never take unknown sampling for none', async () => {
    await seedRelationship(db, {
      client: '10.2.0.1',
      server: '10.1.0.1',
      port: 443,
      observers: ['192.0.2.1', '192.0.2.2'],
    });
    await call('PUT', '/api/scope/settings', {
      entityName: 'Shop',
      entityKind: 'merchant',
      periodDays: 1,
      reason: 'test',
    });
    const now = Math.floor(Date.now() / 60_000) * 60_000;
    const minute = (ago: number, more: object) => ({
      exporter_id: 1,
      domain: 0,
      version: 9,
      minute: new Date(now - ago * 60_000),
      datagrams: 10,
      octets: 0,
      records: 100,
      lost: 0,
      undecodable_sets: 0,
      problems: '{}',
      skew_ms: -1500,
      sampling: null,
      ...more,
    });
    await db
      .insertInto('exporter_health')
      .values([minute(2, { lost: 5 }), minute(3, { undecodable_sets: 1, sampling: 100 }), minute(3000, { lost: 1000 })])
      .execute();
    const [heard, silent] = (await facts()).exporters;
    expect(heard).toMatchObject({
      sampling: 'sampled',
      samplingInterval: 100,
      sequenceLoss: 0.2,
      undecodable: 0.05,
      skewSeconds: 1.5,
    });
    expect(heard?.uptime).toBeCloseTo(2 / 1440, 5);
    expect(silent).toMatchObject({
      sampling: 'unknown',
      uptime: null,
      sequenceLoss: null,
      undecodable: null,
      skewSeconds: null,
    });
  });

  it('know no loss of a version without numbering, and count what was lost in here', async () => {
    await seedRelationship(db, {
      client: '10.2.0.1',
      server: '10.1.0.1',
      port: 443,
      observers: ['192.0.2.1', '192.0.2.2'],
    });
    const minute = (exporter: number, version: number, lost: number, problems: object) => ({
      exporter_id: exporter,
      domain: 0,
      version,
      minute: new Date(Math.floor(Date.now() / 60_000) * 60_000 - 60_000),
      datagrams: 10,
      octets: 0,
      records: 100,
      lost,
      undecodable_sets: 0,
      problems: JSON.stringify(problems),
      skew_ms: null,
      sampling: null,
    });
    await db
      .insertInto('exporter_health')
      .values([
        minute(1, 1, 0, {}),
        minute(1, 5, 0, {}),
        minute(2, 5, 25, { 'window-lost': 10, 'no-template': 3 }),
        minute(2, 9, 1, {}),
      ])
      .execute();
    const found = (await facts()).exporters.map(({ sequenceLoss }) => sequenceLoss);
    expect(found[0]).toBeNull();
    // A fifth of the records, an eleventh of the packets, and of 200 records ten in here.
    expect(found[1]).toBeCloseTo(0.25, 9);
  });

  it('bind machines where an address changed hands; claims that raise follow it, others stay', async () => {
    const lease = (asset: string, from: string, to: string | null) => ({
      address: '10.2.0.1',
      asset,
      source: 'dhcp-lease' as const,
      from: new Date(from),
      to: to === null ? null : new Date(to),
    });
    await bindAddresses(db, [
      lease('mac:02:00:00:00:00:01', '2026-09-01', '2026-09-20'),
      lease('till-1', '2026-09-01', '2026-09-20'),
      lease('mac:02:00:00:00:00:02', '2026-09-20', null),
    ]);
    await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.1', port: 443 });
    const said = { subject_kind: 'asset', subject_id: '10.2.0.1' };
    await createVersioned(db, 'tag', { ...said, statement: { kind: 'role', role: 'jump' } }, why);
    await createVersioned(db, 'tag', { ...said, statement: { kind: 'no-account-data' } }, why);
    const found = await facts();
    expect(found.assets.map(({ id, name }) => [id, name])).toEqual([
      ['10.2.0.1', null],
      ['10.1.0.1', null],
      ['mac:02:00:00:00:00:01', 'till-1'],
      ['mac:02:00:00:00:00:02', null],
    ]);
    expect(found.bindings.map(({ asset, until }) => [asset, until])).toEqual([
      ['mac:02:00:00:00:00:01', at('2026-09-20')],
      ['mac:02:00:00:00:00:02', null],
      ['10.2.0.1', at('2026-09-01')],
    ]);
    expect(found.tags.map(({ id, subject }) => [id, subject.id])).toEqual([
      ['tag-1', '10.2.0.1'],
      ['tag-1+1', 'mac:02:00:00:00:00:01'],
      ['tag-1+2', 'mac:02:00:00:00:00:02'],
      ['tag-2', 'mac:02:00:00:00:00:02'],
    ]);
  });

  it('call a second version of rules a change of the control', async () => {
    await createVersioned(db, 'network_control', { name: 'Edge' }, why);
    const rules = {
      format: 'generic-csv',
      fileName: 'a.csv',
      model: { format: 'generic-csv', lists: [], bindings: [], otherLines: [], chains: [] },
      unread: [],
      rules: [],
    };
    const store = (digest: string, takenAt: string) =>
      storeRuleSet(db, 1, { ...rules, digest, takenAt: new Date(takenAt) }, why);
    await store('a', '2026-08-01');
    const changedAt = async () => (await facts()).controls[0]?.changedAt;
    expect(await changedAt()).toBeNull();
    await store('b', '2026-09-01');
    expect(await changedAt()).toBe(at('2026-09-01'));
  });

  it('are the same to the classifier, whether read with or without counts', async () => {
    await addEverything(db);
    const now = Date.now();
    const read = { now, ruleSets: async () => new Map() };
    const [whole, deciding] = await readScopeFacts(db, read, async (stored) => {
      const lists: [object[], object[]] = [[], []];
      for await (const some of stored.contacts) lists[0].push(...some);
      for await (const contacts of stored.deciding) lists[1].push(...contacts);
      return lists;
    });
    expect(deciding).toHaveLength(3);
    expect(whole).toMatchObject(deciding);
  });

  it('tell the machines apart that had one address, one after the other', async () => {
    await call('POST', '/api/zones', { name: 'Vault', claim: 'cde', prefixes: ['10.1.0.0/16'] });
    const lease = (asset: string, from: string, to: string | null) => ({
      address: '10.2.0.1',
      asset,
      source: 'dhcp-lease' as const,
      from: new Date(from),
      to: to === null ? null : new Date(to),
    });
    // The traffic of the seed is of 2026-10-01.
    await bindAddresses(db, [
      lease('mac:02:00:00:00:00:01', '2026-09-01', '2026-10-15'),
      lease('mac:02:00:00:00:00:02', '2026-10-15', null),
    ]);
    await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.1', port: 443 });
    await classify();
    const id = await seededHost(db, '10.2.0.1');
    const { body } = await call<{ category: string; classification: object }>('GET', `/api/hosts/${id}`);
    expect(body).toMatchObject({
      category: 'CONNECTED',
      classification: {
        system: 'mac:02:00:00:00:00:01',
        others: expect.arrayContaining([
          expect.objectContaining({ system: 'mac:02:00:00:00:00:02', category: 'UNDETERMINED' }),
        ]),
      },
    });
  });

  it('give, downloaded and classified, what is stored', async () => {
    await addEverything(db);
    await classify();
    const stored = await db
      .selectFrom('host_category')
      .innerJoin('host', 'host.id', 'host_id')
      .select(['host.address', 'category', 'conflict'])
      .orderBy('address')
      .execute();
    const { assets, items } = classifyScope(await facts());
    const known = new Set(stored.map(({ address }) => address));
    const again = assets.filter(({ id }) => known.has(id));
    expect(again.map(({ id, category, conflict }) => [id, category, conflict]).toSorted()).toEqual(
      stored.map(({ address, category, conflict }) => [address, category, conflict]).toSorted(),
    );
    expect(stored.length).toBe(3);
    const { body } = await call<{ total: number }>('GET', '/api/scope/items');
    expect(body.total).toBe(items.length);
  });
});
