import { type Db, type ExporterSequence, findAppliedWindows } from '@scopemap/database';
import { decodeSpoolHead, SpoolFileError } from './spool-file.ts';
import { type SpoolEntry, SpoolFolder } from './spool-folder.ts';
import type { WindowHead } from './window-codec.ts';

/** A file that cannot be read, as far as something is known of it. */
interface UnreadableWindow {
  readonly entry: SpoolEntry;
  readonly head: WindowHead | null;
  readonly reason: string;
}

export interface RecoveredSpool {
  readonly spool: SpoolFolder;
  /** Windows of an earlier run that the database does not have yet, oldest first. */
  readonly waiting: readonly { readonly entry: SpoolEntry; readonly head: WindowHead }[];
  /** Where the exporters stood at the end of each of those windows, oldest first. */
  readonly sequences: readonly ExporterSequence[];
  /** Set aside now. */
  readonly unreadable: readonly UnreadableWindow[];
}

/**
 * Opens a spool and looks at what an earlier run left in it. Files of windows that were applied, but not removed any more, go: the
 * ledger knows them for some days only, so this must happen before anything is forgotten there. Without a database all of them
 * wait; the ledger then tells which it has. Rejects when the folder cannot be used and with the database's error.
 */
export async function recoverSpool(folder: string, db: Db | null): Promise<RecoveredSpool> {
  const { spool, entries } = await SpoolFolder.open(folder);
  const found: { entry: SpoolEntry; head: WindowHead }[] = [];
  const unreadable: UnreadableWindow[] = [];
  for (const entry of entries) {
    try {
      found.push({ entry, head: decodeSpoolHead(await spool.readHead(entry)) });
    } catch (error) {
      if (!(error instanceof SpoolFileError)) throw error;
      unreadable.push({ entry, head: error.head, reason: error.message });
      await spool.setAside(entry, error.message);
    }
  }
  const ids = found.map(({ head }) => head.id);
  const applied = db ? await findAppliedWindows(db, ids) : new Set<string>();
  for (const { entry, head } of found) if (applied.has(head.id)) await spool.remove(entry);
  const waiting = found.filter(({ head }) => !applied.has(head.id));
  return { spool, waiting, unreadable, sequences: waiting.flatMap(({ head }) => head.sequences) };
}
