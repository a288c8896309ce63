import type { EvidenceRecords } from '@scopemap/contract';
import type { ScopeClassification, ScopeFacts } from '@scopemap/scope-model';

/** What was frozen, by which program, when and for whom. */
export interface EvidenceAbout {
  readonly snapshotId: string;
  readonly productVersion: string;
  /** Milliseconds since 1970 UTC, like every time in the facts. */
  readonly takenAt: number;
  readonly takenBy: string;
  /** Addresses and names are pseudonyms (1.4.5). */
  readonly redacted: boolean;
}

/** Everything that evidence is made of: the facts of one snapshot, what the scope model says of them, and what people wrote. */
export interface EvidenceInput {
  readonly about: EvidenceAbout;
  readonly facts: ScopeFacts;
  readonly classification: ScopeClassification;
  /** What was written about the snapshot after it was taken. */
  readonly records: EvidenceRecords;
}

/** Of a snapshot about which nobody has written anything. */
export const NO_RECORDS: EvidenceRecords = { format: 1, confirmation: null, changes: null, comments: null };
