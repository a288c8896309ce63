import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A collector to be measured. */
export interface Contestant {
  readonly name: string;
  readonly port: number;
  /** The program that must be installed; null: ours. */
  readonly program: string | null;
  /** What is dropped inside the process, behind the socket; 0 when it does not say. */
  readonly lost: (running: Running) => Promise<number>;
  start(): Promise<Running>;
}

export interface Running {
  readonly child: ChildProcess;
  readonly output: { text: string };
}

/** Where all of them run; the sender has the other core. */
const CORE = '1';

async function launch(command: readonly string[], ready: RegExp): Promise<Running> {
  const child = spawn('taskset', ['-c', CORE, ...command], { stdio: 'pipe' });
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output.text += chunk));
  for (let i = 0; i < 200 && !ready.test(output.text); i++) {
    if (child.exitCode !== null) throw new Error(`${command[0]} ended: ${output.text.slice(-300)}`);
    await sleep(50);
  }
  await sleep(700);
  return { child, output };
}

export function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

/** Ours without the database: receiving, decoding, relationships. */
export function scopemap(path: 'batch' | 'portable', port: number): Contestant {
  return {
    name: path === 'batch' ? 'scopemap, batch path' : 'scopemap, portable path (dgram)',
    port,
    program: null,
    start: () =>
      launch([process.execPath, join(import.meta.dirname, '../collect-worker.ts'), `${port}`, path], /ready/),
    lost: async ({ child, output }) => {
      output.text = '';
      child.stdin?.write('\n');
      while (!output.text.includes('\n')) await sleep(20);
      const counts = JSON.parse(output.text.split('\n')[0] as string) as { dropped: number; waiting: number };
      return counts.dropped;
    },
  };
}

export function nfcapd(port: number, folder: string): Contestant {
  return {
    name: 'nfcapd, writing files',
    port,
    program: 'nfcapd',
    start: () => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      const args = ['-w', folder, '-p', `${port}`, '-b', '127.0.0.1', '-B', '4194304', '-t', '3600'];
      return launch(['nfcapd', ...args], /Startup/);
    },
    lost: async () => 0,
  };
}

export function nfacctdMemory(port: number, folder: string): Contestant {
  return {
    name: 'nfacctd, memory plug-in',
    port,
    program: 'nfacctd',
    start: () => {
      mkdirSync(folder, { recursive: true });
      const file = join(folder, 'nfacctd.conf');
      writeFileSync(
        file,
        `daemonize: false
nfacctd_ip: 127.0.0.1
nfacctd_port: ${port}
nfacctd_pipe_size: 4194304
nfacctd_time_new: true
nfacctd_disable_checks: true
plugins: memory[m]
aggregate[m]: src_host,dst_host,src_port,dst_port,proto
imt_path[m]: ${join(folder, 'imt.pipe')}
imt_buckets[m]: 262147
imt_mem_pools_number[m]: 0
imt_mem_pools_size[m]: 8388608
plugin_pipe_size: 16777216
plugin_buffer_size: 16384
`,
      );
      return launch(['nfacctd', '-f', file], /waiting for NetFlow|Start/);
    },
    // Each line stands for a buffer that its plug-in never read.
    lost: async ({ output }) => output.text.toLowerCase().split('missing data').length - 1,
  };
}
