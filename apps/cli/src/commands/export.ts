import { type FileHandle, open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { EvidenceExport, endpoints } from '@scopemap/contract';
import { type Command, textOption, UsageError } from '../command.ts';
import { askInstallation, DEFAULT_URL, openDownload } from '../installation.ts';

const POLL_MS = 300;
const DEFAULT_REASON = 'Export from the command line';

export const command: Command = {
  summary: 'take a snapshot of a running installation and write its signed evidence pack',
  usage: `export [--out FILE] [--reason TEXT] [--snapshot ID] [--url URL]

Freezes what a running installation knows now, makes a signed pack of it (report, tables, diagrams, facts) and writes it to a
file. Check it with "scopemap verify FILE". The fingerprint that is printed is that of the installation's key: hand it over on
another way than the pack.

  --out FILE      file to write; one that is there already stays (default scopemap-evidence-DAY.zip)
  --reason TEXT   why the snapshot is taken; part of the record (default "${DEFAULT_REASON}")
  --snapshot ID   export this snapshot instead of taking one
  --url URL       address of the installation (default ${DEFAULT_URL})`,
  options: {
    out: { type: 'string' },
    reason: { type: 'string' },
    snapshot: { type: 'string' },
    url: { type: 'string' },
  },

  async run(values, positionals) {
    if (positionals.length > 0) throw new UsageError(`"export" takes no arguments, only options: "${positionals[0]}"`);
    const given = textOption(values, 'snapshot');
    const reason = textOption(values, 'reason');
    if (given !== undefined && reason !== undefined) throw new UsageError('--snapshot and --reason exclude each other');
    const url = textOption(values, 'url') ?? DEFAULT_URL;
    const file = textOption(values, 'out') ?? `scopemap-evidence-${new Date().toISOString().slice(0, 10)}.zip`;
    // First of all, so that no snapshot is taken for a file that cannot be written.
    const handle = await claimFile(file);
    try {
      const snapshotId = given ?? (await takeSnapshot(url, reason ?? DEFAULT_REASON));
      const { id, sha256 } = await makePack(url, snapshotId);
      const body = await openDownload(url, `/api/exports/${id}/file`);
      await pipeline(Readable.fromWeb(body), handle.createWriteStream());
      const key = endpoints.evidenceKey.response.parse(await askInstallation(url, endpoints.evidenceKey.path));
      console.log(`Snapshot     ${snapshotId}`);
      console.log(`Pack         ${file} (SHA-256 ${sha256})`);
      console.log(`Signed by    ${key.fingerprint}`);
      return 0;
    } catch (error) {
      await handle.close();
      await rm(file, { force: true });
      throw error;
    }
  },
};

async function takeSnapshot(url: string, reason: string): Promise<string> {
  const { method, path, response } = endpoints.takeSnapshot;
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ reason });
  return response.parse(await askInstallation(url, path, { method, headers, body })).id;
}

async function makePack(url: string, snapshotId: string): Promise<EvidenceExport> {
  const { method, path } = endpoints.startExport;
  const start = path.replace(':id', encodeURIComponent(snapshotId));
  let job = EvidenceExport.parse(await askInstallation(url, start, { method }));
  while (job.state === 'queued' || job.state === 'running') {
    await delay(POLL_MS);
    job = EvidenceExport.parse(await askInstallation(url, `/api/exports/${job.id}`));
    showProgress(job);
  }
  if (job.state !== 'done') throw new Error(job.error ?? `the export was ${job.state}`);
  return job;
}

function showProgress({ state, filesDone, filesTotal }: EvidenceExport): void {
  if (!process.stderr.isTTY || filesTotal === null) return;
  process.stderr.write(state === 'running' ? `\r${filesDone} of ${filesTotal} files` : '\r\x1b[K');
}

async function claimFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(code === 'EEXIST' ? `${file} is there already: name another with --out` : message);
  }
}
