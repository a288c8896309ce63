import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ImportJob } from '@scopemap/contract';
import { type Command, fileArguments, textOption } from '../command.ts';
import { summariseImport } from '../import-summary.ts';
import { askInstallation, DEFAULT_URL, followImport } from '../installation.ts';

export const command: Command = {
  summary: 'import captures, port scans and DHCP leases into a running installation',
  usage: `import FILE... [--url URL] [--json]

Sends files to a running installation, shows the progress, and prints what was found. The same file again counts nothing
twice. What a file is, it tells itself: pcap or pcapng with export packets, a port scan (nmap -oX), the lease file of the ISC
DHCP server (dhcpd.leases), or a CSV list that says who had which address: a head line with address, from and mac or name,
and perhaps until; times as 2026-01-15 or 2026-01-15T10:00:00Z.

  --url URL  address of the installation (default ${DEFAULT_URL})
  --json     print the reports as JSON, one a line`,
  options: { url: { type: 'string' }, json: { type: 'boolean' } },

  async run(values, positionals) {
    const url = textOption(values, 'url') ?? DEFAULT_URL;
    let failed = 0;
    for (const file of fileArguments(positionals)) {
      try {
        const job = await followImport(url, await upload(url, file), showProgress);
        console.log(values.json ? JSON.stringify(job) : summariseImport(job));
      } catch (error) {
        failed++;
        console.error(`scopemap: ${(error as Error).message}`);
      }
    }
    return failed > 0 ? 1 : 0;
  },
};

async function upload(url: string, file: string): Promise<ImportJob> {
  const entry = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'ENOENT' ? `there is no file ${file}` : `cannot read ${file}: ${error.message}`);
  });
  if (!entry.isFile()) throw new Error(`${file} is not a file`);
  const form = new FormData();
  form.append('file', await openAsBlob(file), basename(file));
  return ImportJob.parse(await askInstallation(url, '/api/imports', { method: 'POST', body: form }));
}

function showProgress(job: ImportJob): void {
  if (!process.stderr.isTTY || !job.octetsTotal) return;
  const percent = Math.floor((100 * job.octetsDone) / job.octetsTotal);
  process.stderr.write(`\r${job.fileName}: ${percent} %${job.state === 'running' ? '' : '\n'}`);
}
