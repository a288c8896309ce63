import type { ScopeClaim } from '../scope-category.ts';

/** How one side of a relationship stands to the CDE by what people claimed, before any traffic. */
export interface Standing {
  /** Claimed CDE itself or member of a zone claimed CDE. */
  readonly cde: boolean;
  /** The host's own claim, else its zone's, else `undetermined`. */
  readonly claim: ScopeClaim;
}

/**
 * The claim of a host beats that of its zone, with one exception: no claim takes a host out of a CDE zone, since a segment
 * with CDE members makes its other members CDE systems (DOMAIN R3).
 */
export function standing(hostClaim: ScopeClaim | null, zoneClaim: ScopeClaim | null): Standing {
  return { cde: hostClaim === 'cde' || zoneClaim === 'cde', claim: hostClaim ?? zoneClaim ?? 'undetermined' };
}
