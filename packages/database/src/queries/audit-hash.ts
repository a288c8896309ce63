import { createHash } from 'node:crypto';

/** What the hash of an audit entry covers: all of it. */
export interface HashedAuditEntry {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly origin: string;
  readonly action: string;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
  readonly previousHash: string;
}

/** In the place of the previous hash of the first entry. */
export const FIRST_PREVIOUS_HASH = '0'.repeat(64);

/**
 * The one JSON text of a value: object keys in code unit order, nothing between tokens, absent members left out. So the text
 * is the same before and after the value was stored as jsonb, which keeps no order.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof Date) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}

/**
 * SHA-256 (hex) over the canonical JSON of `[1, id, at, actor, origin, action, subject, before, after, reason, previousHash]`,
 * the time as ISO 8601 in UTC with milliseconds. The leading 1 is the version of this form.
 */
export function auditHash(entry: HashedAuditEntry): string {
  const { id, at, actor, origin, action, subject, before, after, reason, previousHash } = entry;
  const form = canonicalJson([1, id, at, actor, origin, action, subject, before, after, reason, previousHash]);
  return createHash('sha256').update(form, 'utf8').digest('hex');
}
