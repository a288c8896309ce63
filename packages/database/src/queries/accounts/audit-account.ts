import type { Trx } from '../../database.ts';
import { appendAuditEntry, type ChangeAuthor } from '../audit.ts';

/** Writes down something that happened to an account: a sign-in, a failure, a new passkey. */
export function auditAccount(
  trx: Trx,
  by: ChangeAuthor,
  login: string,
  action: string,
  after: unknown = null,
): Promise<void> {
  return appendAuditEntry(trx, by, {
    action: `account.${action}`,
    subject: `account ${login}`,
    before: null,
    after,
    reason: null,
  });
}
