import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import { ApiProblem, invalidField } from '../api-problem.ts';
import type { UploadLimits } from '../dependencies.ts';
import type { UploadedFile } from './import-runner.ts';

const GIBIBYTE = 1024 ** 3;
const DEFAULT_MAX_OCTETS = 4 * GIBIBYTE;
/** Boundaries and part headers around the file. */
const MULTIPART_OVERHEAD = 64 * 1024;
const LONGEST_NAME = 255;

function tooLarge(maxOctets: number): ApiProblem {
  const size = maxOctets >= GIBIBYTE ? `${Math.floor(maxOctets / GIBIBYTE)} GiB` : `${maxOctets} octets`;
  return new ApiProblem('too-large', `The file is larger than ${size}; import it with the command line instead.`);
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ENOSPC';
}

/**
 * Writes the first file of a multipart request to disk as it arrives; memory holds a few chunks at a time. Nothing stays
 * behind when the upload breaks off or is too large. Throws a problem for that, and when there is no file.
 */
export async function receiveUpload(request: FastifyRequest, limits: UploadLimits = {}): Promise<UploadedFile> {
  const { folder = join(tmpdir(), 'scopemap-uploads'), maxOctets = DEFAULT_MAX_OCTETS } = limits;
  if (Number(request.headers['content-length'] ?? 0) > maxOctets + MULTIPART_OVERHEAD) throw tooLarge(maxOctets);
  const part = await request.file({ limits: { fileSize: maxOctets, files: 1 }, throwFileSizeLimit: false });
  if (!part) throw invalidField('file', 'the request carries no file');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${randomUUID()}.upload`);
  try {
    await pipeline(part.file, createWriteStream(path, { mode: 0o600, flags: 'wx' }));
    if (part.file.truncated) throw tooLarge(maxOctets);
    const { size } = await stat(path);
    return { path, fileName: part.filename.slice(-LONGEST_NAME) || 'capture', octets: size };
  } catch (error) {
    await rm(path, { force: true });
    if (isDiskFull(error)) throw new ApiProblem('unavailable', `There is no space left in ${folder} for the upload.`);
    throw error;
  }
}
