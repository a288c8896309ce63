import { TCP } from '@scopemap/net';
import { SYN } from '../conversation/half-records.ts';
import { agree, type DirectionRule } from './direction-context.ts';
import { givesOwnTimes, startResolution } from './exporter-traits.ts';

/**
 * The half that began measurably earlier is the opener's, where the exporter gives each half its own times. A TCP
 * half that is seen from its middle (no SYN in its earliest record) is a piece of a long flow and says nothing.
 */
export const firstSeen: DirectionRule = {
  method: 'first-seen',
  confidence: 'medium',
  serverSide(conversation, context) {
    return agree(conversation, ({ exporter, low, high }) => {
      if (!low || !high) return null;
      const traits = context.traits(exporter);
      if (!givesOwnTimes(traits)) return null;
      const difference = high.first - low.first;
      if (!(Math.abs(difference) >= startResolution(traits))) return null;
      const earlier = difference > 0 ? low : high;
      if (conversation.protocol === TCP && earlier.flagsKnown && (earlier.firstFlags & SYN) === 0) return null;
      return difference > 0 ? 'high' : 'low';
    });
  },
};
