import { userInfo } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, type Db, isDatabaseUnavailable } from '@scopemap/database';
import { type Command, integerOption, type OptionValues, textOption, UsageError } from '../command.ts';
import { type AllowList, createAllowList } from '../scan/allow-list.ts';
import { findDatabaseUrl } from '../scan/database-url.ts';
import { type NetworkScanReport, scanNetwork } from '../scan/scan-network.ts';

const HOUR_MS = 3_600_000;

export const command: Command = {
  summary: 'find hosts and open ports with nmap, inside an allow-list',
  usage: `scan --allow CIDR... [--target CIDR...] [--rate N] [--ports LIST] [--udp-ports LIST] [--every HOURS] [--rescan HOURS]
            [--data DIR] [--author NAME] [--nmap PATH] [--json]

Sends packets into your network, so it does nothing unless you name what it may touch: looks for hosts that answer, scans their
ports, and stores what it found with an entry in the audit trail per run. An open port tells which side of a conversation is the
server. Nothing outside of --allow is ever contacted. Get the consent of whoever runs these networks first.

  --allow CIDR      a network that may be scanned; may be repeated; required
  --target CIDR     scan only this part of it; may be repeated (default: all that is allowed)
  --rate N          packets per second at most (default 100)
  --ports LIST      TCP ports such as 22,80,8000-8100 (default: the thousand most frequent)
  --udp-ports LIST  UDP ports, too; needs the rights of an administrator (default: none)
  --every HOURS     go on, and look for hosts again after so many hours; Ctrl-C ends it
  --rescan HOURS    with --every: scan the ports of a host again after so many hours (default 168)
  --data DIR        data folder of the running installation (default .data in the Scopemap folder); else DATABASE_URL
  --author NAME     who is written into the audit trail (default: the user of this machine)
  --nmap PATH       the nmap to use (default nmap)
  --json            print the report as JSON, one a line`,
  options: {
    allow: { type: 'string', multiple: true },
    target: { type: 'string', multiple: true },
    rate: { type: 'string' },
    ports: { type: 'string' },
    'udp-ports': { type: 'string' },
    every: { type: 'string' },
    rescan: { type: 'string' },
    data: { type: 'string' },
    author: { type: 'string' },
    nmap: { type: 'string' },
    json: { type: 'boolean' },
  },

  async run(values, positionals) {
    if (positionals.length > 0) throw new UsageError(`"scan" takes its networks by --allow: "${positionals[0]}"`);
    const options = scanOptions(values);
    const db = connect({ connectionString: await findDatabaseUrl(textOption(values, 'data')) }, { max: 2 });
    const stop = new AbortController();
    const onSignal = () => stop.abort();
    process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
    try {
      return await scanOnSchedule(db, options, stop.signal);
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw new Error(`the database does not answer: ${(error as Error).message}`);
      throw error;
    } finally {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
      await db.destroy();
    }
  },
};

function scanOptions(values: OptionValues) {
  const allow = listOption(values, 'allow');
  if (allow.length === 0) throw new UsageError('--allow is required: the networks that may be scanned');
  const every = integerOption(values, 'every', 1, 8_760);
  const rescan = integerOption(values, 'rescan', 1, 8_760);
  if (rescan !== undefined && every === undefined) throw new UsageError('--rescan goes with --every');
  return {
    ...allowedTargets(allow, listOption(values, 'target')),
    rate: integerOption(values, 'rate', 1, 100_000) ?? 100,
    ports: portsOption(values, 'ports'),
    udpPorts: portsOption(values, 'udp-ports'),
    everyMs: every === undefined ? undefined : every * HOUR_MS,
    rescanMs: (rescan ?? 168) * HOUR_MS,
    author: textOption(values, 'author') || userInfo().username,
    program: textOption(values, 'nmap') ?? 'nmap',
    json: values.json === true,
  };
}

function listOption(values: OptionValues, name: string): string[] {
  const list = values[name];
  return Array.isArray(list) ? list.map(String) : [];
}

function allowedTargets(
  allow: readonly string[],
  target: readonly string[],
): { allowList: AllowList; targets: readonly string[] } {
  try {
    const allowList = createAllowList(allow);
    return { allowList, targets: allowList.targets(target) };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function portsOption(values: OptionValues, name: string): string | undefined {
  const text = textOption(values, name);
  if (text !== undefined && !/^[0-9]{1,5}(-[0-9]{1,5})?(,[0-9]{1,5}(-[0-9]{1,5})?)*$/.test(text))
    throw new UsageError(`--${name} takes ports such as 22,80,8000-8100, not "${text}"`);
  return text;
}

/** Scans once, or again and again until the signal. Exit code 1 when the last one was stopped early. */
async function scanOnSchedule(db: Db, options: ReturnType<typeof scanOptions>, signal: AbortSignal): Promise<number> {
  const { everyMs, rescanMs, json, ...scan } = options;
  for (;;) {
    const startedAt = Date.now();
    const unlessScannedSince = new Date(everyMs === undefined ? startedAt : startedAt - rescanMs);
    const report = await scanNetwork({ ...scan, db, unlessScannedSince, signal });
    console.log(json ? JSON.stringify(report) : describe(report));
    if (everyMs === undefined || signal.aborted) return report.incomplete ? 1 : 0;
    await delay(Math.max(0, startedAt + everyMs - Date.now()), undefined, { signal }).catch(() => {});
    if (signal.aborted) return 0;
  }
}

function describe({ hostsUp, hostsScanned, openEndpoints, corrected, incomplete }: NetworkScanReport): string {
  const stopped = incomplete ? 'Stopped early. ' : '';
  return `${stopped}${hostsUp} hosts up, ports of ${hostsScanned} scanned, ${openEndpoints} open; ${corrected} relationships corrected`;
}
