import { ICMP, ICMPV6 } from '@scopemap/net';
import { agree, type DirectionRule } from './direction-context.ts';
import { namesOpeners } from './exporter-traits.ts';

/**
 * The exporter says who began: biflowDirection 1 or 2 (RFC 5103), initiator and responder counts or an event of a
 * firewall (Cisco NSEL), and for ICMP the request. An exporter that names both ends of a conversation is not believed.
 */
export const explicit: DirectionRule = {
  method: 'explicit',
  confidence: 'certain',
  serverSide(conversation, context) {
    const { protocol } = conversation;
    const isIcmp = protocol === ICMP || protocol === ICMPV6;
    return agree(conversation, ({ exporter, saidLow, saidHigh }) => {
      if (saidLow === saidHigh) return null;
      if (!isIcmp && !namesOpeners(context.traits(exporter))) return null;
      return saidLow ? 'high' : 'low';
    });
  },
};
