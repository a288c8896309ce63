import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ImportError } from './import-error.ts';

/** A capture on disk, with what tells it from all others. */
export interface CaptureFile {
  readonly path: string;
  readonly octets: number;
  /** SHA-256 of its bytes, hex. */
  readonly digest: string;
  /** Removes what was made for it. */
  release(): Promise<void>;
}

async function* hashed(source: AsyncIterable<Uint8Array>, hash: Hash, count: (octets: number) => void) {
  for await (const chunk of source) {
    hash.update(chunk);
    count(chunk.length);
    yield chunk;
  }
}

async function readThrough(path: string, hash: Hash, signal: AbortSignal | undefined): Promise<number> {
  let octets = 0;
  for await (const chunk of createReadStream(path, { signal })) {
    hash.update(chunk as Uint8Array);
    octets += (chunk as Uint8Array).length;
  }
  return octets;
}

/**
 * Brings the capture to disk where it is not there yet, and reads it once for its digest: the ids of its windows hang on that.
 * Rejects with {@link ImportError} when it can't be read.
 */
export async function openCaptureFile(
  source: string | AsyncIterable<Uint8Array>,
  fileName: string,
  signal?: AbortSignal,
): Promise<CaptureFile> {
  const hash = createHash('sha256');
  const folder = typeof source === 'string' ? null : await mkdtemp(join(tmpdir(), 'scopemap-import-'));
  const release = async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  };
  try {
    if (typeof source === 'string') {
      const octets = await readThrough(source, hash, signal);
      return { path: source, octets, digest: hash.digest('hex'), release };
    }
    let octets = 0;
    const path = join(folder as string, 'capture');
    const count = (length: number) => {
      octets += length;
    };
    await pipeline(Readable.from(hashed(source, hash, count)), createWriteStream(path), { signal });
    return { path, octets, digest: hash.digest('hex'), release };
  } catch (error) {
    await release();
    if (signal?.aborted) throw new ImportError('cancelled', `The import of ${fileName} was cancelled.`, error);
    const reason = error instanceof Error ? error.message : String(error);
    throw new ImportError('unreadable-file', `${fileName} cannot be read: ${reason}`, error);
  }
}
