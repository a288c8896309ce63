import { TCP } from '@scopemap/net';
import { type Conversation, hasSent } from '../conversation/conversation.ts';
import { otherSide, type Side } from '../conversation/side.ts';
import type { DirectionContext, DirectionRule } from './direction-context.ts';
import { hidesHalves } from './exporter-traits.ts';
import { serviceSide } from './service-side.ts';

const EPHEMERAL = 32_768;
const SYSTEM = 1024;

/** The other port looks so much more like a listener's that the known one may be a client's by chance. */
function isChance(known: number, other: number): boolean {
  return (other < SYSTEM && known >= SYSTEM) || (other < EPHEMERAL && known >= EPHEMERAL);
}

/** UDP that only the service's side sent, at exporters that are not known to hide the other half: an answer without a question. */
function isLoneAnswer(conversation: Conversation, service: Side, context: DirectionContext): boolean {
  if (conversation.protocol === TCP || hasSent(conversation, otherSide(service))) return false;
  return conversation.observations.some(({ exporter }) => !hidesHalves(context.traits(exporter)));
}

/**
 * A well-known service stands on exactly one side, the port ranges do not say the opposite, and it is not the only one to
 * have sent.
 */
export const knownService: DirectionRule = {
  method: 'known-service',
  confidence: 'medium',
  serverSide(conversation, context) {
    const side = serviceSide(conversation);
    if (side === null) return null;
    const { low, high } = conversation;
    const [known, other] = side === 'low' ? [low.port, high.port] : [high.port, low.port];
    if (isChance(known as number, other as number)) return 'conflict';
    return isLoneAnswer(conversation, side, context) ? 'conflict' : side;
  },
};
