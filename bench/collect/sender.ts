import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What one run of the sender says of itself. */
export interface Sent {
  readonly sent: number;
  readonly records: number;
  readonly secs: number;
  readonly pps: number;
  readonly rps: number;
}

export interface Blast {
  readonly file: string;
  readonly port: number;
  /** Packets per second; 0: as many as possible. */
  readonly rate: number;
  readonly seconds: number;
  /** Source addresses 127.0.1.1 and on. */
  readonly exporters?: number;
}

const RECORDS = 3_000_000;

/** Compiles generator and sender with the system's C compiler and writes the packets, once per folder. Throws when there is no compiler. */
export function prepareSender(folder: string): {
  blast: (blast: Blast) => Promise<Sent>;
  v5: string;
  v9: string;
} {
  mkdirSync(folder, { recursive: true });
  const sources = import.meta.dirname;
  for (const name of ['flowgen', 'udpblast']) {
    if (!existsSync(join(folder, name)))
      execFileSync('cc', ['-O2', '-o', join(folder, name), join(sources, `${name}.c`), '-lm']);
  }
  const generate = (name: string, ...args: string[]) => {
    const file = join(folder, name);
    if (!existsSync(file))
      execFileSync(join(folder, 'flowgen'), [...args, '-n', `${RECORDS}`, '-o', file], { stdio: 'ignore' });
    return file;
  };
  // 21 fields, 28 records a packet, 200,000 distinct 5-tuples of 5,000 hosts.
  const v9 = generate('v9.fpk', '-v', '9', '-T', 'M');
  const v5 = generate('v5.fpk', '-v', '5');
  return {
    v5,
    v9,
    blast: async ({ file, port, rate, seconds, exporters = 1 }) => {
      const args = [
        '-f',
        file,
        '-p',
        `${port}`,
        '-r',
        `${Math.round(rate)}`,
        '-t',
        `${seconds}`,
        '-s',
        `${exporters}`,
        '-c',
        '0',
      ];
      const { stdout } = await run(join(folder, 'udpblast'), args);
      return JSON.parse(stdout) as Sent;
    },
  };
}
