import { TCP } from '@scopemap/net';
import type { Conversation, Observation } from '../conversation/conversation.ts';
import { otherSide, type Side } from '../conversation/side.ts';
import { agree, type DirectionContext, type DirectionRule, type Verdict } from './direction-context.ts';
import { type ExporterTraits, maySeeBothHalves, showsBothHalves } from './exporter-traits.ts';
import { rangeSide } from './port-range.ts';
import { answersDhcp, sendsAnswers } from './service-side.ts';

/** The receiver of halves without answer, as far as the exporters that show only one half of this conversation can tell. */
function receiver(
  conversation: Conversation,
  context: DirectionContext,
  isTrusted: (traits: ExporterTraits, observation: Observation) => boolean,
): Verdict {
  return agree(conversation, (observation) => {
    const { exporter, low, high } = observation;
    if (low && high) return null;
    if (!isTrusted(context.traits(exporter), observation)) return null;
    if (low) return 'high';
    return high ? 'low' : null;
  });
}

/** True when the supposed opener answers a question that went to a group: of DHCP, or seen from the very port it sends to. */
function answersGroup(conversation: Conversation, server: Side, context: DirectionContext): boolean {
  const opener = otherSide(server);
  const asked = context.useOf(conversation, server)?.askedGroups.has(conversation[opener].port ?? 0) ?? false;
  return asked || answersDhcp(conversation, opener);
}

/**
 * A half without answer, from an exporter that elsewhere shows both halves, was sent by the one who began. Not for TCP:
 * there a lone half without a bare SYN is the tail or the middle of something older. And not for the answer to a question
 * that had gone to a group.
 */
export const oneWay: DirectionRule = {
  method: 'one-way',
  confidence: 'medium',
  serverSide(conversation, context) {
    if (conversation.protocol === TCP) return null;
    const server = receiver(conversation, context, (traits, { bothInOne }) => bothInOne || showsBothHalves(traits));
    if (server === null || server === 'conflict') return server;
    return answersGroup(conversation, server, context) ? 'conflict' : server;
  },
};

/**
 * The same of an exporter that has shown no pair yet, but has hidden no half either. Ports must not speak against it: neither
 * their ranges nor a service that only answers.
 */
export const oneWayUnproven: DirectionRule = {
  method: 'one-way',
  confidence: 'low',
  serverSide(conversation, context) {
    if (conversation.protocol === TCP) return null;
    const server = receiver(conversation, context, maySeeBothHalves);
    if (server === null || server === 'conflict') return server;
    const byRange = rangeSide(conversation, context);
    const objects = byRange !== null && byRange !== server;
    const isAnswer = sendsAnswers(conversation, otherSide(server)) || answersGroup(conversation, server, context);
    return objects || isAnswer ? 'conflict' : server;
  },
};
