import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import yazl from 'yazl';
import {
  MANIFEST_PATH,
  type Manifest,
  type ManifestHead,
  manifestBytes,
  PUBLIC_KEY_PATH,
  SIGNATURE_PATH,
} from './manifest.ts';
import type { PackFile } from './pack-file.ts';
import { type SigningKey, signBytes } from './signing-key.ts';

/**
 * A pack as the bytes of a ZIP file: every file, then the manifest with their hashes, its signature and the public key. One
 * file at a time is made and compressed, so memory does not grow with the pack. The stream is destroyed with the error of a
 * file that cannot be made.
 */
export function writePack(files: readonly PackFile[], head: ManifestHead, key: SigningKey): Readable {
  const zip = new yazl.ZipFile();
  const mtime = new Date(head.takenAt);
  const entries: Manifest['files'] = [];
  const output = zip.outputStream as Readable;
  const add = (path: string, open: () => Readable) => {
    zip.addReadStreamLazy(path, { mtime }, (give) => {
      const stream = open();
      stream.once('error', (error) => output.destroy(error));
      give(null, stream);
    });
  };
  for (const file of files) {
    add(file.path, () =>
      Readable.from(
        counted(file, (entry) => entries.push(entry)),
        { objectMode: false },
      ),
    );
  }
  let bytes: Buffer | undefined;
  const manifest = () => (bytes ??= manifestBytes({ ...head, files: entries }));
  add(MANIFEST_PATH, () => Readable.from([manifest()]));
  add(SIGNATURE_PATH, () => Readable.from([Buffer.from(`${signBytes(key, manifest())}\n`)]));
  add(PUBLIC_KEY_PATH, () => Readable.from([Buffer.from(key.publicKeyPem)]));
  zip.end();
  return output;
}

const CHUNK = 64 * 1024;

/** The content in pieces of a useful size; tells its size and hash at the end. */
async function* counted(
  { path, content }: PackFile,
  done: (entry: Manifest['files'][number]) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let size = 0;
  let waiting: Buffer[] = [];
  let waitingSize = 0;
  const take = () => {
    const piece = Buffer.concat(waiting);
    waiting = [];
    waitingSize = 0;
    hash.update(piece);
    size += piece.length;
    return piece;
  };
  for await (const part of content()) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : Buffer.from(part.buffer, part.byteOffset, part.length);
    waiting.push(bytes);
    waitingSize += bytes.length;
    if (waitingSize >= CHUNK) yield take();
  }
  if (waitingSize > 0) yield take();
  done({ path, size, sha256: hash.digest('hex') });
}
