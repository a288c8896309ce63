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

/** What all exporters together say of one sender. */
interface Sender {
  readonly flags: number;
  readonly flagsKnown: boolean;
  readonly packets: number;
}

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
  const senders = protocol === TCP ? sendersOf(conversation) : [];
  if (answered) return senders.some(neverAcknowledged) ? 'attempted' : 'established';
  if (observations.some(({ denied }) => denied)) return 'denied';
  if (protocol === TCP) {
    if (senders.some(acknowledges)) return 'established';
    if (!senders.every(mayOnlyTry)) return 'unknown';
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

function sendersOf(conversation: Conversation): Sender[] {
  const low = senderOf(conversation, 'low');
  const high = senderOf(conversation, 'high');
  return low && high ? [low, high] : low ? [low] : high ? [high] : [];
}

function senderOf(conversation: Conversation, side: Side): Sender | null {
  let flags = 0;
  let flagsKnown = false;
  let packets = 0;
  let sent = false;
  for (const observation of conversation.observations) {
    const half = observation[side];
    if (!half) continue;
    sent = true;
    flags |= half.flags;
    flagsKnown ||= half.flagsKnown;
    packets = Math.max(packets, half.packets);
  }
  return sent ? { flags, flagsKnown, packets } : null;
}

function acknowledges({ flags, packets }: Sender): boolean {
  return (flags & ACK) !== 0 && (flags & RST) === 0 && packets >= MIN_ACKNOWLEDGING;
}

function neverAcknowledged({ flags, packets }: Sender): boolean {
  return (flags & (SYN | ACK)) === SYN && packets <= MAX_TRIES;
}

/** Bare SYNs, or few packets of an exporter without flags. */
function mayOnlyTry(sender: Sender): boolean {
  return sender.flagsKnown ? neverAcknowledged(sender) : sender.packets <= MAX_TRIES;
}

const STRENGTH: Readonly<Record<ContactState, number>> = { established: 3, unknown: 2, attempted: 1, denied: 0 };

/** The stronger statement of two conversations of one relationship: contact, then what may have been contact. */
export function strongerState(a: ContactState, b: ContactState): ContactState {
  return STRENGTH[a] >= STRENGTH[b] ? a : b;
}
