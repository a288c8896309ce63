import { SCOPE_CATEGORIES } from '@scopemap/scope-model';
import { z } from 'zod';
import { Reason } from './provenance.ts';

/** Frozen facts. What is exported from one snapshot is always the same. */
export const Snapshot = z.object({
  id: z.uuid(),
  /** When the facts were read; expiry is judged at this instant. */
  takenAt: z.iso.datetime(),
  takenBy: z.string(),
  reason: z.string(),
  entity: z.string(),
  /** Window of observation. */
  period: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }),
  productVersion: z.string(),
  modelVersion: z.number().int(),
  /** Systems by category. */
  counts: z.partialRecord(z.enum(SCOPE_CATEGORIES), z.number().int()),
  contacts: z.number().int(),
  /** Size and SHA-256 of facts.json, as a pack's manifest has them. */
  factsOctets: z.number().int(),
  factsSha256: z.string(),
});
export type Snapshot = z.infer<typeof Snapshot>;
const SnapshotList = z.object({ snapshots: z.array(Snapshot) });

/** One pack, made or under way. */
export const EvidenceExport = z.object({
  id: z.uuid(),
  snapshotId: z.uuid(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  /** Files of the pack; null while it is not known how many there will be. */
  filesTotal: z.number().int().nullable(),
  filesDone: z.number().int(),
  /** Size and SHA-256 of the finished pack. */
  octets: z.number().int().nullable(),
  sha256: z.string().nullable(),
  error: z.string().nullable(),
  /** Addresses and names are pseudonyms (1.4.5). */
  redacted: z.boolean(),
  author: z.string(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** When and by whom the file was removed; the record of it stays. */
  removedAt: z.iso.datetime().nullable(),
  removedBy: z.string().nullable(),
});
export type EvidenceExport = z.infer<typeof EvidenceExport>;
const ExportList = z.object({ exports: z.array(EvidenceExport) });

/** What packs of this installation are signed with. */
export const EvidenceKey = z.object({
  /** SubjectPublicKeyInfo in PEM. */
  publicKeyPem: z.string(),
  /** SHA-256 of its DER form, as pairs of hex digits. */
  fingerprint: z.string(),
});

const Uuid = z.object({ id: z.uuid() });

/** Evidence that leaves the product. `GET /api/exports/:id/file` gives the pack itself. */
export const evidenceEndpoints = {
  snapshots: { method: 'GET', path: '/api/snapshots', response: SnapshotList },
  takeSnapshot: {
    method: 'POST',
    path: '/api/snapshots',
    body: z.object({ reason: Reason }),
    response: Snapshot,
  },
  evidenceExports: { method: 'GET', path: '/api/exports', response: ExportList },
  startExport: {
    method: 'POST',
    path: '/api/snapshots/:id/exports',
    params: Uuid,
    /** Whether comments, questions and requests belong to the pack, and whether it names anybody. */
    query: z.object({
      comments: z.stringbool().default(false),
      /** Replaces addresses and names by pseudonyms; comments and other records are left out then. */
      redacted: z.stringbool().default(false),
    }),
    response: EvidenceExport,
  },
  evidenceExport: { method: 'GET', path: '/api/exports/:id', params: Uuid, response: EvidenceExport },
  cancelExport: { method: 'POST', path: '/api/exports/:id/cancel', params: Uuid, response: EvidenceExport },
  /** Removes the file of a finished export. The snapshot stays, and another pack can be made of it. */
  removePack: {
    method: 'POST',
    path: '/api/exports/:id/removal',
    params: Uuid,
    body: z.object({ reason: Reason }),
    response: EvidenceExport,
  },
  evidenceKey: { method: 'GET', path: '/api/evidence/key', response: EvidenceKey },
} as const;
