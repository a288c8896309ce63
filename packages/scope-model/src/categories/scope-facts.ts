import type { ContactState } from '../relationship.ts';
import type { ScopeClaim } from '../scope-category.ts';

/** What a person said of one host, with the reason that was given. */
export interface HostClaimFact {
  readonly claim: ScopeClaim;
  readonly reason: string;
  readonly author: string;
}

/** The zone whose longest prefix holds the host. */
export interface ZoneFact {
  readonly name: string;
  readonly claim: ScopeClaim;
}

/** One observed contact of the host with a CDE system, in either direction. */
export interface CdeContact {
  /** Name or address of the CDE system. */
  readonly peer: string;
  /** `443/tcp https`. */
  readonly service: string;
  readonly state: ContactState;
  /** The host was the client; null when the direction is not known. */
  readonly initiated: boolean | null;
  /** The client behaved like a scanner: what it touched is not thereby connected to it. */
  readonly scanner: boolean;
}

/** Everything the category of one host may depend on. Same facts, same category. */
export interface ScopeFacts {
  readonly hostClaim: HostClaimFact | null;
  readonly zone: ZoneFact | null;
  /** All stored contacts with CDE systems, of every period: age never takes a contact back. */
  readonly cdeContacts: readonly CdeContact[];
  /** At least one zone or host is claimed as CDE; without one, nothing can be said about contact with it. */
  readonly cdeKnown: boolean;
}
