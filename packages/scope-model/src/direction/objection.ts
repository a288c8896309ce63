import type { Conversation } from '../conversation/conversation.ts';
import { otherSide, type Side } from '../conversation/side.ts';
import type { DirectionContext } from './direction-context.ts';

/**
 * True when other conversations speak against `server` being the server, strongly enough to silence a rule that only reads
 * ports: it is a scanner's address (a scanner never becomes a server by its ports), it was seen to call from that very
 * port and never to serve, or the supposed client was seen to serve on its port.
 */
export function isContradicted(conversation: Conversation, server: Side, context: DirectionContext): boolean {
  const client = otherSide(server);
  if (context.isScanner(conversation[server].address) && !context.isScanner(conversation[client].address)) return true;
  const serverUse = context.useOf(conversation, server);
  if (serverUse && serverUse.called > 0 && serverUse.served === 0) return true;
  const clientUse = context.useOf(conversation, client);
  return clientUse !== undefined && clientUse.served > 0 && clientUse.called === 0;
}
