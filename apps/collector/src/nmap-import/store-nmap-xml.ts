import { createReadStream } from 'node:fs';
import { type Db, type ScannedHost, type StoredScan, storeScan } from '@scopemap/database';
import type { PortState } from '@scopemap/scope-model';
import { NmapXmlError } from './nmap-xml-error.ts';
import { NmapXmlReader } from './nmap-xml-reader.ts';

export interface NmapXmlOptions {
  readonly db: Db;
  /** The run that the result belongs to; see `startScanRun`. */
  readonly scanId: number;
  readonly path: string;
  readonly author: string;
  /** SHA-256 of the file, hex, when it may come again. */
  readonly digest?: string;
  /** The result is refused as a whole when it holds another address. */
  readonly isAllowed?: (address: string) => boolean;
  readonly signal?: AbortSignal;
}

export interface StoredNmapXml extends StoredScan {
  /** How many ports were listed in each state. */
  readonly states: Readonly<Partial<Record<PortState, number>>>;
  /** Canonical addresses of the hosts that are up. */
  readonly addresses: readonly string[];
  /** The scanner was stopped before it had finished. */
  readonly incomplete: boolean;
}

const CHUNK_OCTETS = 256 * 1024;

/** Stores a file that nmap wrote, in one transaction. Rejects with {@link NmapXmlError}; nothing of the file is stored then. */
export async function storeNmapXml(options: NmapXmlOptions): Promise<StoredNmapXml> {
  const { db, scanId, path, author, digest, signal, isAllowed = () => true } = options;
  const states: Partial<Record<PortState, number>> = {};
  const addresses = new Set<string>();
  let incomplete = true;
  const note = ({ address, ports }: ScannedHost) => {
    if (!isAllowed(address)) throw new NmapXmlError(`it holds ${address}, which was not to be scanned`);
    addresses.add(address);
    for (const { state } of ports) states[state] = (states[state] ?? 0) + 1;
  };
  async function* hosts() {
    const reader = new NmapXmlReader();
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_OCTETS, signal })) {
      const found = reader.push(chunk as Uint8Array);
      found.forEach(note);
      if (found.length > 0) yield found;
    }
    incomplete = reader.finish().incomplete;
  }
  const scan = { hosts: hosts(), author, isIncomplete: () => incomplete, ...(digest === undefined ? {} : { digest }) };
  const stored = await storeScan(db, scanId, scan);
  return { ...stored, states, addresses: [...addresses], incomplete };
}
