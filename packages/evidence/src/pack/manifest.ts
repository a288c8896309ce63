import { z } from 'zod';
import type { EvidenceInput } from '../evidence-input.ts';

const Instant = z.number().min(-8.64e15).max(8.64e15);

/** What a pack holds and where it comes from. Times are milliseconds since 1970 UTC. */
export const Manifest = z.strictObject({
  format: z.literal(1),
  product: z.literal('Scopemap'),
  productVersion: z.string().max(100),
  /** Version of the form of the facts, which is that of the model's rules. */
  modelVersion: z.number().int(),
  entity: z.string(),
  period: z.strictObject({ start: Instant, end: Instant }),
  snapshotId: z.string().max(200),
  takenAt: Instant,
  takenBy: z.string(),
  /** Addresses and names are replaced by pseudonyms (PCI DSS 1.4.5). */
  redacted: z.boolean(),
  files: z
    .array(
      z.strictObject({
        path: z.string().max(200),
        size: z.number().int().min(0),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(10_000),
});
export type Manifest = z.infer<typeof Manifest>;

export const MANIFEST_PATH = 'manifest.json';
export const SIGNATURE_PATH = 'manifest.sig';
export const PUBLIC_KEY_PATH = 'public-key.pem';

/** The bytes that are signed. */
export function manifestBytes(manifest: Manifest): Buffer {
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
}

/** What a manifest says of the pack as a whole; the files are added as they are written. */
export type ManifestHead = Omit<Manifest, 'files'>;

export function manifestHead({ about, facts }: EvidenceInput): ManifestHead {
  return {
    format: 1,
    product: 'Scopemap',
    modelVersion: facts.version,
    entity: facts.entity.name,
    period: facts.period,
    ...about,
  };
}
