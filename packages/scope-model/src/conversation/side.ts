/** The two ends of a conversation, in a fixed order that says nothing of client and server. */
export type Side = 'low' | 'high';

export function otherSide(side: Side): Side {
  return side === 'low' ? 'high' : 'low';
}
