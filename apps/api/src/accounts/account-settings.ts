import type { Role } from '@scopemap/contract';

/** People sign in at an OpenID provider and get the role that it says. */
export interface SingleSignOnSettings {
  /** What the button says. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Claim of the id token that holds a person's groups: a text or a list of texts. */
  readonly roleClaim: string;
  /** Group -> role; the first that fits decides. Who is in none of them is refused. */
  readonly roles: readonly (readonly [group: string, role: Role])[];
  /** Access of assessors who sign in there ends so many days after their first sign-in; default 90. */
  readonly assessorDays?: number;
}

export interface AccountSettings {
  /** 32 octets that seal what has to be read again (authenticator secrets); kept outside the database. */
  readonly key: Buffer;
  /** Lets commands on this machine in, with every right but those over accounts of people. */
  readonly localToken?: string;
  /** Minutes without activity after which a session ends (PCI DSS 8.2.8); default 15. */
  readonly idleMinutes?: number;
  /** Attempts to sign in that an address has a minute; default 30. */
  readonly attemptsPerMinute?: number;
  /** Requests that an address has a minute; default 6,000. */
  readonly requestsPerMinute?: number;
  readonly singleSignOn?: SingleSignOnSettings;
  /** The clock, for tests. */
  readonly now?: () => Date;
}
