import type { Account } from '@scopemap/contract';
import {
  changeAccount,
  endAllSessions,
  findAccount,
  inviteAccount,
  type ListedAccount,
  listAccounts,
  resetAccount,
  unlockAccount,
} from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { ApiProblem, invalidField } from '../api-problem.ts';
import { bind } from '../route.ts';
import { randomToken, tokenHash } from './secrets.ts';
import { barredBecause } from './session-stage.ts';
import { clock, type SignInContext } from './sign-in.ts';

const LINK_MS = 72 * 3_600_000;

function stateOf(account: ListedAccount, now: Date): Account['state'] {
  const barred = barredBecause(account, now);
  if (barred) return barred;
  return account.password_hash === null && account.issuer === null ? 'invited' : 'active';
}

function present(account: ListedAccount, now: Date): Account {
  return {
    id: account.id,
    login: account.login,
    name: account.name,
    role: account.role as Account['role'],
    endsAt: account.ends_at?.toISOString() ?? null,
    state: stateOf(account, now),
    lockedUntil: account.locked_until && account.locked_until > now ? account.locked_until.toISOString() : null,
    secondFactors: [
      ...(account.totp_secret ? (['totp'] as const) : []),
      ...(account.passkeys > 0 ? (['passkey'] as const) : []),
    ],
    sessions: account.sessions,
    singleSignOn: account.issuer !== null,
    signedInAt: account.signed_in_at?.toISOString() ?? null,
  };
}

const missing = () => new ApiProblem('not-found', 'There is no such account.');
const dayOf = (text: string | null | undefined) => (typeof text === 'string' ? new Date(text) : text);

/** The accounts of all, for administrators. */
export function addAccountRoutes(app: FastifyInstance, context: SignInContext): void {
  const { db } = context;
  const newLink = () => {
    const token = randomToken();
    const expiresAt = new Date(clock(context).getTime() + LINK_MS);
    return { told: { token, expiresAt: expiresAt.toISOString() }, stored: { tokenHash: tokenHash(token), expiresAt } };
  };

  bind(app, 'accounts', async () => {
    const now = clock(context);
    return { accounts: (await listAccounts(db, now)).map((account) => present(account, now)) };
  });

  bind(app, 'invite', async ({ body: { login, name, role, endsAt }, caller }) => {
    const { told, stored } = newLink();
    const draft = { login, name, role, endsAt: dayOf(endsAt) ?? null };
    if (!(await inviteAccount(db, caller, draft, stored, clock(context)))) throw invalidField('login', 'is taken');
    return told;
  });

  bind(app, 'changeAccount', async ({ params, body, caller }) => {
    const before = await findAccount(db, params.id);
    if (!before) throw missing();
    const endsAt = dayOf(body.endsAt);
    const after = { role: body.role ?? before.role, endsAt: endsAt === undefined ? before.ends_at : endsAt };
    if (after.role === 'assessor' && after.endsAt === null)
      throw invalidField('endsAt', 'an assessor needs a day on which access ends');
    const result = await changeAccount(db, caller, params.id, { ...body, endsAt }, clock(context));
    if (result === 'missing') throw missing();
    if (result === 'last-administrator')
      throw new ApiProblem('conflict', 'It is the last administrator: nobody could look after the accounts.');
    return {};
  });

  bind(app, 'unlockAccount', async ({ params, caller }) => {
    if (!(await unlockAccount(db, caller, params.id))) throw missing();
    return {};
  });

  bind(app, 'resetAccount', async ({ params, caller }) => {
    const { told, stored } = newLink();
    if (!(await resetAccount(db, caller, params.id, stored, clock(context)))) throw missing();
    return told;
  });

  bind(app, 'endAccountSessions', async ({ params, caller }) => {
    const account = await findAccount(db, params.id);
    if (!account) throw missing();
    await endAllSessions(db, caller, account, clock(context));
    return {};
  });
}
