import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listAddressBindings } from '@scopemap/database';
import { emptyDatabase, freshDatabase } from '@scopemap/database/testing';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { addressFileKind } from './address-file-kind.ts';
import { importAddresses } from './import-addresses.ts';

const { db } = await freshDatabase();
const folder = await mkdtemp(join(tmpdir(), 'scopemap-addresses-'));
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => emptyDatabase(db));

async function importText(text: string) {
  const path = join(folder, 'list');
  await writeFile(path, text);
  const kind = addressFileKind(new TextEncoder().encode(text));
  if (!kind) throw new Error('it is no list of addresses');
  return importAddresses({ db, path, kind });
}

async function held(address: string): Promise<string[]> {
  const rows = await listAddressBindings(db, address, new Date(0), new Date('2100-01-01'));
  return rows.map(
    ({ asset, source, from, to }) => `${asset} ${source} ${from.toISOString()} ${to?.toISOString() ?? 'now'}`,
  );
}

const LEASES = `# The format of this file is documented in dhcpd.leases(5)
lease 10.1.0.5 {
  starts 4 2026/01/15 10:00:00;
  ends 4 2026/01/15 22:00:00;
  hardware ethernet 02:00:5e:00:53:0a;
  client-hostname "till-1";
}
`;

test('leases bind the address to the MAC address and to the name, in their period; again they change nothing', async () => {
  const report = { bindings: 2, addresses: 1, badLines: 0, problems: [] };
  expect(await importText(LEASES)).toEqual(report);
  expect(await importText(LEASES)).toEqual(report);
  const period = 'dhcp-lease 2026-01-15T10:00:00.000Z 2026-01-15T22:00:00.000Z';
  expect(await held('10.1.0.5')).toEqual([`mac:02:00:5e:00:53:0a ${period}`, `till-1 ${period}`]);
});

test('bad lines of a list are named, and the others are stored', async () => {
  const rows = [
    'address,name,from,until',
    '10.1.0.6,printer,2026-01-01,',
    'nowhere,printer,2026-01-01,',
    '10.1.0.7,,2026-01-01,',
  ];
  expect(await importText(rows.join('\r\n'))).toEqual({
    bindings: 1,
    addresses: 1,
    badLines: 2,
    problems: [
      { line: 3, message: '"nowhere" is not an IP address' },
      { line: 4, message: 'neither mac nor name says which machine it was' },
    ],
  });
  expect(await held('10.1.0.6')).toEqual(['printer csv 2026-01-01T00:00:00.000Z now']);
});

test('of very many bad lines the first are named, and a line without end is one of them', async () => {
  const report = await importText(`address,name,from\n${'x,y,z\n'.repeat(100)}${'x'.repeat(1_000_000)}`);
  expect([report.badLines, report.problems.length, report.problems[0]?.line]).toEqual([101, 20, 2]);
});

test.each<[string, string | null]>([
  [LEASES, 'dhcp-lease'],
  ['\uFEFFaddress;mac;from\n', 'csv'],
  ['IPAddress,HostName,From\n', 'csv'],
  ['lease of life, a poem', null],
  ['address,port\n', null],
  ['', null],
])('tells lists of addresses from other files: %j', (text, kind) => {
  expect(addressFileKind(new TextEncoder().encode(text))).toBe(kind);
});
