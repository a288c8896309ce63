import type { Conversation } from '../conversation/conversation.ts';
import type { Side } from '../conversation/side.ts';
import type { EndpointBasis, EndpointFact } from '../endpoint/endpoint-knowledge.ts';
import type { DirectionContext, DirectionRule } from './direction-context.ts';

function factOf(conversation: Conversation, side: Side, { knowledge }: DirectionContext): EndpointFact | undefined {
  const { address, port } = conversation[side];
  return port === null ? undefined : knowledge.find(address, conversation.protocol, port);
}

/** The side that serves by what is known of the two endpoints from one source; null when it does not tell them apart. */
export function factVerdict(
  low: EndpointFact | undefined,
  high: EndpointFact | undefined,
  basis: EndpointBasis,
): Side | null {
  const lowServes = low?.basis === basis && low.role === 'server';
  const highServes = high?.basis === basis && high.role === 'server';
  // Two listeners may well talk to each other (mail relays, DNS forwarders): which of them called is not said.
  if (lowServes && highServes) return null;
  if (lowServes) return 'low';
  if (highServes) return 'high';
  if (basis !== 'person') return null;
  const lowDenied = low?.basis === 'person' && low.role === 'not-server';
  const highDenied = high?.basis === 'person' && high.role === 'not-server';
  if (lowDenied === highDenied) return null;
  return lowDenied ? 'high' : 'low';
}

function byBasis<Basis extends EndpointBasis>(
  basis: Basis,
  confidence: DirectionRule['confidence'],
): DirectionRule & { readonly method: Basis } {
  return {
    method: basis,
    confidence,
    serverSide: (conversation, context) =>
      factVerdict(factOf(conversation, 'low', context), factOf(conversation, 'high', context), basis),
  };
}

/** A person confirmed one of the two endpoints as a server, or said that one is none. */
export const person = byBasis('person', 'certain');

/** A port scan found exactly one of the two endpoints open. */
export const scan = byBasis('scan', 'high');

/** Exactly one of the two endpoints was learnt as a server from other traffic. */
export const learned = byBasis('learned', 'high');
