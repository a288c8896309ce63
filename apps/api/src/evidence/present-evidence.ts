import type { EvidenceExport, Snapshot } from '@scopemap/contract';
import type { ExportRow, SnapshotRow } from '@scopemap/database';

export function presentSnapshot({ takenAt, periodStart, periodEnd, ...snapshot }: SnapshotRow): Snapshot {
  return {
    ...snapshot,
    takenAt: takenAt.toISOString(),
    period: { from: periodStart.toISOString(), to: periodEnd.toISOString() },
  };
}

export function presentExport({ createdAt, finishedAt, removedAt, ...row }: ExportRow): EvidenceExport {
  return {
    ...row,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    removedAt: removedAt?.toISOString() ?? null,
  };
}
