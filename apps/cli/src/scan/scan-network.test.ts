import { createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { listScanRuns, listUnscanned } from '@scopemap/database';
import { emptyDatabase, freshDatabase } from '@scopemap/database/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hasNmap } from '../testing/has-nmap.ts';
import { createAllowList } from './allow-list.ts';
import { type NetworkScan, scanNetwork } from './scan-network.ts';

const { db } = await freshDatabase();
const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);

let listener: Server;
let port: number;

beforeAll(async () => {
  listener = createServer((socket) => socket.on('error', () => {}).destroy());
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => listener.close());
beforeEach(() => emptyDatabase(db));

function networkScan(change: Partial<NetworkScan>): NetworkScan {
  const allowList = createAllowList(['127.0.0.0/31']);
  return {
    db,
    program: 'nmap',
    allowList,
    targets: allowList.targets(['127.0.0.1']),
    rate: 500,
    ports: String(port),
    udpPorts: undefined,
    unlessScannedSince: new Date(),
    author: 'a test',
    signal: new AbortController().signal,
    ...change,
  };
}

test.skipIf(!hasNmap())('new hosts are scanned at once, known ones when it is time again', async () => {
  const lately = new Date(Date.now() - 3_600_000);
  const scanned = async (change: Partial<NetworkScan>) => (await scanNetwork(networkScan(change))).hostsScanned;
  expect(await scanned({ unlessScannedSince: lately })).toBe(1);
  expect(await scanned({ unlessScannedSince: lately })).toBe(0);
  const { targets } = networkScan({});
  expect(await scanned({ unlessScannedSince: lately, targets: ['127.0.0.0/32', ...targets] })).toBe(1);
  expect(await scanned({ unlessScannedSince: new Date(Date.now() + 3_600_000) })).toBe(1);
  expect(await listUnscanned(db, ['10.9.9.9', '127.0.0.1', '10.9.9.8'], lately)).toEqual(['10.9.9.9', '10.9.9.8']);
});

test.skipIf(!hasNmap() || !hasIpv6)('IPv6 is scanned in a run of its own', async () => {
  const allowList = createAllowList(['127.0.0.1', '::1']);
  const report = await scanNetwork(networkScan({ allowList, targets: allowList.targets([]) }));
  expect(report).toMatchObject({ hostsUp: 2, hostsScanned: 2, openEndpoints: 1 });
  const runs = (await listScanRuns(db, 10)).map(({ what, result }) => `${result}: ${what}`).reverse();
  const options = '--max-rate 500 --max-retries 2';
  expect(runs).toEqual([
    `done: nmap -n ${options} -sn 127.0.0.1/32`,
    `done: nmap -n ${options} -Pn -sT -p ${port} 127.0.0.1`,
    `done: nmap -n -6 ${options} -sn ::1/128`,
    `done: nmap -n -6 ${options} -Pn -sT -p ${port} ::1`,
  ]);
});

test('a scan that was stopped before it began scans nothing', async () => {
  const stopped = scanNetwork(networkScan({ signal: AbortSignal.abort() }));
  await expect(stopped).rejects.toThrow('the scan of 127.0.0.1/32 was stopped');
  expect(await listScanRuns(db, 10)).toMatchObject([{ result: 'failed', error: expect.stringContaining('stopped') }]);
});
