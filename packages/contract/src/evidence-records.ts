import { z } from 'zod';
import { CommentThread } from './comments.ts';
import { Confirmation, SIGNIFICANT_CHANGES } from './confirmations.ts';

/** One difference between two snapshots. */
export const SnapshotChange = z.object({
  kind: z.enum([
    'system',
    'category',
    'relationship',
    'rule',
    'control',
    'tag',
    'approval',
    'segmentation test',
    'zone',
    'segment',
    'third party',
    'other',
  ]),
  change: z.enum(['added', 'removed', 'changed']),
  /** Id of the fact. */
  id: z.string(),
  subject: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  because: z.array(z.string()),
  /** Which significant change it may be part of. */
  item: z.enum(SIGNIFICANT_CHANGES).nullable(),
  /** Of that candidate. */
  key: z.string().nullable(),
});
export type SnapshotChange = z.infer<typeof SnapshotChange>;

/** Where changes are counted from. */
const Since = z.object({
  snapshotId: z.uuid(),
  takenAt: z.iso.datetime(),
  /** SHA-256 of its facts.json, by which the pack of then can be told. */
  factsSha256: z.string(),
  /** Confirmation that was approved on it. */
  confirmation: z.number().int(),
});

/**
 * What belongs to a pack beside the facts: it was written about the snapshot after it was taken. `records.json` of a pack;
 * the tables T1 and T14 follow from it and the facts.
 */
export const EvidenceRecords = z.strictObject({
  format: z.literal(1),
  /** Of the newest confirmation that rests on the snapshot. */
  confirmation: Confirmation.nullable(),
  /** Null: no confirmation was approved before. */
  changes: z.object({ since: Since, rows: z.array(SnapshotChange) }).nullable(),
  /** Null: left out when the pack was made. */
  comments: z.array(CommentThread).nullable(),
});
export type EvidenceRecords = z.infer<typeof EvidenceRecords>;
