import { type Db, openFirstLink } from '@scopemap/database';
import { randomToken, tokenHash } from './secrets.ts';

const LINK_MS = 24 * 3_600_000;

/**
 * Opens the one-time link that makes the first administrator, and gives its token; one that was opened before counts no more.
 * Null: there are accounts.
 */
export async function openSetUpLink(db: Db, now = new Date()): Promise<string | null> {
  const token = randomToken();
  const link = { tokenHash: tokenHash(token), expiresAt: new Date(now.getTime() + LINK_MS) };
  return (await openFirstLink(db, link, now)) ? token : null;
}
