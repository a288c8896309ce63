import { TCP } from '@scopemap/net';
import type { HalfRecords } from '../conversation/conversation.ts';
import { SYN } from '../conversation/tcp-flag-bits.ts';
import { agree, type DirectionRule } from './direction-context.ts';
import { givesOwnTimes, startResolution } from './exporter-traits.ts';

/** Differences of shifts from which on they are no rounding, in milliseconds. */
const MIN_SHIFT = 2;

/**
 * True when the two halves, one record each, differ by more at one end than at the other: a header's whole seconds, or a
 * cache entry that both halves share, would move their starts and ends alike. So this pair has times of its own,
 * whatever the exporter's other pairs look like.
 */
function provesOwnTimes(low: HalfRecords, high: HalfRecords): boolean {
  if (low.pieces !== 1 || high.pieces !== 1) return false;
  return Math.abs(high.first - low.first - (high.last - low.last)) >= MIN_SHIFT;
}

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
      if (!givesOwnTimes(traits) && !provesOwnTimes(low, high)) return null;
      const difference = high.first - low.first;
      if (!(Math.abs(difference) >= startResolution(traits))) return null;
      const earlier = difference > 0 ? low : high;
      if (conversation.protocol === TCP && earlier.flagsKnown && (earlier.firstFlags & SYN) === 0) return null;
      return difference > 0 ? 'high' : 'low';
    });
  },
};
