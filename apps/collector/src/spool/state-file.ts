import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { writeDurably } from './durable-file.ts';

/** A change of what is kept is another version; a file of another one is not read. */
const VERSION = 1;

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/**
 * A small value of plain data beside the windows of the spool, so that the next run has it when the database is away. One line of
 * version and checksum (CRC-32 of the rest, hexadecimal), then JSON.
 */
export class StateFile<T> {
  readonly #folder: string;
  readonly #name: string;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  /** What was written last; null when there is nothing. Rejects when it is not whole, naming the file. */
  async read(): Promise<T | null> {
    const path = join(this.#folder, this.#name);
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
    const end = text.indexOf('\n');
    const json = text.slice(end + 1);
    const head = /^([0-9]+) ([0-9a-f]{8})$/.exec(text.slice(0, Math.max(0, end)));
    if (!head) throw new Error(`${path} does not begin with its version and checksum`);
    if (Number(head[1]) !== VERSION)
      throw new Error(`${path} is of version ${head[1]}; this program reads version ${VERSION}`);
    if (head[2] !== checksum(json)) throw new Error(`the checksum of ${path} does not fit`);
    return JSON.parse(json) as T;
  }

  /** Replaces it. When the disk refuses, the old one goes as well: an old state would be taken for the present one. */
  async write(value: T): Promise<void> {
    const json = JSON.stringify(value);
    try {
      await writeDurably(this.#folder, this.#name, Buffer.from(`${VERSION} ${checksum(json)}\n${json}`));
    } catch (error) {
      await rm(join(this.#folder, this.#name), { force: true }).catch(() => {});
      throw error;
    }
  }
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
