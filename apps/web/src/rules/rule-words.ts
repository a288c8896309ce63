import type { RelationshipVerdict, ReviewedRule, RuleFormat } from '@scopemap/contract';

export const FORMAT_WORDS: Readonly<Record<RuleFormat, string>> = {
  ios: 'Cisco IOS, IOS-XE configuration',
  nxos: 'Cisco NX-OS configuration',
  asa: 'Cisco ASA configuration',
  iptables: 'iptables-save',
  'nftables-json': 'nft -j list ruleset',
  'aws-sg': 'AWS security groups (describe-security-groups)',
  'aws-nacl': 'AWS network ACLs (describe-network-acls)',
  'azure-nsg': 'Azure network security groups (az network nsg list)',
  fortios: 'FortiOS configuration',
  'panos-set': 'PAN-OS configuration, set commands',
  'panos-xml': 'PAN-OS configuration, XML',
  csv: 'Ordered CSV (action, src, dst …)',
  'talk-csv': 'acl.csv that names traffic',
  'netbehave-csv': "NetBehave's acl.csv",
};

export type Verdict = RelationshipVerdict['verdict'];

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  allowed: 'Allowed',
  denied: 'Denied',
  undetermined: 'Undetermined',
  'no-list': 'No list bound',
};

/** Concerns in the order in which they are worth a look. */
export const CONCERN_WORDS = {
  'never-matched': 'Never matched',
  shadowed: 'Shadowed',
  'too-broad': 'Too broad',
  'not-understood': 'Not understood',
} as const;

export type Concern = keyof typeof CONCERN_WORDS;

export function isConcern(text: string | null): text is Concern {
  return text !== null && Object.hasOwn(CONCERN_WORDS, text);
}

/** What a verdict rests on: `line 12 of IN`, `the default of IN`. */
export function verdictSource({ verdict, list, line, reply }: RelationshipVerdict): string {
  if (verdict === 'no-list') return 'no list decides in this direction';
  if (verdict === 'undetermined' && line === null) return list === null ? 'not decided' : `not decided by ${list}`;
  const where = line === null ? `the default of ${list ?? 'the list'}` : `line ${line} of ${list ?? 'the list'}`;
  return reply ? `${where}, for the reply` : where;
}

/** Why a rule deserves a look; empty when it does not. */
export function concernsOf({ neverMatched, shadowedBy, broad, unclear }: ReviewedRule): string[] {
  return [
    ...(unclear.length > 0 ? [`not understood: ${unclear.map(withoutPrefix).join(', ')}`] : []),
    ...(shadowedBy === null ? [] : [`shadowed by line ${shadowedBy}`]),
    ...(broad.length > 0 ? [`too broad: ${broad.join(', ')}`] : []),
    ...(neverMatched === true ? ['never matched'] : []),
  ];
}

const withoutPrefix = (text: string) => text.replace(/^not understood: /, '');

/** How often a rule was used, in words; null where nothing can be said. */
export function useOf({ matched, possible, neverMatched }: ReviewedRule): string | null {
  if (matched > 0) return String(matched);
  if (possible > 0) return `perhaps ${possible}`;
  return neverMatched === null ? null : '0';
}
