import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NmapXmlError, type StoredNmapXml, storeNmapXml } from '@scopemap/collector';
import { type Db, failScanRun, listUnscanned, startScanRun } from '@scopemap/database';
import type { AllowList } from './allow-list.ts';
import { runNmap } from './run-nmap.ts';

export interface NetworkScan {
  readonly db: Db;
  readonly program: string;
  readonly allowList: AllowList;
  /** Canonical prefixes inside the allow-list. */
  readonly targets: readonly string[];
  /** Most packets per second. */
  readonly rate: number;
  /** TCP ports in nmap's notation; undefined: its thousand most frequent. */
  readonly ports: string | undefined;
  /** UDP ports; undefined: none. */
  readonly udpPorts: string | undefined;
  /** Ports of hosts that were scanned since are left alone. */
  readonly unlessScannedSince: Date;
  readonly author: string;
  readonly signal: AbortSignal;
}

export interface NetworkScanReport {
  readonly hostsUp: number;
  /** Hosts whose ports were scanned. */
  readonly hostsScanned: number;
  readonly openEndpoints: number;
  /** Stored relationships whose direction was corrected. */
  readonly corrected: number;
  /** It was stopped before it had finished. */
  readonly incomplete: boolean;
}

/** Without names, and for IPv6 in a run of its own: nmap knows one family at a time. */
function commonOptions({ rate }: NetworkScan, targets: readonly string[]): string[] {
  const isIpv6 = targets.some((target) => target.includes(':'));
  return ['-n', ...(isIpv6 ? ['-6'] : []), '--max-rate', String(rate), '--max-retries', '2'];
}

function byFamily(targets: readonly string[]): string[][] {
  const [four, six] = [
    targets.filter((target) => !target.includes(':')),
    targets.filter((target) => target.includes(':')),
  ];
  return [four, six].filter((family) => family.length > 0);
}

/** One run of nmap from the audit entry to the stored result. */
async function runOnce(scan: NetworkScan, kind: readonly string[], targets: readonly string[]): Promise<StoredNmapXml> {
  const { db, program, allowList, author, signal } = scan;
  const options = [...commonOptions(scan, targets), ...kind];
  const what = ['nmap', ...options, ...targets].join(' ');
  const scanId = await startScanRun(db, { kind: 'scan', what, allowed: allowList.prefixes, author });
  const folder = await mkdtemp(join(tmpdir(), 'scopemap-scan-'));
  try {
    const path = join(folder, 'nmap.xml');
    await runNmap({ program, options, targets, output: path, signal });
    return await storeNmapXml({ db, scanId, path, author, isAllowed: (address) => allowList.allows(address) });
  } catch (error) {
    const reason = signal.aborted ? 'it was stopped before it had found anything' : (error as Error).message;
    await failScanRun(db, scanId, reason);
    if (signal.aborted) throw new Error(`the scan of ${targets.join(', ')} was stopped`);
    throw error instanceof NmapXmlError ? new Error(`the result of ${program} is refused: ${reason}`) : error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Looks for hosts that are up and scans the ports of those not scanned lately; results go to the database with an audit entry per run
 * of nmap. Nothing outside of the allow-list is contacted, and a result that names anything else is refused.
 */
export async function scanNetwork(scan: NetworkScan): Promise<NetworkScanReport> {
  const { db, signal, ports, udpPorts, unlessScannedSince } = scan;
  const total = { hostsUp: 0, hostsScanned: 0, openEndpoints: 0, corrected: 0, incomplete: false };
  for (const targets of byFamily(scan.targets)) {
    const sweep = await runOnce(scan, ['-sn'], targets);
    total.hostsUp += sweep.hostsUp;
    total.incomplete ||= sweep.incomplete;
    const due = (await listUnscanned(db, sweep.addresses, unlessScannedSince)).filter((address) =>
      scan.allowList.allows(address),
    );
    if (due.length === 0) continue;
    const kinds = [['-Pn', '-sT', ...(ports === undefined ? [] : ['-p', ports])]];
    if (udpPorts !== undefined) kinds.push(['-Pn', '-sU', '-p', udpPorts]);
    for (const kind of kinds) {
      if (signal.aborted) return { ...total, incomplete: true };
      const found = await runOnce(scan, kind, due);
      total.openEndpoints += found.openEndpoints;
      total.corrected += found.corrected;
      total.incomplete ||= found.incomplete;
    }
    total.hostsScanned += due.length;
  }
  return total;
}
