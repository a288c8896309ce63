import { z } from 'zod';
import { None } from './request-parts.ts';
import { ROLES } from './roles.ts';

/**
 * How far a sign-in has come. `none`: nobody; `second-factor`: the password was right; `new-password`: one has to be chosen
 * first; `enrol`: a second factor has to be set up first; `full`: signed in.
 */
export const SESSION_STAGES = ['none', 'second-factor', 'new-password', 'enrol', 'full'] as const;
export const FACTORS = ['totp', 'passkey', 'recovery-code'] as const;

export const Session = z.object({
  stage: z.enum(SESSION_STAGES),
  person: z
    .object({
      login: z.string(),
      name: z.string(),
      role: z.enum(ROLES),
      /** When access stops by itself. */
      endsAt: z.iso.datetime().nullable(),
    })
    .nullable(),
  /** What the second factor may be. */
  factors: z.array(z.enum(FACTORS)),
  /** No account exists: the first comes from the one-time link that the server prints. */
  empty: z.boolean(),
  /** Name of the OpenID provider; null: none. */
  singleSignOn: z.string().nullable(),
  /** Minutes without activity after which a session ends. */
  idleMinutes: z.number(),
});
export type Session = z.infer<typeof Session>;

const Login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@+-]{0,99}$/, 'letters, digits and . _ @ + - only');
const PersonName = z.string().trim().min(1, 'is missing').max(100);
const Password = z.string().min(1, 'is missing').max(1000);
const Code = z.string().trim().min(1, 'is missing').max(40);
const Token = z.string().min(20).max(200);
/** What browser and server hand each other in a passkey ceremony (WebAuthn JSON). */
const Ceremony = z.record(z.string(), z.json());
const Uuid = z.object({ id: z.uuid() });

export const LinkPurpose = z.object({
  /** `first`: makes the first administrator, who chooses a login. */
  kind: z.enum(['first', 'account']),
  login: z.string().nullable(),
  name: z.string().nullable(),
});

/** Shown once. */
const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

export const Factors = z.object({
  totp: z.boolean(),
  passkeys: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      createdAt: z.iso.datetime(),
      usedAt: z.iso.datetime().nullable(),
    }),
  ),
  recoveryCodes: z.number().int(),
  /** Browsers keep passkeys for names, not for addresses: false where the page is open by an address. */
  passkeysPossible: z.boolean(),
});

const OwnSession = z.object({
  id: z.uuid(),
  current: z.boolean(),
  startedAt: z.iso.datetime(),
  activeAt: z.iso.datetime(),
  origin: z.string(),
  userAgent: z.string(),
});

export const TOKEN_SCOPES = ['read', 'write'] as const;
const ApiToken = z.object({
  id: z.uuid(),
  name: z.string(),
  scope: z.enum(TOKEN_SCOPES),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  usedAt: z.iso.datetime().nullable(),
});
const ApiTokenDraft = z.object({
  name: PersonName,
  /** `read`: looks only; `write`: whatever the role of the person may. */
  scope: z.enum(TOKEN_SCOPES),
  days: z.number().int().min(1).max(365),
});

export const Account = z.object({
  id: z.uuid(),
  login: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  endsAt: z.iso.datetime().nullable(),
  /** `invited`: the link was not used yet; `ended`: the end date is over. */
  state: z.enum(['active', 'invited', 'locked', 'disabled', 'ended']),
  lockedUntil: z.iso.datetime().nullable(),
  secondFactors: z.array(z.enum(FACTORS)),
  sessions: z.number().int(),
  /** Signs in at the OpenID provider. */
  singleSignOn: z.boolean(),
  signedInAt: z.iso.datetime().nullable(),
});
export type Account = z.infer<typeof Account>;

const EndsAt = z.iso.datetime().nullable();
const assessorEnds = ({ role, endsAt }: { role?: string | undefined; endsAt?: string | null | undefined }) =>
  role !== 'assessor' || (endsAt !== null && endsAt !== undefined);
const ASSESSOR_ENDS = { path: ['endsAt'], message: 'an assessor needs a day on which access ends' };
const AccountDraft = z
  .object({ login: Login, name: PersonName, role: z.enum(ROLES), endsAt: EndsAt.default(null) })
  .refine(assessorEnds, ASSESSOR_ENDS);
