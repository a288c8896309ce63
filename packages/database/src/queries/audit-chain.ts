import type { Db } from '../database.ts';
import { auditHash, FIRST_PREVIOUS_HASH } from './audit-hash.ts';

/** What a walk along the audit chain found. */
export interface AuditChainState {
  /** Entries that are as they were written, counted up to the first that is not. */
  readonly entries: number;
  /** Hash of the last of them: kept elsewhere, it shows later whether entries were cut off at the end. */
  readonly head: string;
  /** The first entry that is not as it was written, or that follows a gap; null: none. */
  readonly broken: { readonly id: number; readonly why: string } | null;
}

const PAGE = 2_000;

/** Recomputes every hash of the audit chain from the first entry on. */
export async function verifyAuditChain(db: Db): Promise<AuditChainState> {
  let head = FIRST_PREVIOUS_HASH;
  let entries = 0;
  for (;;) {
    const rows = await db
      .selectFrom('audit_entry')
      .selectAll()
      .where('id', '>', String(entries))
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const { id: text, actor, previous_hash: previousHash, hash, ...rest } of rows) {
      const id = Number(text);
      const broken = (why: string): AuditChainState => ({ entries, head, broken: { id, why } });
      if (id !== entries + 1) return broken(`entry ${entries + 1} is missing before it`);
      if (previousHash !== head) return broken('it does not continue the entry before it');
      if (auditHash({ id, actor, previousHash, ...rest }) !== hash) return broken('its content does not fit its hash');
      head = hash;
      entries = id;
    }
    if (rows.length < PAGE) return { entries, head, broken: null };
  }
}
