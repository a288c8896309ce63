import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder, writeDurably } from './durable-file.ts';
import { spoolHeadOctets } from './spool-file.ts';

/** A file of the spool as its name tells of it. */
export interface SpoolEntry {
  readonly name: string;
  readonly octets: number;
  /** Flow records behind it. */
  readonly records: number;
}

const NAME = /^([0-9]{12})-[0-9a-f]{8}-r([0-9]+)\.window$/;

async function octetsIn(folder: string): Promise<number> {
  let sum = 0;
  for (const name of await readdir(folder)) sum += (await stat(join(folder, name))).size;
  return sum;
}

/**
 * The folder in which windows wait for the database, in order. A file is there as a whole or not at all. Files that nothing can be
 * done with are set aside in a folder below, and count towards the size.
 */
export class SpoolFolder {
  readonly folder: string;
  readonly #aside: string;
  /** Of this process, so that two of them never use one name. */
  readonly #run = randomBytes(4).toString('hex');
  #next = 1;
  #octets = 0;

  private constructor(folder: string) {
    this.folder = folder;
    this.#aside = join(folder, 'aside');
  }

  /** Opens a folder, creating it where it is missing, and returns what waits in it, oldest first. Rejects when it cannot be written. */
  static async open(folder: string): Promise<{ spool: SpoolFolder; entries: SpoolEntry[] }> {
    const spool = new SpoolFolder(folder);
    await mkdir(spool.#aside, { recursive: true });
    const entries: SpoolEntry[] = [];
    for (const name of (await readdir(folder)).sort()) {
      const found = NAME.exec(name);
      // What was being written when the process ended: it never counted as taken.
      if (name.endsWith('.part')) await rm(join(folder, name), { force: true });
      if (!found) continue;
      entries.push({ name, octets: (await stat(join(folder, name))).size, records: Number(found[2]) });
      spool.#next = Math.max(spool.#next, Number(found[1]) + 1);
    }
    spool.#octets = entries.reduce((sum, { octets }) => sum + octets, await octetsIn(spool.#aside));
    return { spool, entries };
  }

  /** Of all files, those set aside included. */
  get octets(): number {
    return this.#octets;
  }

  /** Writes a file that lasts: when this resolves it survives a crash of the machine. Rejects, leaving nothing, when the disk refuses. */
  async put(bytes: Uint8Array, records: number): Promise<SpoolEntry> {
    const name = `${String(this.#next).padStart(12, '0')}-${this.#run}-r${records}.window`;
    try {
      await writeDurably(this.folder, name, bytes);
    } catch (error) {
      await rm(join(this.folder, name), { force: true }).catch(() => {});
      throw error;
    }
    this.#next++;
    this.#octets += bytes.length;
    return { name, octets: bytes.length, records };
  }

  read({ name }: SpoolEntry): Promise<Buffer> {
    return readFile(join(this.folder, name));
  }

  /** The beginning of a file, up to the end of its head. */
  async readHead({ name, octets }: SpoolEntry): Promise<Buffer> {
    const handle = await open(join(this.folder, name), 'r');
    try {
      const prefix = Buffer.alloc(Math.min(octets, spoolHeadOctets(Buffer.alloc(0))));
      await handle.read(prefix, 0, prefix.length, 0);
      const head = Buffer.alloc(Math.min(octets, spoolHeadOctets(prefix)));
      await handle.read(head, 0, head.length, 0);
      return head;
    } finally {
      await handle.close();
    }
  }

  async remove({ name, octets }: SpoolEntry): Promise<void> {
    await rm(join(this.folder, name), { force: true });
    this.#octets -= octets;
  }

  /** Moves a file out of the way of those behind it, with the reason beside it. */
  async setAside({ name }: SpoolEntry, reason: string): Promise<void> {
    await rename(join(this.folder, name), join(this.#aside, name));
    await writeFile(join(this.#aside, `${name}.txt`), `${reason}\n`, { mode: 0o600 });
    await syncFolder(this.#aside);
  }
}
