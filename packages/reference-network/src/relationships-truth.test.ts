import { TCP } from '@scopemap/net';
import { describe, expect, test } from 'vitest';
import { MULTICAST, type RelationshipTruth, referenceNetwork, relationshipsTruth } from './index.ts';
import { zoneNameOf } from './relate.ts';

const { zones, services, approvals, exporters, traps } = referenceNetwork;
const cdeZones = new Set(zones.filter(({ claim }) => claim === 'cde').map(({ name }) => name));
const offered = new Set(services.map(({ host, protocol, port }) => `${host}/${protocol}/${port}`));
const approved = new Set(approvals.map((a) => `${a.sourceZone}>${a.targetZone}/${a.protocol}/${a.port}`));

function ids(list: readonly RelationshipTruth[]): string[] {
  return list.map(({ id }) => id);
}

describe('relationships', () => {
  test('are about fourteen hundred besides the scanner, with unique ids and endpoints', () => {
    const ordinary = relationshipsTruth.filter(({ trap }) => trap !== 'scanner');
    expect(ordinary.length).toBeGreaterThan(1_300);
    expect(ordinary.length).toBeLessThan(1_700);
    expect(new Set(ids(relationshipsTruth)).size).toBe(relationshipsTruth.length);
    const keys = relationshipsTruth.map((t) => `${t.clientAddress}|${t.serverAddress}|${t.protocol}|${t.port}`);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  test('no pair is client and server of the same service both ways, but for the two mail relays', () => {
    const decided = relationshipsTruth.filter(({ kind }) => kind === 'client-server' || kind === 'peer');
    const keys = new Set(decided.map((t) => `${t.clientAddress}|${t.serverAddress}|${t.protocol}|${t.port}`));
    expect(
      ids(decided.filter((t) => keys.has(`${t.serverAddress}|${t.clientAddress}|${t.protocol}|${t.port}`))),
    ).toEqual(['mta-01>cloud-mail/25/tcp', 'cloud-mail>mta-01/25/tcp']);
  });

  test('established ones of named servers use services that the server offers', () => {
    const wrong = relationshipsTruth.filter(
      (t) =>
        t.state !== 'attempted' &&
        t.kind === 'client-server' &&
        t.port !== null &&
        t.server !== t.serverAddress &&
        !offered.has(`${t.server}/${t.protocol}/${t.port}`),
    );
    expect(ids(wrong)).toEqual([]);
  });

  test('attempts go to ports that nobody offers', () => {
    const attempts = relationshipsTruth.filter(({ state }) => state === 'attempted');
    expect(attempts.length).toBeGreaterThan(100);
    expect(ids(attempts.filter((t) => offered.has(`${t.server}/${t.protocol}/${t.port}`)))).toEqual([]);
    expect(new Set(attempts.map(({ clientFlags }) => clientFlags))).toEqual(new Set([0x02]));
    expect(new Set(attempts.map(({ serverFlags }) => serverFlags))).toEqual(new Set([0x00, 0x14]));
  });

  test('carry TCP flags exactly where the protocol has them', () => {
    expect(
      ids(relationshipsTruth.filter(({ protocol, clientFlags }) => (protocol === TCP) !== clientFlags > 0)),
    ).toEqual([]);
  });

  test('peers share a port, groups are no hosts, protocols without ports have none', () => {
    for (const truth of relationshipsTruth) {
      if (truth.kind === 'peer') expect(truth.clientPort, truth.id).toBe(truth.port);
      expect(zoneNameOf(truth.serverAddress) === MULTICAST, truth.id).toBe(truth.kind === 'multicast');
      if (truth.kind === 'portless' || truth.kind === 'undecidable') expect(truth.port, truth.id).toBeNull();
    }
  });

  test('a version 5 exporter never sees IPv6, and other exporters do', () => {
    const v5 = new Set(exporters.filter(({ version }) => version === 5).map(({ name }) => name));
    const sixes = relationshipsTruth.filter(({ clientAddress }) => clientAddress.includes(':'));
    expect(sixes.length).toBeGreaterThan(10);
    expect(ids(sixes.filter(({ observers }) => observers.some((name) => v5.has(name))))).toEqual([]);
    expect(ids(sixes.filter(({ observers }) => observers.length === 0))).toEqual([]);
  });

  test('some are seen by two exporters, some by one, some by none', () => {
    expect(new Set(relationshipsTruth.map(({ observers }) => observers.length))).toEqual(new Set([0, 1, 2]));
  });

  test('translations stand for what leaves, and for nothing else', () => {
    const translated = relationshipsTruth.filter(({ translationOf }) => translationOf.length > 0);
    expect(translated.length).toBeGreaterThan(10);
    const members = translated.flatMap(({ translationOf }) => translationOf);
    expect(new Set(members).size).toBe(members.length);
    expect(members.sort()).toEqual(ids(relationshipsTruth.filter(({ translatedTo }) => translatedTo !== null)).sort());
    expect(ids(translated.filter(({ observers }) => observers.join() !== 'border-rtr-1'))).toEqual([]);
  });
});

test('what touches the CDE is approved, unless it is a trap', () => {
  const touching = relationshipsTruth.filter(
    (t) =>
      t.trap === null &&
      t.kind !== 'multicast' &&
      [t.clientAddress, t.serverAddress].some((address) => cdeZones.has(zoneNameOf(address))),
  );
  expect(touching.length).toBeGreaterThan(500);
  const open = touching.filter(
    (t) => !approved.has(`${zoneNameOf(t.clientAddress)}>${zoneNameOf(t.serverAddress)}/${t.protocol}/${t.port}`),
  );
  expect(ids(open)).toEqual([]);
});

describe('traps', () => {
  test.each(traps.filter(({ evidence }) => evidence === 'traffic'))(
    '$id shows in the traffic of its systems',
    ({ id, systems }) => {
      const own = relationshipsTruth.filter(({ trap }) => trap === id);
      expect(own.length).toBeGreaterThan(0);
      expect(ids(own.filter(({ observers }) => observers.length === 0))).toEqual([]);
      const ends = new Set(own.flatMap(({ client, server }) => [client, server]));
      expect(systems.filter((name) => !ends.has(name))).toEqual([]);
    },
  );

  test('every mark in the traffic is a trap', () => {
    const known = new Set(traps.map(({ id }) => id));
    expect(relationshipsTruth.filter(({ trap }) => trap !== null && !known.has(trap))).toEqual([]);
  });

  test.each([
    'misrouted-developer',
    'report-on-the-vault',
    'weekly-backup',
    'showroom-nat',
    'terminal-calls-stranger',
    'foreign-time',
    'reconciliation-share',
  ])('%s is not approved', (id) => {
    for (const t of relationshipsTruth.filter(({ trap }) => trap === id)) {
      expect(
        approved.has(`${zoneNameOf(t.clientAddress)}>${zoneNameOf(t.serverAddress)}/${t.protocol}/${t.port}`),
        t.id,
      ).toBe(false);
    }
  });
});
