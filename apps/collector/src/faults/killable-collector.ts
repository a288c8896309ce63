import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CollectorOptions } from '../collector-options.ts';
import type { CollectorStatistics } from '../collector-statistics.ts';

const WORKER = fileURLToPath(new URL('./killable-worker.ts', import.meta.url));

/** A collector in a process of its own. */
export class KillableCollector {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, port: number) {
    this.#child = child;
    this.#lines = lines;
    this.port = port;
  }

  /** Rejects with what it said when it does not start. `preload`: modules that it loads first. */
  static async start(options: CollectorOptions, preload: readonly string[] = []): Promise<KillableCollector> {
    const imports = preload.flatMap((path) => ['--import', path]);
    const child = spawn(process.execPath, [...imports, WORKER, JSON.stringify(options)], { stdio: 'pipe' });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said = (said + chunk).slice(-4_000);
    });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done) throw new Error(`the collector did not start: ${said}`);
    const { ports } = JSON.parse(first.value) as { ports: number[] };
    return new KillableCollector(child, lines, ports[0] as number);
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  async statistics(): Promise<CollectorStatistics> {
    this.#child.stdin?.write('\n');
    const { value } = await this.#lines.next();
    return JSON.parse(value) as CollectorStatistics;
  }

  /** In the middle of whatever it does. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** In order: what was received is written. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }
}
