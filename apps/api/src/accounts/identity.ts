import type { Role } from '@scopemap/contract';
import type { SignedIn } from '@scopemap/database';
import type { FastifyRequest } from 'fastify';

/** Who a request comes from. */
export type Identity =
  | {
      readonly kind: 'person';
      readonly author: string;
      readonly role: Role;
      readonly signedIn: SignedIn;
      readonly stage: Stage;
    }
  | { readonly kind: 'token'; readonly author: string; readonly role: Role; readonly readOnly: boolean }
  | { readonly kind: 'local'; readonly author: string; readonly role: Role };

export type Stage = 'second-factor' | 'new-password' | 'enrol' | 'full';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before a handler runs; null: nobody, and the route is public. */
    identity: Identity | null;
  }
}

/** The person of a request to a route that only people may call. */
export function personOf({ identity }: FastifyRequest): Extract<Identity, { kind: 'person' }> {
  if (identity?.kind !== 'person') throw new Error('a route for people was reached by something else');
  return identity;
}
