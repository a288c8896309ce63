import { sql } from 'kysely';
import type { Db, Trx } from '../database.ts';
import { auditHash, canonicalJson, FIRST_PREVIOUS_HASH } from './audit-hash.ts';

/** Who changes something, and from where. */
export interface ChangeAuthor {
  readonly author: string;
  /** E.g. `api 192.0.2.7` or `command line`. */
  readonly origin: string;
}

/** What an entry says of one change. */
export interface AuditedChange {
  /** `zone.create`, `host.claim` …: the kind of thing, a dot and what was done. */
  readonly action: string;
  /** Which one: `zone 7`, `host 12 (10.1.0.5)`. */
  readonly subject: string;
  /** Plain values; null where there was or is nothing. */
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
}

export interface AuditEntryRow extends AuditedChange {
  readonly id: number;
  readonly at: Date;
  readonly author: string;
  readonly origin: string;
  readonly hash: string;
}

/** Held until the transaction ends, so that entries follow each other in the order in which they become visible. */
const AUDIT_LOCK = 7_205_759_403;
/** Entries a statement carries: each has 11 parameters, a statement at most 65,535. */
const ENTRIES_A_STATEMENT = 1_000;

/**
 * Adds entries to the audit chain in the transaction of the change they tell of: both are stored or neither. Takes a lock until
 * the transaction ends, so call it after the change, as the last statement that may wait.
 */
export async function appendAuditEntries(trx: Trx, by: ChangeAuthor, changes: readonly AuditedChange[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`select pg_advisory_xact_lock(${sql.lit(AUDIT_LOCK)})`.execute(trx);
  const last = await trx
    .selectFrom('audit_entry')
    .select(['id', 'hash'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  let previousHash = last?.hash ?? FIRST_PREVIOUS_HASH;
  let id = Number(last?.id ?? 0);
  const at = new Date();
  const rows = changes.map(({ action, subject, before, after, reason }) => {
    const entry = { id: ++id, at, actor: by.author, origin: by.origin, action, subject, reason, previousHash };
    const stored = { before: canonicalJson(before), after: canonicalJson(after) };
    const hash = auditHash({ ...entry, before: JSON.parse(stored.before), after: JSON.parse(stored.after) });
    const { previousHash: previous_hash, ...columns } = entry;
    previousHash = hash;
    return { ...columns, ...stored, previous_hash, hash };
  });
  for (let at = 0; at < rows.length; at += ENTRIES_A_STATEMENT) {
    await trx
      .insertInto('audit_entry')
      .values(rows.slice(at, at + ENTRIES_A_STATEMENT))
      .execute();
  }
}

/** {@link appendAuditEntries} for one change. */
export function appendAuditEntry(trx: Trx, by: ChangeAuthor, change: AuditedChange): Promise<void> {
  return appendAuditEntries(trx, by, [change]);
}

/** What audit entries are searched by; everything given must hold. */
export interface AuditSearch {
  /** In author, origin, action, subject, reason or the values before and after; upper and lower case count the same. */
  readonly text?: string | undefined;
  /** Beginning of an action, e.g. `zone` or `zone.create`. */
  readonly action?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

function matching(db: Db, { text, action, from, to }: AuditSearch) {
  let rows = db.selectFrom('audit_entry');
  if (action !== undefined) rows = rows.where(sql<boolean>`starts_with(action, ${action})`);
  if (from) rows = rows.where('at', '>=', from);
  if (to) rows = rows.where('at', '<', to);
  if (text !== undefined) {
    rows = rows.where(
      sql<boolean>`position(lower(${text}) in lower(concat_ws(' ', actor, origin, action, subject, reason, before::text, after::text))) > 0`,
    );
  }
  return rows;
}

/** One page of the audit entries that match, the newest first, and how many there are in all. */
export async function listAuditEntries(
  db: Db,
  search: AuditSearch,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ entries: AuditEntryRow[]; total: number }> {
  const rows = await matching(db, search)
    .select(['id', 'at', 'actor as author', 'origin', 'action', 'subject', 'before', 'after', 'reason', 'hash'])
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  const { total } = await matching(db, search)
    .select(({ fn }) => fn.countAll<string>().as('total'))
    .executeTakeFirstOrThrow();
  return { entries: rows.map((row) => ({ ...row, id: Number(row.id) })), total: Number(total) };
}
