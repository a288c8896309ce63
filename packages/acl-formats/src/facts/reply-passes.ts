import { hasPorts } from '@scopemap/net';
import type { AddressRange } from '../evaluate/address-range.ts';
import type { CompiledChain } from '../evaluate/compiled-chain.ts';
import { judgePacket } from '../evaluate/judge-packet.ts';
import { LATER_FLAGS, type Packet, REPLY_FLAGS } from '../evaluate/packet.ts';
import { DEFAULT_CLIENT_PORTS } from '../evaluate/rule-flow.ts';
import type { RuleList } from '../model/rule-file.ts';
import { HIGHEST_PORT, type NumberRange } from '../model/service-match.ts';
import type { AddressRanges } from './address-ranges.ts';
import type { FlatPlaces } from './flatten-list.ts';
import { EVERYTHING, type RuleBox } from './rule-box.ts';

export interface ReplyLists {
  /** The list that first packets pass. */
  readonly list: RuleList;
  readonly chains: ReadonlyMap<string, CompiledChain>;
  /** The list that replies pass; null when none is known: then replies are not judged. */
  readonly replyList: RuleList | null;
  readonly replyChains: ReadonlyMap<string, CompiledChain>;
  readonly places: FlatPlaces;
}

/** Each is asked of every rule of the list for replies. */
const MOST_ASKED = 500;

/**
 * Makes the answer to 'are replies to these first packets, and what follows, certainly allowed?'. Lists with state let them
 * pass by themselves. After some hundred different questions the answer is no: then it is not known.
 */
export function createReplyCheck(lists: ReplyLists): (box: RuleBox) => boolean {
  const { list, replyList } = lists;
  if (list.state === 'stateful' || list.state === 'labels' || replyList === null) return () => true;
  if (passes(lists, replyList, EVERYTHING)) return () => true;
  let asked = 0;
  return (box) => asked++ < MOST_ASKED && passes(lists, replyList, box);
}

function passes({ list, chains, replyChains, places }: ReplyLists, replyList: RuleList, box: RuleBox): boolean {
  const protocols = box.protocols ?? [[0, 255] as const];
  return protocols.every((protocol) =>
    familiesOf(box).every(({ source, destination }) => {
      const ported = protocol[0] !== protocol[1] || hasPorts(protocol[0]);
      const clientPort: NumberRange = ported ? (box.ports ? DEFAULT_CLIENT_PORTS : [0, HIGHEST_PORT]) : [0, 0];
      const serverPort: NumberRange = ported ? spanOf(box.ports) : [0, 0];
      const common = { protocol, icmpType: null, icmpCode: null, state: 'established' as const };
      const reply: Packet = {
        ...common,
        source: destination,
        destination: source,
        sourcePort: serverPort,
        destinationPort: clientPort,
        tcpFlags: REPLY_FLAGS,
        from: places.to,
        to: places.from,
      };
      const later: Packet = {
        ...common,
        source,
        destination,
        sourcePort: clientPort,
        destinationPort: serverPort,
        tcpFlags: LATER_FLAGS,
        ...places,
      };
      return (
        isAllowed(replyList, replyChains, reply, 'reply') &&
        (list.state !== 'tracked' || isAllowed(list, chains, later, 'forward'))
      );
    }),
  );
}

function isAllowed(
  list: RuleList,
  chains: ReadonlyMap<string, CompiledChain>,
  packet: Packet,
  direction: 'forward' | 'reply',
): boolean {
  const { answer } = judgePacket(list, chains, packet, direction);
  return answer === 'allowed' || answer === 'no-list';
}

/** The ends of a box by IP version, each as the one range that spans it. */
function familiesOf({ source, destination }: RuleBox): { source: AddressRange; destination: AddressRange }[] {
  return [
    ...(source.v4.length > 0 && destination.v4.length > 0
      ? [{ source: spanIpv4(source), destination: spanIpv4(destination) }]
      : []),
    ...(source.v6.length > 0 && destination.v6.length > 0
      ? [{ source: spanIpv6(source), destination: spanIpv6(destination) }]
      : []),
  ];
}

function spanIpv4({ v4 }: AddressRanges): AddressRange {
  return { family: 4, low: v4[0] as number, high: v4.at(-1) as number };
}

function spanIpv6({ v6 }: AddressRanges): AddressRange {
  return { family: 6, low: v6[0] as bigint, high: v6.at(-1) as bigint };
}

function spanOf(ports: RuleBox['ports']): NumberRange {
  return ports ? [ports[0]?.[0] ?? 0, ports.at(-1)?.[1] ?? HIGHEST_PORT] : [0, HIGHEST_PORT];
}
