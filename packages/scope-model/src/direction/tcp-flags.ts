import { TCP } from '@scopemap/net';
import type { Observation } from '../conversation/conversation.ts';
import { ACK, SYN } from '../conversation/tcp-flag-bits.ts';
import { agree, type DirectionRule, type Verdict } from './direction-context.ts';

/**
 * Flags are the OR over a flow, so SYN in both halves says nothing. But a half with SYN and never ACK was never answered
 * in it: its sender opened. And a half without SYN opposite to one that has it is seen from its middle, which says nothing.
 */
function opener({ low, high }: Observation): Verdict {
  const lowOnly = low?.synOnly ?? false;
  const highOnly = high?.synOnly ?? false;
  if (lowOnly && highOnly) return 'conflict';
  if (lowOnly) return 'high';
  if (highOnly) return 'low';
  return null;
}

/** A lone half whose only packets are SYN+ACK or RST+ACK answers an attempt that was not seen. */
function answerer({ low, high }: Observation): Verdict {
  if (low && high) return null;
  const half = low ?? high;
  const isSynAck = half !== null && half.packets <= half.pieces && (half.flags & (SYN | ACK)) === (SYN | ACK);
  if (!isSynAck) return null;
  return low ? 'low' : 'high';
}

export const tcpFlags: DirectionRule = {
  method: 'tcp-flags',
  confidence: 'high',
  serverSide(conversation) {
    if (conversation.protocol !== TCP) return null;
    return agree(conversation, opener) ?? agree(conversation, answerer);
  },
};
