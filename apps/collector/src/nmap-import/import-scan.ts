import { type Db, failScanRun, findStoredScan, startScanRun } from '@scopemap/database';
import { openCaptureFile } from '../capture-import/capture-file.ts';
import { NmapXmlError } from './nmap-xml-error.ts';
import { type StoredNmapXml, storeNmapXml } from './store-nmap-xml.ts';

export interface ScanImportOptions {
  readonly db: Db;
  /** Path of a file that nmap wrote with `-oX`, or its bytes. */
  readonly file: string | AsyncIterable<Uint8Array>;
  /** How messages and the audit trail call it. */
  readonly fileName: string;
  readonly author: string;
  readonly signal?: AbortSignal;
}

export interface ScanImportReport extends Omit<StoredNmapXml, 'addresses'> {
  /** The same file was imported before: nothing was done. */
  readonly repeated: boolean;
}

/**
 * Imports a port scan: hosts that are up, the state of every port, and what open ports say of the direction of stored relationships.
 * Safe to repeat. Rejects with {@link NmapXmlError} when the file is no result of nmap; the audit trail then says so.
 */
export async function importScan(options: ScanImportOptions): Promise<ScanImportReport> {
  const { db, fileName, author, signal } = options;
  const file = await openCaptureFile(options.file, fileName, signal);
  try {
    const known = await findStoredScan(db, file.digest);
    if (known) return { ...known, states: {}, repeated: true };
    const scanId = await startScanRun(db, { kind: 'import', what: fileName, author });
    try {
      const { path, digest } = file;
      const abort = signal ? { signal } : {};
      const { addresses: _, ...stored } = await storeNmapXml({ db, scanId, path, digest, author, ...abort });
      return { ...stored, repeated: false };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      await failScanRun(db, scanId, reason);
      if (error instanceof NmapXmlError) throw new NmapXmlError(`${fileName} cannot be imported: ${reason}.`);
      throw error;
    }
  } finally {
    await file.release();
  }
}
