import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { emptyDatabase, freshDatabase, storedRelationships } from '@scopemap/database/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Collector, startCollector } from './collector.ts';
import { eventually } from './testing/eventually.ts';
import { keepLines } from './testing/kept-log.ts';

const execute = promisify(execFile);
const run = (program: string, args: string[]) => execute(program, args, { timeout: 25_000 });
const { db, server } = await freshDatabase();

const CAPTURE = fileURLToPath(new URL('./fixtures/exchange.pcap', import.meta.url));

/** What fixtures/README.md says of the packets: connections, packets and octets of both directions. */
const RELATIONSHIPS = [
  ['10.1.0.5 > 10.2.0.7 6/443', 2, 22, 4456],
  ['10.1.0.5 > 10.3.0.53 17/53', 3, 6, 648],
  ['10.1.0.6 > 10.2.0.7 6/443', 1, 14, 4074],
  ['10.1.0.6 > 10.3.0.53 17/53', 1, 4, 434],
  ['10.1.0.9 > 10.3.0.15 17/161', 1, 4, 392],
  ['10.1.0.9 > 10.3.0.2 6/3389', 1, 2, 100],
  ['10.1.0.9 > 10.3.0.9 6/22', 1, 12, 880],
  ['10.2.0.7 > 10.3.0.2 6/5432', 1, 16, 2408],
  // Peers on one port: nobody is the client.
  ['10.2.0.7:123 - 10.3.0.14:123 17', 1, 4, 304],
];

interface Exporter {
  readonly name: string;
  readonly programs: readonly string[];
  /** Reads the capture and sends its flows to the port; `folder` is empty and its own. */
  readonly send: (port: number, folder: string) => Promise<unknown>;
}

const softflowd = (version: 5 | 9 | 10): Exporter => ({
  name: `softflowd, ${version === 10 ? 'IPFIX' : `NetFlow v${version}`}`,
  programs: ['softflowd'],
  send: (port, folder) => {
    // With a control socket it would wait for commands at the end of the file.
    const files = ['-p', join(folder, 'pid'), '-c', 'none'];
    return run('softflowd', [
      ...['-r', CAPTURE, '-n', `127.0.0.1:${port}`, '-v', String(version), '-d', '-a', ...files],
      // Milliseconds: with seconds, both halves begin at once.
      ...(version === 10 ? ['-A', 'milli'] : []),
    ]);
  },
});

const nfpcapd = (version: 5 | 9): Exporter => ({
  name: `nfpcapd and nfreplay, NetFlow v${version}`,
  programs: ['nfpcapd', 'nfreplay'],
  send: async (port, folder) => {
    await run('nfpcapd', ['-r', CAPTURE, '-w', folder]);
    for (const file of readdirSync(folder).filter((name) => /^nfcapd\.\d+$/.test(name)))
      await run('nfreplay', ['-r', join(folder, file), '-H', '127.0.0.1', '-p', String(port), '-v', String(version)]);
  },
});

const nfprobe = (version: 5 | 9 | 10): Exporter => ({
  name: `pmacctd with nfprobe, ${version === 10 ? 'IPFIX' : `NetFlow v${version}`}`,
  programs: ['pmacctd'],
  send: (port, folder) => {
    const configuration = join(folder, 'pmacctd.conf');
    writeFileSync(
      configuration,
      `daemonize: false
pcap_savefile: ${CAPTURE}
plugins: nfprobe
aggregate: src_host, dst_host, src_port, dst_port, proto, tos, tcpflags
nfprobe_receiver: 127.0.0.1:${port}
nfprobe_version: ${version}
`,
    );
    return run('pmacctd', ['-f', configuration]);
  },
});

const EXPORTERS = [
  softflowd(5),
  softflowd(9),
  softflowd(10),
  nfpcapd(5),
  nfpcapd(9),
  nfprobe(5),
  nfprobe(9),
  nfprobe(10),
];

/** Daemons live in folders that not everybody searches. */
const SEARCH_PATH = `${process.env.PATH ?? ''}${delimiter}/usr/sbin${delimiter}/usr/local/sbin`;
process.env.PATH = SEARCH_PATH;

function missing({ programs }: Exporter): string[] {
  return programs.filter(
    (program) => !SEARCH_PATH.split(delimiter).some((folder) => existsSync(join(folder, program))),
  );
}

let collector: Collector;
let folder: string;

beforeEach(async () => {
  await emptyDatabase(db);
  folder = mkdtempSync(join(tmpdir(), 'real-exporter-'));
  collector = await startCollector({ database: server, ports: [0], windowMs: 100 }, keepLines().log);
});

afterEach(async () => {
  await collector.stop();
  rmSync(folder, { recursive: true });
});

describe('the same packets are the same relationships, whoever exports them', () => {
  test.each(EXPORTERS)('$name', async (exporter) => {
    const absent = missing(exporter);
    if (absent.length > 0 && !process.env.CI) {
      console.log(`${exporter.name}: left out, ${absent.join(' and ')} not installed`);
      return;
    }
    expect(absent, 'programs that have to be installed where CI is set').toEqual([]);
    await exporter.send(collector.ports[0] as number, folder);
    await eventually(async () => {
      const stored = await storedRelationships(db);
      expect(stored.map(({ name, days }) => [name, ...(days[0] ?? []).slice(2)])).toEqual(RELATIONSHIPS);
    });
    expect(await collector.statistics()).toMatchObject({ recordsLost: 0, queueDrops: 0 });
  });
});
