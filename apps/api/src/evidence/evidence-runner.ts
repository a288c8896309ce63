import type { ChangeAuthor, ExportOptions } from '@scopemap/database';
import type { SigningKey, SnapshotComparison } from '@scopemap/evidence';
import type { SnapshotExamination } from './examine-snapshots.ts';

/** Takes snapshots and makes packs beside the API; everything it does is in the database, with its audit entry. */
export interface EvidenceRunner {
  /** Freezes the facts of now and returns the id of the snapshot. */
  takeSnapshot(reason: string, by: ChangeAuthor): Promise<string>;
  /** Begins to make a pack of a stored snapshot and returns the id of the export. */
  startExport(snapshotId: string, options: ExportOptions, by: ChangeAuthor): Promise<string>;
  /** What a snapshot answers to the elements of 12.5.2, and what changed since the one before it. */
  examine(snapshotId: string, previousId: string | null): Promise<SnapshotExamination>;
  /** What differs between two stored snapshots. */
  compare(beforeId: string, afterId: string): Promise<SnapshotComparison>;
  /** Breaks an export off. False when it is not queued or running here. */
  cancelExport(id: string): Promise<boolean>;
  /** Where the pack of a finished export lies. */
  packFile(id: string): string;
  /** Where the list of pseudonyms of a redacted pack lies, apart from it. */
  pseudonymFile(id: string): string;
  /** The key that packs are signed with; made when it is asked for the first time. */
  signingKey(): Promise<SigningKey>;
  /** Breaks off what runs and forgets what waits. */
  close(): Promise<void>;
}
