import { referenceFacts } from '@scopemap/reference-network';
import { classifyScope, type ScopeFacts } from '@scopemap/scope-model';
import { type EvidenceInput, NO_RECORDS } from '../evidence-input.ts';
import { type EvidenceView, viewEvidence } from '../evidence-view.ts';

/** The reference network with everything that people can know of it. */
export const facts = referenceFacts({ end: Date.UTC(2026, 9, 1), days: 35 }, 'withRulesAndTests');

export function inputOf(some: ScopeFacts): EvidenceInput {
  const about = { snapshotId: 's-1', productVersion: '0.1.0', takenAt: some.now, takenBy: 'ann', redacted: false };
  return { about, facts: some, classification: classifyScope(some), records: NO_RECORDS };
}

export function viewOf(some: ScopeFacts): EvidenceView {
  return viewEvidence(inputOf(some));
}
