import { crc32 } from 'node:zlib';
import type { IngestWindow } from '@scopemap/database';
import { ByteSink } from './byte-sink.ts';
import { ByteSource, ByteSourceError } from './byte-source.ts';
import type { ValueCodec } from './value-codec.ts';
import { type WindowHead, windowBody, windowHead } from './window-codec.ts';

/** A file of the spool that cannot be read. `head` is what it says of its content, where that much can be read. */
export class SpoolFileError extends Error {
  override readonly name = 'SpoolFileError';
  readonly head: WindowHead | null;

  constructor(message: string, head: WindowHead | null = null) {
    super(message);
    this.head = head;
  }
}

/** "SMWN" */
const MAGIC = 0x4e574d53;
const VERSION = 3;

/** Magic, version, octets of head and body, their checksums: six unsigned 32-bit integers, little-endian. */
const PREFIX_OCTETS = 24;
/** What of the prefix the head's checksum covers beside the head. */
const COVERED_OCTETS = 16;

/** Relationships, corrections, evidence of segments and addresses, and flows of a window. */
export function rowsOf({ contacts, flows, translations = [], sightings = [] }: IngestWindow): number {
  const { columns, corrections, segmentEvidence } = contacts;
  const lists = [columns ?? contacts.relationships, corrections, segmentEvidence, flows, translations, sightings];
  return lists.reduce((sum, { length }) => sum + length, 0);
}

function bytesOf<T>(codec: ValueCodec<T>, value: T): Buffer {
  const sink = new ByteSink();
  codec.write(sink, value);
  return sink.bytes();
}

/** A window as a file of the spool. */
export function encodeSpoolFile(window: IngestWindow): Buffer {
  const {
    id,
    contacts,
    flows,
    exporters,
    health,
    sequences = [],
    losses = [],
    translations = [],
    sightings = [],
  } = window;
  const head = bytesOf(windowHead, { id, rows: rowsOf(window), exporters, health, sequences, losses });
  const body = bytesOf(windowBody, { contacts, flows, translations, sightings });
  const prefix = Buffer.alloc(PREFIX_OCTETS);
  for (const [i, value] of [MAGIC, VERSION, head.length, body.length].entries()) prefix.writeUInt32LE(value, i * 4);
  prefix.writeUInt32LE(crc32(head, crc32(prefix.subarray(0, COVERED_OCTETS))), COVERED_OCTETS);
  prefix.writeUInt32LE(crc32(body), COVERED_OCTETS + 4);
  return Buffer.concat([prefix, head, body]);
}

function readAll<T>(codec: ValueCodec<T>, bytes: Uint8Array, head: WindowHead | null): T {
  try {
    const source = new ByteSource(bytes);
    const value = codec.read(source);
    if (source.left > 0) throw new ByteSourceError('it holds more than its content');
    return value;
  } catch (error) {
    if (error instanceof ByteSourceError) throw new SpoolFileError(error.message, head);
    throw error;
  }
}

/** The head of a file, of which the octets behind the head need not be there. Throws {@link SpoolFileError}. */
export function decodeSpoolHead(file: Buffer): WindowHead {
  if (file.length < PREFIX_OCTETS) throw new SpoolFileError('it ends before its head');
  if (file.readUInt32LE(0) !== MAGIC) throw new SpoolFileError('it is no file of the spool');
  const version = file.readUInt32LE(4);
  if (version !== VERSION)
    throw new SpoolFileError(`it is of version ${version}; this program reads version ${VERSION}`);
  const octets = file.readUInt32LE(8);
  const head = file.subarray(PREFIX_OCTETS, PREFIX_OCTETS + octets);
  if (head.length < octets) throw new SpoolFileError('it ends in its head');
  if (crc32(head, crc32(file.subarray(0, COVERED_OCTETS))) !== file.readUInt32LE(COVERED_OCTETS))
    throw new SpoolFileError('the checksum of its head does not fit');
  return readAll(windowHead, head, null);
}

/** Octets from the beginning of a file that hold its head; `prefix` are its first ones. */
export function spoolHeadOctets(prefix: Buffer): number {
  return prefix.length < PREFIX_OCTETS ? PREFIX_OCTETS : PREFIX_OCTETS + prefix.readUInt32LE(8);
}

/** The window in a file. Throws {@link SpoolFileError} unless every octet is what was written. */
export function decodeSpoolFile(file: Buffer): IngestWindow {
  const head = decodeSpoolHead(file);
  const body = file.subarray(spoolHeadOctets(file));
  const octets = file.readUInt32LE(12);
  if (body.length < octets) throw new SpoolFileError(`it ends after ${body.length} of ${octets} octets`, head);
  if (body.length > octets) throw new SpoolFileError('it is longer than it says', head);
  if (crc32(body) !== file.readUInt32LE(COVERED_OCTETS + 4))
    throw new SpoolFileError('the checksum of its content does not fit', head);
  const { id, exporters, health, sequences, losses } = head;
  return { id, exporters, health, sequences, losses, ...readAll(windowBody, body, head) };
}
