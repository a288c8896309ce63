import { DECODE_PROBLEMS } from '@scopemap/flow-codec';
import type { LineWriter } from './output.ts';

/** One thing in a file that could not be read, and where. */
export interface FileProblem {
  readonly packet: number | null;
  readonly code: string;
  readonly offset: number;
  readonly detail?: string;
}

/** Counts the problems of one file by code, and writes each of them down when somebody wants them. */
export class ProblemLog {
  readonly #file: string;
  readonly #lines: LineWriter | undefined;
  readonly #counts = new Map<string, { count: number; readonly detail: string }>();
  #pending: string[] = [];

  constructor(file: string, lines: LineWriter | undefined) {
    this.#file = file;
    this.#lines = lines;
  }

  add(problem: FileProblem): void {
    const known = this.#counts.get(problem.code);
    if (known) known.count++;
    else this.#counts.set(problem.code, { count: 1, detail: problem.detail ?? '' });
    if (this.#lines) this.#pending.push(JSON.stringify({ file: this.#file, ...problem }));
  }

  /** Writes what was added since; costs nothing when there is nothing. */
  async write(): Promise<void> {
    if (!this.#lines || this.#pending.length === 0) return;
    const pending = this.#pending;
    this.#pending = [];
    for (const line of pending) await this.#lines.write(line);
  }

  /** One sentence per code. */
  *summary(): Generator<string> {
    for (const [code, { count, detail }] of this.#counts) {
      const meaning = code in DECODE_PROBLEMS ? DECODE_PROBLEMS[code as keyof typeof DECODE_PROBLEMS].meaning : detail;
      yield `scopemap: ${this.#file}: ${code} (${count}): ${meaning}`;
    }
  }
}
