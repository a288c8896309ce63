import { describe, expect, test } from 'vitest';
import { type ExpectedCategoryCode, expectedCategories, referenceNetwork, relationshipsTruth } from './index.ts';
import { zoneNameOf } from './relate.ts';

const { asFirstImported, withRoles, withRulesAndTests } = expectedCategories;
const claims = new Map(referenceNetwork.zones.map(({ name, claim }) => [name, claim]));
const contacts = relationshipsTruth.filter(({ state, kind }) => state === 'established' && kind !== 'multicast');

/** Names of systems outside `claimed` zones that are in established contact with a system for which `wanted` holds. */
function inContactWith(wanted: (name: string) => boolean): Set<string> {
  return new Set(
    contacts.flatMap(({ client, server }) => [
      ...(wanted(server) ? [client] : []),
      ...(wanted(client) ? [server] : []),
    ]),
  );
}

function claimOf(name: string): string | undefined {
  const host = referenceNetwork.hosts.find((entry) => entry.name === name);
  return host && claims.get(host.zone);
}

function count(of: ReadonlyMap<string, { category: ExpectedCategoryCode }>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { category } of of.values()) counts[category] = (counts[category] ?? 0) + 1;
  return counts;
}

describe('expected categories', () => {
  test.each(Object.entries(expectedCategories))('%s covers every system and gives every reason', (_, expected) => {
    const names = [
      ...referenceNetwork.hosts.map(({ name }) => name),
      ...referenceNetwork.undeclaredAddresses.map(({ address }) => address),
    ];
    expect([...expected.keys()].sort()).toEqual(names.sort());
    expect([...expected.values()].filter(({ reason }) => reason === '')).toEqual([]);
  });

  test('are what the lead figures say', () => {
    expect(count(asFirstImported)).toMatchInlineSnapshot(`
      {
        "CDE_CHD": 67,
        "CDE_CONTAMINATED": 3,
        "CONNECTED": 34,
        "EXTERNAL": 30,
        "SECURITY_IMPACTING": 38,
        "UNDETERMINED": 127,
      }
    `);
    expect(count(withRoles)).toMatchInlineSnapshot(`
      {
        "CDE_CHD": 67,
        "CDE_CONTAMINATED": 6,
        "CONNECTED": 34,
        "CONNECTED_INDIRECT": 6,
        "EXTERNAL": 30,
        "SECURITY_IMPACTING": 34,
        "SEGMENTING": 2,
        "UNDETERMINED": 120,
      }
    `);
    expect(count(withRulesAndTests)).toMatchInlineSnapshot(`
      {
        "CDE_CHD": 67,
        "CDE_CONTAMINATED": 29,
        "CONNECTED": 35,
        "CONNECTED_INDIRECT": 5,
        "EXTERNAL": 30,
        "OUT_OF_SCOPE": 24,
        "SECURITY_IMPACTING": 34,
        "SEGMENTING": 2,
        "UNDETERMINED": 73,
      }
    `);
  });

  test('without rules and tests nothing is out of scope', () => {
    expect(count(asFirstImported)).not.toHaveProperty('OUT_OF_SCOPE');
    expect(count(withRoles)).not.toHaveProperty('OUT_OF_SCOPE');
  });

  test('systems of unproven zones are connected exactly when the truth has a contact with the CDE', () => {
    const cde = new Set(
      referenceNetwork.hosts.filter(({ zone }) => claims.get(zone) === 'cde').map(({ name }) => name),
    );
    const unproven = [...inContactWith((name) => cde.has(name))].filter((name) =>
      ['out-of-scope', 'undetermined'].includes(claimOf(name) ?? ''),
    );
    const connected = [...asFirstImported]
      .filter(
        ([name, { category }]) =>
          category === 'CONNECTED' && ['out-of-scope', 'undetermined'].includes(claimOf(name) ?? ''),
      )
      .map(([name]) => name);
    expect(connected.sort()).toEqual(unproven.sort());
  });

  test('with roles, whoever reaches a jump host or a VPN or has influence is connected, external or guards the CDE', () => {
    const doors = new Set(
      referenceNetwork.hosts.filter(({ role }) => ['jump', 'vpn', 'pam'].includes(role)).map(({ name }) => name),
    );
    const powers = new Set(referenceNetwork.influences.map(({ from }) => from));
    const users = contacts.filter(({ server }) => doors.has(server)).map(({ client }) => client);
    const categories = new Set([...users, ...powers].map((name) => withRoles.get(name)?.category));
    expect(categories).toEqual(new Set(['CONNECTED_INDIRECT', 'SECURITY_IMPACTING', 'EXTERNAL']));
    const indirect = [...withRoles]
      .filter(([, { category }]) => category === 'CONNECTED_INDIRECT')
      .map(([name]) => name);
    expect(indirect.filter((name) => !users.includes(name) && !powers.has(name))).toEqual([]);
  });

  test('with the leftover rule, contact with development makes others connected', () => {
    const contaminated = (name: string) => withRulesAndTests.get(name)?.category === 'CDE_CONTAMINATED';
    const wrong = [...inContactWith(contaminated)].filter((name) =>
      ['UNDETERMINED', 'OUT_OF_SCOPE'].includes(withRulesAndTests.get(name)?.category ?? ''),
    );
    expect(wrong).toEqual([]);
  });

  test('what is out of scope has no contact with a system in the CDE, and its zone has a test in date against every zone with a system in the CDE', () => {
    const zonesOut = new Set(
      referenceNetwork.hosts
        .filter(({ name }) => withRulesAndTests.get(name)?.category === 'OUT_OF_SCOPE')
        .map(({ zone }) => zone),
    );
    for (const zone of zonesOut) {
      const tests = referenceNetwork.segmentationTests.filter(
        ({ fromZone, daysBeforeEnd }) => fromZone === zone && daysBeforeEnd <= 365,
      );
      const tested = new Set(tests.map(({ toZone }) => toZone));
      const withMembersInTheCde = referenceNetwork.hosts.filter(({ name }) =>
        withRulesAndTests.get(name)?.category.startsWith('CDE_'),
      );
      expect(withMembersInTheCde.filter((host) => !tested.has(host.zone))).toEqual([]);
      const touching = contacts.filter(
        (t) =>
          [t.clientAddress, t.serverAddress].some((address) => zoneNameOf(address) === zone) &&
          [t.clientAddress, t.serverAddress].some((address) => claims.get(zoneNameOf(address)) === 'cde'),
      );
      expect(touching).toEqual([]);
    }
  });
});
