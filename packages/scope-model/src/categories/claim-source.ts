import type { ScopeFacts } from './scope-facts.ts';

/** Who says what {@link standing} took as the claim: `Claimed by ann: …` or `The zone Office is claimed`. */
export function claimSource({ hostClaim, zone }: ScopeFacts): { subject: string; because: string } {
  if (hostClaim) return { subject: 'The host is claimed', because: ` by ${hostClaim.author}: ${hostClaim.reason}` };
  return { subject: zone ? `The zone ${zone.name} is claimed` : 'Nothing is claimed', because: '' };
}
