import type { GraphZone } from '@scopemap/contract';

const CATEGORY = {
  cde: 'CDE_CHD',
  connected: 'CONNECTED',
  'security-impacting': 'SECURITY_IMPACTING',
  'out-of-scope': 'OUT_OF_SCOPE',
  external: 'EXTERNAL',
  undetermined: 'UNDETERMINED',
} as const;

/** A zone with one host, decided as it is claimed; without a number it is what the internet is grouped as. */
export const sampleZone = (zoneId: number | null, name: string, claim: GraphZone['claim']): GraphZone => ({
  id: zoneId === null ? 'unassigned-internet' : `zone-${zoneId}`,
  zoneId,
  name,
  claim,
  category: CATEGORY[claim],
  prefixes: [],
  hostCount: 1,
});
