import type { ScopeClassification, ScopeFacts } from '@scopemap/scope-model';

/** What was frozen, by which program, when and for whom. */
export interface EvidenceAbout {
  readonly snapshotId: string;
  readonly productVersion: string;
  /** Milliseconds since 1970 UTC, like every time in the facts. */
  readonly takenAt: number;
  readonly takenBy: string;
}

/** Everything that evidence is made of: the facts of one snapshot and what the scope model says of them. */
export interface EvidenceInput {
  readonly about: EvidenceAbout;
  readonly facts: ScopeFacts;
  readonly classification: ScopeClassification;
}
