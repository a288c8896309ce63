import { spawn } from 'node:child_process';

export interface NmapRun {
  /** The program, a name or a path. */
  readonly program: string;
  /** Without targets and output. */
  readonly options: readonly string[];
  /** Addresses and prefixes; nothing else is contacted. */
  readonly targets: readonly string[];
  /** Where its XML goes. */
  readonly output: string;
  /** Stops the scan; what it found until then is in the file. */
  readonly signal: AbortSignal;
}

const KEPT_ERROR_CHARACTERS = 2_000;

function whatWentWrong(stderr: string, program: string, end: string): string {
  const [line] = stderr.split('\n').filter((text) => text.trim() !== '' && !/^QUITTING|^WARNING/.test(text));
  return line ? `${program}: ${line.trim()}` : `${program} ended with ${end}`;
}

/** Runs nmap to its end, or until the signal. Rejects with one sentence when it is missing or fails. */
export function runNmap({ program, options, targets, output, signal }: NmapRun): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve, reject) => {
    // Targets come by standard input: a list of any length, and none that could be taken for an option.
    const child = spawn(program, [...options, '-oX', output, '-iL', '-'], { stdio: ['pipe', 'ignore', 'pipe'] });
    let stderr = '';
    const stop = () => child.kill('SIGTERM');
    signal.addEventListener('abort', stop, { once: true });
    const done = () => signal.removeEventListener('abort', stop);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(0, KEPT_ERROR_CHARACTERS);
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      done();
      const missing = `nmap is needed for scans and was not found as "${program}": install it, or name it with --nmap PATH`;
      reject(new Error(error.code === 'ENOENT' ? missing : `${program} cannot be run: ${error.message}`));
    });
    child.once('close', (code, killedBy) => {
      done();
      if (code === 0 || signal.aborted) resolve();
      else reject(new Error(whatWentWrong(stderr, program, killedBy ?? `exit code ${code}`)));
    });
    // It may end before it has read its targets: that shows in its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(`${targets.join('\n')}\n`);
  });
}
