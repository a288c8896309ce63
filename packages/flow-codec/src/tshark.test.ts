import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeCapture } from './capture/index.ts';
import type { ExportDatagram } from './export-datagram.ts';
import { createFlowDecoder } from './flow-decoder.ts';
import { compareWithTshark, type Difference, EXPLANATIONS, explain } from './testing/compare-with-tshark.ts';
import { readCaptureFile } from './testing/read-capture-file.ts';
import { type TsharkRecord, TsharkRecords } from './testing/tshark-records.ts';

const hasTshark = (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'tshark')));
if (!hasTshark) console.log('comparison with tshark left out: it is not installed');

const FOLDERS = {
  fixtures: new URL('./fixtures/', import.meta.url),
  'corpus beside the repository': new URL('../../../../shared/corpus/netflow/', import.meta.url),
};
const DOCUMENT = new URL('../../../docs/codec.md', import.meta.url);

interface Captured {
  readonly capture: string;
  readonly datagram: ExportDatagram;
}

/** All captures of a folder as one, so that tshark starts once: every capture gets exporter addresses of its own. */
function readFolder(folder: URL): Captured[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.pcap'));
  return names.sort().flatMap((name, i) => {
    const exporters = new Map<string, string>();
    return readCaptureFile(readFileSync(new URL(name, folder))).map((datagram) => {
      const exporter = exporters.get(datagram.exporter) ?? `10.${i >> 8}.${i & 255}.${exporters.size + 1}`;
      exporters.set(datagram.exporter, exporter);
      return { capture: name.replace('.pcap', ''), datagram: { ...datagram, exporter } };
    });
  });
}

async function askTshark(captured: readonly Captured[]): Promise<readonly TsharkRecord[]> {
  const folder = mkdtempSync(join(tmpdir(), 'flow-codec-'));
  const file = join(folder, 'all.pcap');
  const target = { destination: '10.255.255.255', destinationPort: 2055 };
  writeFileSync(
    file,
    writeCapture(
      captured.map(({ datagram: { exporter, port, payload } }, i) => ({
        ...target,
        time: i,
        source: exporter,
        sourcePort: port,
        payload,
      })),
    ),
  );
  const preferences = ['-d', 'udp.port==2055,cflow', '-o', 'cflow.max_template_fields:0'];
  const tshark = spawn('tshark', ['-n', '-r', file, ...preferences, '-J', 'cflow', '-T', 'pdml'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, TZ: 'UTC' },
  });
  const found = new TsharkRecords();
  for await (const line of createInterface(tshark.stdout)) found.add(line);
  rmSync(folder, { recursive: true });
  return found.records;
}

async function differences(folder: URL): Promise<{ compared: number; found: Difference[] }> {
  const captured = readFolder(folder);
  const seen = await askTshark(captured);
  const decoder = createFlowDecoder();
  const ours = captured.map(({ datagram }) => decoder.decode(datagram));
  return compareWithTshark(
    captured.map(({ capture }) => capture),
    ours,
    seen,
  );
}

describe.skipIf(!hasTshark)('what tshark reads in the captures of real exporters', () => {
  describe.each(Object.entries(FOLDERS).filter(([, folder]) => existsSync(folder)))('%s', (_name, folder) => {
    let found: Difference[] = [];
    let compared = 0;

    beforeAll(async () => {
      ({ compared, found } = await differences(folder));
    }, 300_000);

    test('there are records to compare', () => {
      expect(compared).toBeGreaterThan(400);
    });

    test('no difference without an explanation', () => {
      expect(found.filter((difference) => explain(difference) === null).slice(0, 40)).toEqual([]);
    });
  });
});

test.each(EXPLANATIONS)('docs/codec.md explains: $what', ({ what, why }) => {
  expect(readFileSync(DOCUMENT, 'utf8')).toContain(`| ${what} | ${why} |`);
});
