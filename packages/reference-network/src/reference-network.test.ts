import { parseIp, parsePrefix, prefixContains } from '@scopemap/net';
import { describe, expect, test } from 'vitest';
import { referenceNetwork } from './index.ts';

const {
  zones,
  hosts,
  services,
  approvals,
  exporters,
  rules,
  segmentationTests,
  segmentationControls,
  zoneStatements,
  traps,
} = referenceNetwork;
const zoneNames = new Set(zones.map(({ name }) => name));
const hostNames = new Set(hosts.map(({ name }) => name));
const prefixes = zones.flatMap((zone) =>
  zone.prefixes.map((text) => ({ zone: zone.name, text, prefix: parsePrefix(text) })),
);

function zonesHolding(address: string): string[] {
  const bytes = parseIp(address);
  return prefixes.filter(({ prefix }) => bytes && prefix && prefixContains(prefix, bytes)).map(({ zone }) => zone);
}

function duplicates(values: readonly string[]): string[] {
  return values.filter((value, i) => values.indexOf(value) !== i);
}

describe('zones', () => {
  test('have valid prefixes, and no two overlap', () => {
    expect(prefixes.filter(({ prefix }) => prefix === null)).toEqual([]);
    const overlaps = prefixes.filter(({ prefix, text }) =>
      prefixes.some(
        (other) => other.text !== text && prefix && other.prefix && prefixContains(other.prefix, prefix.bytes),
      ),
    );
    expect(overlaps).toEqual([]);
    expect(duplicates(zones.map(({ name }) => name))).toEqual([]);
  });
});

describe('hosts', () => {
  test('are about three hundred, with unique names and addresses', () => {
    expect(hosts.length).toBeGreaterThanOrEqual(280);
    expect(hosts.length).toBeLessThanOrEqual(330);
    expect(duplicates(hosts.map(({ name }) => name))).toEqual([]);
    expect(duplicates(hosts.flatMap(({ address, address6 }) => [address, ...(address6 ? [address6] : [])]))).toEqual(
      [],
    );
  });

  test('lie in a prefix of their own zone and of no other', () => {
    const misplaced = hosts.filter(({ zone, address, address6 }) =>
      [address, ...(address6 ? [address6] : [])].some((text) => zonesHolding(text).join() !== zone),
    );
    expect(misplaced).toEqual([]);
  });

  test('use addresses in canonical form', async () => {
    const { canonicalIp } = await import('@scopemap/net');
    const texts = hosts.flatMap(({ address, address6 }) => [address, ...(address6 ? [address6] : [])]);
    expect(texts.filter((text) => canonicalIp(text) !== text)).toEqual([]);
  });

  test('run on hypervisors that exist', () => {
    const hypervisors = new Set(hosts.filter(({ role }) => role === 'hypervisor').map(({ name }) => name));
    expect(hosts.filter(({ runsOn }) => runsOn !== null && !hypervisors.has(runsOn))).toEqual([]);
    expect(new Set(hosts.filter(({ runsOn }) => runsOn === 'hv-02').map(({ zone }) => zone))).toEqual(
      new Set(['Payment application', 'Development & test']),
    );
  });

  test('outside the inventory are really not in it', () => {
    for (const { address, zone } of referenceNetwork.undeclaredAddresses) {
      expect(hosts.some((host) => host.address === address)).toBe(false);
      expect(zonesHolding(address)).toEqual(zone === null ? [] : [zone]);
    }
  });
});

test('influences name hosts', () => {
  expect(
    referenceNetwork.influences.flatMap(({ from, on }) => [from, on]).filter((name) => !hostNames.has(name)),
  ).toEqual([]);
});

test('services are unique and belong to hosts', () => {
  expect(duplicates(services.map(({ host, protocol, port }) => `${host}/${protocol}/${port}`))).toEqual([]);
  expect(services.filter(({ host }) => !hostNames.has(host))).toEqual([]);
});

test('approvals name zones, once per service', () => {
  expect(
    approvals.filter(({ sourceZone, targetZone }) => !zoneNames.has(sourceZone) || !zoneNames.has(targetZone)),
  ).toEqual([]);
  expect(duplicates(approvals.map((a) => `${a.sourceZone}>${a.targetZone}/${a.protocol}/${a.port}`))).toEqual([]);
});

test('exporters are hosts of the network with the same address', () => {
  for (const { name, address } of exporters) expect(hosts.find((host) => host.name === name)?.address).toBe(address);
  expect(new Set(exporters.map(({ version }) => version))).toEqual(new Set([5, 9, 10]));
});

describe('segmentation', () => {
  test('every control ends with a default deny and permits nothing broad but the leftover', () => {
    for (const { host } of segmentationControls) {
      const list = rules.filter(({ control }) => control === host);
      expect(list.map(({ line }) => line)).toEqual(list.map((_, i) => (i + 1) * 10));
      expect(list.at(-1)).toMatchObject({ action: 'deny', source: null, destination: null, protocol: null });
    }
    const broad = rules.filter(({ action, protocol }) => action === 'permit' && protocol === null);
    expect(broad.map(({ sourceZone, targetZone }) => `${sourceZone}>${targetZone}`)).toEqual([
      'Development & test>Payment application',
    ]);
  });

  test('permits only prefixes longer than 16 bits', () => {
    const texts = rules.flatMap(({ source, destination }) => [...(source ?? []), ...(destination ?? [])]);
    expect(texts.filter((text) => (parsePrefix(text)?.length ?? 0) <= 16)).toEqual([]);
  });

  test('tests and statements name zones; one test is in date and one is not', () => {
    expect(
      segmentationTests.filter(({ fromZone, toZone }) => !zoneNames.has(fromZone) || !zoneNames.has(toZone)),
    ).toEqual([]);
    expect(zoneStatements.filter(({ zone }) => !zoneNames.has(zone))).toEqual([]);
    expect(new Set(segmentationTests.map(({ daysBeforeEnd }) => daysBeforeEnd > 365))).toEqual(new Set([true, false]));
  });
});

test('traps have unique ids and name known systems', () => {
  expect(duplicates(traps.map(({ id }) => id))).toEqual([]);
  const known = new Set([...hostNames, ...referenceNetwork.undeclaredAddresses.map(({ address }) => address)]);
  expect(traps.flatMap(({ systems }) => systems).filter((name) => !known.has(name))).toEqual([]);
});
