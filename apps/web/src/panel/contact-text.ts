import type { RelationshipRow } from '@scopemap/contract';
import { formatInstant, formatPlural } from '../ui/format.ts';
import { CONFIDENCE_WORDS, CONTACT_WORDS, METHOD_WORDS } from '../ui/words.ts';

/** What came of a relationship: its state, and how often contact failed in all its time, whatever the period of the view. */
export function contactText({ state, attempts }: Pick<RelationshipRow, 'state' | 'attempts'>): string {
  if (attempts === 0) return CONTACT_WORDS[state];
  return `${CONTACT_WORDS[state]}; ${formatPlural(attempts, 'failed attempt')} in all its time`;
}

/** How the direction was told, and how sure that is; nothing is sure or unsure where there is no direction. */
export function directionText({ method, confidence }: Pick<RelationshipRow, 'method' | 'confidence'>): string {
  return confidence === 'none' ? METHOD_WORDS[method] : `${METHOD_WORDS[method]} (${CONFIDENCE_WORDS[confidence]})`;
}

/**
 * The words around the service that the client opened, only tried, or sent without an answer that somebody saw: `opened 443/tcp to`,
 * `tried 443/tcp at`, `sent 514/udp to`. ICMP messages are sent, whatever comes back.
 */
export function openingWords({
  state,
  protocol,
}: Pick<RelationshipRow, 'state' | 'protocol'>): readonly [verb: string, preposition: string] {
  if (state === 'unknown' || protocol in MESSAGES) return ['sent', 'to'];
  return state === 'established' ? ['opened', 'to'] : ['tried', 'at'];
}

/** When a relationship was seen: from when to when, or once. */
export function seenText({ firstSeen, lastSeen }: Pick<RelationshipRow, 'firstSeen' | 'lastSeen'>): string {
  const first = formatInstant(firstSeen);
  const last = formatInstant(lastSeen);
  return first === last ? `${first} UTC` : `${first} – ${last} UTC`;
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

/** What the codes of "destination unreachable" say: a control that refuses looks different from a host that is not there. */
const UNREACHABLE: Readonly<
  Record<string, { readonly type: number; readonly codes: Readonly<Record<number, string>> }>
> = {
  icmp: {
    type: 3,
    codes: {
      0: 'network unreachable',
      1: 'host unreachable',
      2: 'protocol unreachable',
      3: 'port unreachable',
      4: 'fragmentation needed',
      9: 'network administratively prohibited',
      10: 'host administratively prohibited',
      13: 'communication administratively prohibited',
    },
  },
  'ipv6-icmp': {
    type: 1,
    codes: {
      0: 'no route to destination',
      1: 'communication administratively prohibited',
      3: 'address unreachable',
      4: 'port unreachable',
      5: 'source address failed policy',
      6: 'reject route to destination',
    },
  },
};

/** The messages of an ICMP relationship, with what type and code mean (RFC 792, 1812, 4443); null for other protocols. */
export function messageText({
  protocol,
  icmpType,
  icmpCode,
}: Pick<RelationshipRow, 'protocol' | 'icmpType' | 'icmpCode'>): string | null {
  const names = MESSAGES[protocol];
  if (!names) return null;
  if (icmpType === null) return 'of several types, or of a type that the exporter did not say';
  const unreachable = UNREACHABLE[protocol];
  const meaning = icmpCode !== null && icmpType === unreachable?.type ? unreachable.codes[icmpCode] : undefined;
  const name = meaning ?? names[icmpType];
  const numbers = icmpCode === null ? `type ${icmpType}` : `type ${icmpType}, code ${icmpCode}`;
  return name ? `${name} (${numbers})` : numbers;
}
