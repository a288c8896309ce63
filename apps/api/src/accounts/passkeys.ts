import { addPasskey, listPasskeys, notePasskeyUse, rememberChallenge, type SignedIn } from '@scopemap/database';
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { FastifyRequest } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
import { callerOf } from '../author.ts';
import { clock, type SignInContext } from './sign-in.ts';

type Json = Record<string, never>;

/** What the browser was asked for by: the host is the relying party (WebAuthn section 5.1.2), which cannot be an address. */
function partyOf({ https }: SignInContext, request: FastifyRequest) {
  const origin = `${https ? 'https' : 'http'}://${request.host}`;
  return { origin, id: new URL(origin).hostname };
}

/** Browsers keep passkeys for names only. */
export function passkeysPossible(context: SignInContext, request: FastifyRequest): boolean {
  const { id } = partyOf(context, request);
  return !/^[\d.]+$/.test(id) && !id.startsWith('[');
}

const transportsOf = (transports: readonly string[]) => transports as AuthenticatorTransport[];

/** Begins the second factor with a passkey. */
export async function askForPasskey(context: SignInContext, request: FastifyRequest, signedIn: SignedIn) {
  const keys = await listPasskeys(context.db, signedIn.account.id);
  const options = await generateAuthenticationOptions({
    rpID: partyOf(context, request).id,
    allowCredentials: keys.map(({ id, transports }) => ({ id, transports: transportsOf(transports) })),
    userVerification: 'preferred',
  });
  await rememberChallenge(context.db, signedIn.session.id, options.challenge);
  return options as unknown as Json;
}

/** Whether the browser's answer to a challenge is signed by a passkey of the account. */
export async function checkPasskey(
  context: SignInContext,
  request: FastifyRequest,
  { account }: SignedIn,
  challenge: string,
  answer: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const response = answer as unknown as AuthenticationResponseJSON;
  const key = (await listPasskeys(context.db, account.id)).find(({ id }) => id === response.id);
  if (!key) return false;
  const { origin, id } = partyOf(context, request);
  // It throws for whatever does not fit: that is a no, as a wrong signature is.
  const result = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: false,
    credential: {
      id: key.id,
      publicKey: new Uint8Array(key.public_key),
      counter: Number(key.counter),
      transports: transportsOf(key.transports),
    },
  }).catch(() => null);
  if (!result?.verified) return false;
  await notePasskeyUse(context.db, key.id, result.authenticationInfo.newCounter, clock(context));
  return true;
}

/** Begins to add a passkey to an account. */
export async function startPasskey(context: SignInContext, request: FastifyRequest, signedIn: SignedIn) {
  if (!passkeysPossible(context, request)) {
    throw new ApiProblem('conflict', 'Browsers keep passkeys for names, not for addresses: open the page by a name.');
  }
  const { account } = signedIn;
  const keys = await listPasskeys(context.db, account.id);
  const options = await generateRegistrationOptions({
    rpName: 'Scopemap',
    rpID: partyOf(context, request).id,
    userName: account.login,
    userDisplayName: account.name,
    excludeCredentials: keys.map(({ id, transports }) => ({ id, transports: transportsOf(transports) })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
  await rememberChallenge(context.db, signedIn.session.id, options.challenge);
  return options as unknown as Json;
}

/** Adds the passkey that a browser made for a challenge. */
export async function finishPasskey(
  context: SignInContext,
  request: FastifyRequest,
  { account }: SignedIn,
  challenge: string,
  name: string,
  answer: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { origin, id } = partyOf(context, request);
  const response = answer as unknown as RegistrationResponseJSON;
  const result = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: false,
  }).catch((error: Error) => {
    throw new ApiProblem('invalid-request', `The passkey was not accepted: ${error.message}`);
  });
  if (!result.verified) throw new ApiProblem('invalid-request', 'The passkey was not accepted.');
  const { credential } = result.registrationInfo;
  const key = {
    id: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: credential.transports ?? [],
    name,
  };
  await addPasskey(context.db, callerOf(request), account, key, clock(context));
}
