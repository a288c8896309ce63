import type { SignedIn } from '@scopemap/database';
import type { Stage } from './identity.ts';

/** A session ends after so long, whatever was done in it. */
export const LONGEST_SESSION_MS = 12 * 3_600_000;

/** What still stands between a session and its rights. Every account needs a second factor (PCI DSS 8.4.2). */
export function stageOf({ account, session, passkeys }: SignedIn): Stage {
  const enrolled = account.totp_secret !== null || passkeys > 0;
  if (enrolled && session.factor_at === null) return 'second-factor';
  if (account.must_change_password && account.password_hash !== null) return 'new-password';
  return enrolled || session.factor_at !== null ? 'full' : 'enrol';
}

/** Why an account may not sign in now; null: it may. */
export function barredBecause(
  account: Pick<SignedIn['account'], 'disabled' | 'ends_at' | 'locked_until'>,
  now: Date,
): 'disabled' | 'ended' | 'locked' | null {
  if (account.disabled) return 'disabled';
  if (account.ends_at && account.ends_at <= now) return 'ended';
  return account.locked_until && account.locked_until > now ? 'locked' : null;
}

/** Whether a session is over: idle too long, or too old. */
export function isOver({ session }: SignedIn, idleMinutes: number, now: Date): boolean {
  const idle = now.getTime() - session.active_at.getTime();
  return idle >= idleMinutes * 60_000 || now.getTime() - session.created_at.getTime() >= LONGEST_SESSION_MS;
}
