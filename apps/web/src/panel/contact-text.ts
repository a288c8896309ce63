import type { RelationshipRow } from '@scopemap/contract';
import { formatPlural } from '../ui/format.ts';
import { CONTACT_WORDS } from '../ui/words.ts';

/** What came of a relationship: its state, and how often contact was tried in vain in all its time. */
export function contactText({ state, attempts }: Pick<RelationshipRow, 'state' | 'attempts'>): string {
  if (attempts === 0) return CONTACT_WORDS[state];
  return `${CONTACT_WORDS[state]}; ${formatPlural(attempts, 'attempt')} in vain in all`;
}

/** The words around the service that the client opened, or only tried: `opened 443/tcp to`, `tried 443/tcp at`. */
export function openingWords({ state }: Pick<RelationshipRow, 'state'>): readonly [verb: string, preposition: string] {
  return state === 'attempted' || state === 'denied' ? ['tried', 'at'] : ['opened', 'to'];
}

/** Names of the ICMP messages that networks are full of (IANA, ICMP and ICMPv6 parameters). */
const MESSAGES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  icmp: {
    3: 'destination unreachable',
    5: 'redirect',
    8: 'echo request',
    11: 'time exceeded',
    13: 'timestamp request',
    17: 'address mask request',
  },
  'ipv6-icmp': {
    1: 'destination unreachable',
    2: 'packet too big',
    3: 'time exceeded',
    128: 'echo request',
    133: 'router solicitation',
    134: 'router advertisement',
    135: 'neighbour solicitation',
    136: 'neighbour advertisement',
  },
};

/** The messages of an ICMP relationship; null for other protocols. */
export function messageText({
  protocol,
  icmpType,
  icmpCode,
}: Pick<RelationshipRow, 'protocol' | 'icmpType' | 'icmpCode'>): string | null {
  const names = MESSAGES[protocol];
  if (!names) return null;
  if (icmpType === null) return 'messages of several types, or of a type that was not said';
  const name = names[icmpType];
  const code = icmpCode === null ? '' : `, code ${icmpCode}`;
  return `type ${icmpType}${code}${name ? ` (${name})` : ''}`;
}
