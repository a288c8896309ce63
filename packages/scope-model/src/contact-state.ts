import { ICMP, ICMPV6, TCP } from '@scopemap/net';
import { type Conversation, hasSent, isAnswered } from './conversation/conversation.ts';
import { isRequest } from './conversation/icmp-message.ts';
import { otherSide, type Side } from './conversation/side.ts';
import { ACK, RST, SYN } from './conversation/tcp-flag-bits.ts';
import { type ExporterTraits, showsBothHalves } from './direction/exporter-traits.ts';
import { sendsAnswers } from './direction/service-side.ts';
import type { ContactState } from './relationship.ts';

/** A lone TCP half of so many packets with ACK was answered: nobody acknowledges what never came. */
const MIN_ACKNOWLEDGING = 3;
/** SYNs of one attempt with all retries; more packets with no other flag mean that the exporter keeps the first flags only. */
const MAX_TRIES = 10;

/**
 * What came of a conversation. Established: both sides sent, and the TCP caller acknowledged; or a lone TCP half
 * acknowledges what must have come back. Denied: a firewall said so. Attempted: nothing came back, or only a reset, where an
 * answer was due and the exporter would have shown it. All else is unknown: half of an asymmetric path, and datagrams that
 * may want no answer (syslog, flow export, statistics), which flows cannot tell from attempts and which did carry something.
 */
export function contactState(conversation: Conversation, traits: (exporter: string) => ExporterTraits): ContactState {
  const { protocol, observations } = conversation;
  const answered = isAnswered(conversation);
  // Nearly all of the millions of conversations are answered ones: no more than what they need is looked at.
  if (answered && protocol !== TCP) return 'established';
  if (answered)
    return neverAcknowledged(conversation, 'low') || neverAcknowledged(conversation, 'high')
      ? 'attempted'
      : 'established';
  if (observations.some(({ denied }) => denied)) return 'denied';
  if (protocol === TCP) {
    const sender = hasSent(conversation, 'low') ? 'low' : 'high';
    if (acknowledges(conversation, sender)) return 'established';
    if (!mayOnlyTry(conversation, sender)) return 'unknown';
  } else if (!wantsAnswer(conversation)) return 'unknown';
  return isSilenceSeen(conversation, traits) ? 'attempted' : 'unknown';
}

/** True when one side did not send, although an exporter of the conversation shows both halves where there are two. */
export function isSilenceSeen(conversation: Conversation, traits: (exporter: string) => ExporterTraits): boolean {
  if (isAnswered(conversation)) return false;
  return conversation.observations.some(({ exporter, bothInOne }) => bothInOne || showsBothHalves(traits(exporter)));
}

/** An ICMP request, or a datagram to a service that answers whatever it is sent. */
function wantsAnswer(conversation: Conversation): boolean {
  const { protocol, icmpType } = conversation;
  if (protocol === ICMP || protocol === ICMPV6) return isRequest(protocol, icmpType);
  const caller: Side = hasSent(conversation, 'low') ? 'low' : 'high';
  return sendsAnswers(conversation, otherSide(caller));
}

/** Flags of one sender, by all exporters together; 0 when none of them has any. */
function flagsOf({ observations }: Conversation, side: Side): number {
  let flags = 0;
  for (const observation of observations) flags |= observation[side]?.flags ?? 0;
  return flags;
}

/** Its packets by the exporter that saw most of them. */
function packetsOf({ observations }: Conversation, side: Side): number {
  let packets = 0;
  for (const observation of observations) packets = Math.max(packets, observation[side]?.packets ?? 0);
  return packets;
}

function acknowledges(conversation: Conversation, sender: Side): boolean {
  const flags = flagsOf(conversation, sender);
  return (flags & ACK) !== 0 && (flags & RST) === 0 && packetsOf(conversation, sender) >= MIN_ACKNOWLEDGING;
}

function neverAcknowledged(conversation: Conversation, sender: Side): boolean {
  return (flagsOf(conversation, sender) & (SYN | ACK)) === SYN && packetsOf(conversation, sender) <= MAX_TRIES;
}

/** Bare SYNs, or few packets of an exporter without flags. */
function mayOnlyTry(conversation: Conversation, sender: Side): boolean {
  return flagsOf(conversation, sender) === 0
    ? packetsOf(conversation, sender) <= MAX_TRIES
    : neverAcknowledged(conversation, sender);
}

const STRENGTH: Readonly<Record<ContactState, number>> = { established: 3, unknown: 2, attempted: 1, denied: 0 };

/** The stronger statement of two conversations of one relationship: contact, then what may have been contact. */
export function strongerState(a: ContactState, b: ContactState): ContactState {
  return STRENGTH[a] >= STRENGTH[b] ? a : b;
}
