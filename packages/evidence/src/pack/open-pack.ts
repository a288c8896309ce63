import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import yauzl from 'yauzl';

/** Larger files are not unpacked: no pack of a real network comes near. */
const MOST_BYTES = 4 * 1024 ** 3;
const MOST_ENTRIES = 10_000;

/** The file cannot be read as a pack at all. The message says why and names the entry. */
export class PackError extends Error {
  override readonly name = 'PackError';
}

export interface OpenPack {
  /** Every path in the order of the archive. */
  readonly paths: readonly string[];
  /** Size and hash of an entry, read once from its bytes. Throws {@link PackError} for one that is damaged. */
  digest(path: string): Promise<{ readonly size: number; readonly sha256: string }>;
  /** The bytes of an entry of at most `most` bytes. Throws {@link PackError} when it is larger, damaged or not there. */
  read(path: string, most: number): Promise<Buffer>;
  /** The bytes of an entry of at most `most` bytes, in pieces. Throws {@link PackError} like `read`. */
  stream(path: string, most: number): AsyncIterable<Buffer>;
  close(): void;
}

/** Opens a pack without unpacking it to disk. Throws {@link PackError} for what is no ZIP file or has paths that leave the pack. */
export async function openPack(file: string): Promise<OpenPack> {
  const zip = await promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(file, {
    lazyEntries: true,
    autoClose: false,
    strictFileNames: true,
    validateEntrySizes: true,
  }).catch((error: Error) => {
    throw new PackError(`${file} is no ZIP file: ${error.message}`);
  });
  try {
    const entries = await listEntries(zip);
    const find = (path: string) => {
      const entry = entries.get(path);
      if (!entry) throw new PackError(`${path} is not in the pack`);
      return entry;
    };
    return {
      paths: [...entries.keys()],
      digest: async (path) => {
        const hash = createHash('sha256');
        let size = 0;
        for await (const chunk of chunksOf(zip, find(path))) {
          hash.update(chunk);
          size += chunk.length;
        }
        return { size, sha256: hash.digest('hex') };
      },
      read: async (path, most) => {
        const chunks: Buffer[] = [];
        for await (const chunk of chunksOf(zip, atMost(most, find(path)))) chunks.push(chunk);
        return Buffer.concat(chunks);
      },
      stream: (path, most) => chunksOf(zip, atMost(most, find(path))),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

function atMost(most: number, entry: yauzl.Entry): yauzl.Entry {
  if (entry.uncompressedSize > most) throw new PackError(`${entry.fileName} is larger than ${most} bytes`);
  return entry;
}

function listEntries(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, yauzl.Entry>();
    let total = 0;
    const refuse = (message: string) => reject(new PackError(message));
    zip.on('error', (error: Error) => refuse(`the archive is damaged: ${error.message}`));
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: yauzl.Entry) => {
      total += entry.uncompressedSize;
      if (entries.has(entry.fileName)) return refuse(`${entry.fileName} is in the pack twice`);
      if (total > MOST_BYTES) return refuse(`the pack unpacks to more than ${MOST_BYTES} bytes`);
      if (entries.size >= MOST_ENTRIES) return refuse(`the pack has more than ${MOST_ENTRIES} files`);
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

async function* chunksOf(zip: yauzl.ZipFile, entry: yauzl.Entry): AsyncGenerator<Buffer> {
  try {
    const stream = await promisify<yauzl.Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip))(entry);
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    throw new PackError(`${entry.fileName} is damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
}
