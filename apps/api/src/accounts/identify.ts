import { timingSafeEqual } from 'node:crypto';
import type { Role } from '@scopemap/contract';
import { type Db, findApiToken, findSession } from '@scopemap/database';
import type { FastifyRequest } from 'fastify';
import type { AccountSettings } from './account-settings.ts';
import type { Identity } from './identity.ts';
import { tokenHash } from './secrets.ts';
import { barredBecause, isOver, stageOf } from './session-stage.ts';

export const DEFAULT_IDLE_MINUTES = 15;
/** The author of what commands on this machine do: whoever can read its data folder. */
const LOCAL: Identity = { kind: 'local', author: 'local operator', role: 'admin' };

export type Identify = (request: FastifyRequest) => Promise<Identity | null>;

/** Name of the cookie; the prefix makes browsers refuse it from another host or by plain HTTP. */
export const sessionCookie = (https: boolean) => (https ? '__Host-scopemap' : 'scopemap');

/** Makes the function that says who a request comes from: by its token, else by its session. Null: by neither. */
export function createIdentify(db: Db, settings: AccountSettings, https: boolean): Identify {
  const { localToken, idleMinutes = DEFAULT_IDLE_MINUTES, now = () => new Date() } = settings;
  const local = localToken === undefined ? null : tokenHash(localToken);
  const cookie = sessionCookie(https);

  const byToken = async (token: string): Promise<Identity | null> => {
    const hash = tokenHash(token);
    if (local && timingSafeEqual(hash, local)) return LOCAL;
    const found = await findApiToken(db, hash, now());
    if (!found || barredBecause(found.account, now())) return null;
    const { account, token: row } = found;
    const author = `${account.login} (token ${row.name})`;
    return { kind: 'token', author, role: account.role as Role, readOnly: row.scope === 'read' };
  };

  const bySession = async (token: string): Promise<Identity | null> => {
    const signedIn = await findSession(db, tokenHash(token));
    if (!signedIn || isOver(signedIn, idleMinutes, now()) || barredBecause(signedIn.account, now())) return null;
    const { login, role } = signedIn.account;
    return { kind: 'person', author: login, role: role as Role, signedIn, stage: stageOf(signedIn) };
  };

  return async (request) => {
    const [, bearer] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (bearer !== undefined) return byToken(bearer);
    const session = request.cookies[cookie];
    return session === undefined ? null : bySession(session);
  };
}