const AccountPatch = z
  .object({
    name: PersonName.optional(),
    role: z.enum(ROLES).optional(),
    endsAt: EndsAt.optional(),
    disabled: z.boolean().optional(),
    /** At the next sign-in. */
    mustChangePassword: z.boolean().optional(),
  })
  .refine(assessorEnds, ASSESSOR_ENDS);

/** The token of a one-time link; the page makes the address of it. It is told once and cannot be looked up. */
export const OneTimeLink = z.object({ token: z.string(), expiresAt: z.iso.datetime() });

/** Signing in, one's own account, and the accounts of all. */
export const accountEndpoints = {
  session: { method: 'GET', path: '/api/session', response: Session },
  signIn: {
    method: 'POST',
    path: '/api/session',
    body: z.object({ login: z.string().trim().min(1, 'is missing').max(100), password: Password }),
    response: Session,
  },
  giveTotp: { method: 'POST', path: '/api/session/totp', body: z.object({ code: Code }), response: Session },
  giveRecoveryCode: {
    method: 'POST',
    path: '/api/session/recovery-code',
    body: z.object({ code: Code }),
    response: Session,
  },
  askPasskey: { method: 'POST', path: '/api/session/passkey/challenge', response: Ceremony },
  givePasskey: { method: 'POST', path: '/api/session/passkey', body: Ceremony, response: Session },
  signOut: { method: 'POST', path: '/api/session/end', response: None },
  keepSession: { method: 'POST', path: '/api/session/activity', response: None },
  readLink: { method: 'POST', path: '/api/links/read', body: z.object({ token: Token }), response: LinkPurpose },
  useLink: {
    method: 'POST',
    path: '/api/links/use',
    /** Login and name are for the first administrator. */
    body: z.object({ token: Token, login: Login.optional(), name: PersonName.optional(), password: Password }),
    response: Session,
  },
  changePassword: {
    method: 'PUT',
    path: '/api/account/password',
    body: z.object({ current: Password, password: Password }),
    response: Session,
  },
  factors: { method: 'GET', path: '/api/account/factors', response: Factors },
  startTotp: {
    method: 'POST',
    path: '/api/account/totp',
    /** `uri` is what the QR code says (otpauth). */
    response: z.object({ secret: z.string(), uri: z.string() }),
  },
  confirmTotp: {
    method: 'POST',
    path: '/api/account/totp/confirm',
    body: z.object({ code: Code }),
    response: RecoveryCodes,
  },
  removeTotp: { method: 'DELETE', path: '/api/account/totp', response: Factors },
  startPasskey: { method: 'POST', path: '/api/account/passkeys/challenge', response: Ceremony },
  addPasskey: {
    method: 'POST',
    path: '/api/account/passkeys',
    body: z.object({ name: PersonName, response: Ceremony }),
    response: RecoveryCodes,
  },
  removePasskey: {
    method: 'DELETE',
    path: '/api/account/passkeys/:id',
    params: z.object({ id: z.string().max(500) }),
    response: Factors,
  },
  renewRecoveryCodes: { method: 'POST', path: '/api/account/recovery-codes', response: RecoveryCodes },
  ownSessions: {
    method: 'GET',
    path: '/api/account/sessions',
    response: z.object({ sessions: z.array(OwnSession) }),
  },
  endOwnSession: { method: 'POST', path: '/api/account/sessions/:id/end', params: Uuid, response: None },
  apiTokens: { method: 'GET', path: '/api/account/tokens', response: z.object({ tokens: z.array(ApiToken) }) },
  createApiToken: {
    method: 'POST',
    path: '/api/account/tokens',
    body: ApiTokenDraft,
    /** Shown once. */
    response: z.object({ token: z.string() }),
  },
  endApiToken: { method: 'POST', path: '/api/account/tokens/:id/end', params: Uuid, response: None },
  accounts: { method: 'GET', path: '/api/accounts', response: z.object({ accounts: z.array(Account) }) },
  invite: { method: 'POST', path: '/api/accounts', body: AccountDraft, response: OneTimeLink },
  changeAccount: {
    method: 'PATCH',
    path: '/api/accounts/:id',
    params: Uuid,
    body: AccountPatch,
    response: None,
  },
  unlockAccount: { method: 'POST', path: '/api/accounts/:id/unlock', params: Uuid, response: None },
  resetAccount: { method: 'POST', path: '/api/accounts/:id/reset', params: Uuid, response: OneTimeLink },
  endAccountSessions: { method: 'POST', path: '/api/accounts/:id/sessions/end', params: Uuid, response: None },
} as const;
