import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApi, createEvidenceQueue, createLiveEvents, startClassifierThread } from '@scopemap/api';
import { ingestFlows } from '@scopemap/collector';
import {
  type DirectionChangeList,
  type Graph,
  type HostAddresses,
  ImportJob,
  type RelationshipList,
} from '@scopemap/contract';
import { freshDatabase, seededHost, storedNames } from '@scopemap/database/testing';
import type { Flow } from '@scopemap/scope-model';
import { afterAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { ImportQueue } from './import-queue.ts';

const folder = await mkdtemp(join(tmpdir(), 'scopemap-scan-'));
const { db, server } = await freshDatabase();
const imports = new ImportQueue({ db, server, flowDays: 1 });
const app = await buildApi({
  db,
  imports,
  status: { version: '0', flowPorts: [], dataFolder: null, collector: () => 'running' },
  events: createLiveEvents({ db, server }),
  classifier: startClassifierThread({
    server,
    version: '0',
    onError: (error) => {
      throw error;
    },
  }),
  evidence: createEvidenceQueue({
    db,
    server,
    version: '0',
    folder,
    onError: (error) => {
      throw error;
    },
  }),
  uploads: { folder },
});
const address = await app.listen({ host: '127.0.0.1', port: 0 });
afterAll(async () => {
  await imports.close();
  await app.close();
  await rm(folder, { recursive: true });
});

const CLIENT = '10.1.0.5';
const SERVER = '10.2.0.7';

/** Both halves at the same time, both ports high, no flags: nothing tells who is the server. */
function undecidable(): Flow[] {
  const start = Date.UTC(2026, 8, 1, 12);
  const common = { exporter: '192.0.2.1', domain: 0, protocol: 6, tcpFlags: null, octets: 100, packets: 2, extra: {} };
  const times = { start, end: start + 10 };
  return [
    { ...common, ...times, srcAddr: CLIENT, srcPort: 51_000, dstAddr: SERVER, dstPort: 50_443 },
    { ...common, ...times, srcAddr: SERVER, srcPort: 50_443, dstAddr: CLIENT, dstPort: 51_000 },
  ];
}

const SCAN = `<nmaprun scanner="nmap" start="1788300000"><host starttime="1788300000" endtime="1788300001">
  <status state="up"/><address addr="${SERVER}" addrtype="ipv4"/>
  <ports><port protocol="tcp" portid="50443"><state state="open"/></port></ports></host>
  <runstats><finished exit="success"/></runstats></nmaprun>`;

async function get<Body>(path: string): Promise<Body> {
  const answer = await fetch(`${address}/api/${path}`);
  expect(answer.status, path).toBe(200);
  return answer.json();
}

async function upload(content: string, name: string): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([content]), name);
  const answer = await fetch(`${address}/api/imports`, { method: 'POST', body: form });
  expect(answer.status).toBe(202);
  return ImportJob.parse(await answer.json()).id;
}

test('a conversation stored as undecided becomes right in database, API and map when an uploaded scan shows the port open', async () => {
  for (const [name, prefixes] of [
    ['Office', ['10.1.0.0/24']],
    ['Vault', ['10.2.0.0/24']],
  ] as const) {
    const zone = { name, claim: 'undetermined', prefixes };
    await fetch(`${address}/api/zones`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(zone),
    });
  }
  await ingestFlows({ db, id: 'undecidable', flows: [undecidable()] });
  expect(await storedNames(db)).toEqual([`${CLIENT}:51000 - ${SERVER}:50443 6`]);
  expect((await get<Graph>('graph')).bundles.map(({ directed }) => directed)).toEqual([false]);

  const job = await upload(SCAN, 'night.xml');
  await expect.poll(async () => (await get<ImportJob>(`imports/${job}`)).state, { timeout: 20_000 }).toBe('done');
  expect((await get<ImportJob>(`imports/${job}`)).scan).toMatchObject({ openEndpoints: 1, corrected: 1 });

  expect(await storedNames(db)).toEqual([`${CLIENT} > ${SERVER} 6/50443`]);
  expect((await get<RelationshipList>('relationships')).relationships).toMatchObject([
    {
      directed: true,
      client: { address: CLIENT },
      server: { address: SERVER },
      port: 50_443,
      method: 'scan',
      flows: 1,
    },
  ]);
  const { zones, bundles } = await get<Graph>('graph');
  const nameOf = (id: string) => zones.find((zone) => zone.id === id)?.name;
  expect(
    bundles.map(({ sourceZone, targetZone, service, directed }) => [
      nameOf(sourceZone),
      nameOf(targetZone),
      service,
      directed,
    ]),
  ).toEqual([['Office', 'Vault', '50443/tcp', true]]);
  const changes = `hosts/${await seededHost(db, SERVER)}/direction-changes`;
  expect((await get<z.infer<typeof DirectionChangeList>>(changes)).changes).toMatchObject([
    {
      author: 'local operator',
      reason: 'found open: night.xml',
      cause: `${SERVER} 50443/tcp`,
      before: { directed: false, method: 'none' },
      after: { directed: true, client: CLIENT, server: SERVER, method: 'scan', confidence: 'high' },
      undoneAt: null,
    },
  ]);
});

test('an uploaded lease file says who had the address of a host', async () => {
  const lease = `lease ${SERVER} {
  starts 1 2026/08/31 10:00:00;
  ends 4 2026/09/03 10:00:00;
  hardware ethernet 02:00:5e:00:53:0a;
}
lease nowhere {
}
`;
  const job = await upload(lease, 'dhcpd.leases');
  await expect.poll(async () => (await get<ImportJob>(`imports/${job}`)).state, { timeout: 20_000 }).toBe('done');
  expect(await get<ImportJob>(`imports/${job}`)).toMatchObject({
    kind: 'addresses',
    addresses: {
      bindings: 1,
      addresses: 1,
      badLines: 1,
      problems: [{ line: 6, message: '"nowhere" is not an IP address' }],
    },
  });
  const { bindings } = await get<HostAddresses>(`hosts/${await seededHost(db, SERVER)}/addresses`);
  expect(bindings).toMatchObject([{ asset: 'mac:02:00:5e:00:53:0a', source: 'dhcp-lease' }]);
});
