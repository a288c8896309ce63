/** One table in a backup: its rows as COPY writes them as text, compressed with gzip. */
export interface BackupTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /** Below the folder of the backup. */
  readonly file: string;
  readonly octets: number;
  /** Of the file, hex. */
  readonly sha256: string;
}

/** What a backup holds; `manifest.json` in its folder. */
export interface BackupManifest {
  readonly format: 1;
  /** Of the product that wrote it. */
  readonly version: string;
  readonly createdAt: string;
  /** That the tables had, in order. */
  readonly migrations: readonly string[];
  /** Entries and last hash of the audit chain. */
  readonly audit: { readonly entries: number; readonly head: string };
  /** Days of receipt with a partition of single flows. */
  readonly flowDays: readonly string[];
  readonly tables: readonly BackupTable[];
  /** Where counters of ids stand; null: not used yet. */
  readonly sequences: readonly { readonly name: string; readonly last: string | null }[];
}

/** A backup that cannot be restored, in one sentence. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

function isTable(value: unknown): value is BackupTable {
  const table = value as BackupTable;
  return (
    typeof table?.name === 'string' &&
    Array.isArray(table.columns) &&
    typeof table.rows === 'number' &&
    // Made from the name, never taken from outside: no path of a backup leaves its folder.
    table.file === fileOf(table.name) &&
    typeof table.sha256 === 'string'
  );
}

/** The file of a table. Throws for a name that is none of ours. */
export function fileOf(table: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(table)) throw new BackupError(`"${table}" is no name of a table`);
  return `tables/${table}.copy.gz`;
}

/** Reads `manifest.json`. Throws {@link BackupError} when it is not one that this version understands. */
export function readManifest(text: string): BackupManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BackupError('manifest.json is not JSON');
  }
  const manifest = value as BackupManifest;
  if (manifest?.format !== 1) throw new BackupError('manifest.json is not that of a backup of format 1');
  const lists = [manifest.migrations, manifest.flowDays, manifest.sequences, manifest.tables];
  if (!lists.every(Array.isArray) || !manifest.tables.every(isTable))
    throw new BackupError('manifest.json lacks a part, or names a file outside of the backup');
  return manifest;
}
