import { EvidenceRecords } from '@scopemap/contract';

export const RECORDS_PATH = 'records.json';

/** What people wrote about the snapshot, in a form that is always the same for the same records. */
export function recordsJson(records: EvidenceRecords): string {
  return `${JSON.stringify(EvidenceRecords.parse(records), null, 1)}\n`;
}

/** Throws an error that names the field when the bytes are no records of this version. */
export function readRecords(bytes: Uint8Array): EvidenceRecords {
  const found = EvidenceRecords.safeParse(JSON.parse(Buffer.from(bytes).toString()));
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw new Error(`${issue?.path.join('.') || 'as a whole'}: ${issue?.message}`);
}
