import { hasPorts, ICMP, ICMPV6 } from '@scopemap/net';
import type { Flow, FlowHints } from '../flow.ts';
import { addressScope, mayBeDirectedBroadcast } from './address-scope.ts';
import { type Conversation, type ConversationEnd, type Observation, observationOf } from './conversation.ts';
import { type HalfRecord, HalfRecords, MAX_DAYS } from './half-records.ts';
import { icmpMessage } from './icmp-message.ts';
import { ObservationPoints } from './observation-points.ts';
import { otherSide, type Side } from './side.ts';

/**
 * What became of a flow: it told something new of two hosts, or of a host and a group; it was there already; it said that
 * nothing was sent; or its sender is no host (a group, 0.0.0.0) or sends to no address.
 */
export type Admission = 'counted' | 'to-group' | 'duplicate' | 'empty' | 'unusable';

/** A flow whose addresses and protocol are present. */
export interface HostFlow extends Flow {
  readonly srcAddr: string;
  readonly dstAddr: string;
  readonly protocol: number;
}

/** Values of firewallEvent (233): 0 says nothing, 3 is a refusal. */
const FIREWALL_IGNORE = 0;
const FIREWALL_DENIED = 3;
const NOT_OBSERVED: readonly Observation[] = [];
/** Texts of addresses kept to be shared. */
const MAX_ADDRESSES = 100_000;
const UNSPECIFIED: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** Pairs halves, joins pieces, drops duplicates: conversations by their ends, in order of arrival. */
export class ConversationTable {
  readonly #conversations = new Map<string, Conversation>();
  readonly #points = new ObservationPoints();
  readonly #addresses = new Map<string, string>();
  readonly #isBroadcast: (address: string) => boolean;

  constructor(isBroadcast: (address: string) => boolean = () => false) {
    this.#isBroadcast = isBroadcast;
  }

  get size(): number {
    return this.#conversations.size;
  }

  values(): MapIterator<Conversation> {
    return this.#conversations.values();
  }

  get(key: string): Conversation | undefined {
    return this.#conversations.get(key);
  }

  /** Adds a flow to its conversation. `received` (ms) stands in for the times a record does not have. */
  add(flow: HostFlow, received: number): Admission {
    const point = this.#points.nameOf(flow);
    const forward = forwardRecord(flow, point, received);
    const reverse = reverseRecord(flow, point, received);
    if (!forward && !reverse) return 'empty';
    const icmp = flow.protocol === ICMP || flow.protocol === ICMPV6 ? icmpMessage(flow) : null;
    const sender = senderSide(flow);
    const conversation = this.#conversationOf(flow, sender, icmp ? icmp.kind : null);
    if (conversation.group === sender || !conversation.usable) return 'unusable';
    conversation.touched = true;
    const observation = observationOf(conversation, flow.exporter);
    noteOrigin(observation, flow, sender, icmp?.asks ?? null);
    let fresh = false;
    if (forward) fresh = halfOf(observation, sender).add(forward) || fresh;
    if (reverse) fresh = halfOf(observation, otherSide(sender)).add(reverse) || fresh;
    if (!fresh) return 'duplicate';
    return conversation.group === null ? 'counted' : 'to-group';
  }

  /** Begins a new window: forgets conversations without a record in the last `windows` ones, and the oldest beyond `bound`. */
  carry(windows: number, bound: number): void {
    for (const [key, conversation] of this.#conversations) {
      conversation.idle = conversation.touched ? 0 : conversation.idle + 1;
      conversation.touched = false;
      if (conversation.idle >= windows || lastsTooLong(conversation)) this.#conversations.delete(key);
      else if (conversation.idle === 0) endWindow(conversation);
    }
    for (const key of this.#conversations.keys()) {
      if (this.#conversations.size <= bound) break;
      this.#conversations.delete(key);
    }
  }

  #conversationOf(flow: HostFlow, sender: Side, icmpType: number | null): Conversation {
    const { srcAddr, dstAddr, protocol } = flow;
    const ports = hasPorts(protocol);
    const srcPort = ports ? flow.srcPort : null;
    const dstPort = ports ? flow.dstPort : null;
    const detail = icmpType === null ? protocol : `${protocol}.${icmpType}`;
    const key =
      sender === 'low'
        ? `${detail}|${srcAddr}|${srcPort}|${dstAddr}|${dstPort}`
        : `${detail}|${dstAddr}|${dstPort}|${srcAddr}|${srcPort}`;
    let conversation = this.#conversations.get(key);
    if (!conversation) {
      const source = { address: this.#sameText(srcAddr), port: srcPort };
      const target = { address: this.#sameText(dstAddr), port: dstPort };
      const [low, high] = sender === 'low' ? [source, target] : [target, source];
      conversation = this.#begin(key, protocol, low, high, icmpType);
      this.#conversations.set(key, conversation);
    }
    return conversation;
  }

  /** One text for each address, as every record brings its own. */
  #sameText(address: string): string {
    const known = this.#addresses.get(address);
    if (known !== undefined) return known;
    if (this.#addresses.size >= MAX_ADDRESSES) this.#addresses.clear();
    this.#addresses.set(address, address);
    return address;
  }

  #begin(
    key: string,
    protocol: number,
    low: ConversationEnd,
    high: ConversationEnd,
    icmpType: number | null,
  ): Conversation {
    const isGroup = ({ address }: ConversationEnd) => addressScope(address) === 'group' || this.#isBroadcast(address);
    const group = isGroup(low) ? 'low' : isGroup(high) ? 'high' : null;
    const usable = !UNSPECIFIED.has(low.address) && !UNSPECIFIED.has(high.address);
    return {
      key,
      protocol,
      low,
      high,
      icmpType,
      group,
      mayBeBroadcast: mayBeDirectedBroadcast(low.address) || mayBeDirectedBroadcast(high.address),
      usable,
      observations: NOT_OBSERVED,
      touched: false,
      idle: 0,
      counted: null,
      answer: null,
    };
  }
}

/** A conversation that fills its days begins anew: what it counted is given out, and its endpoints are known by then. */
function lastsTooLong({ observations }: Conversation): boolean {
  return observations.some(({ givenOut }) => givenOut !== null && givenOut.length >= MAX_DAYS);
}

function endWindow({ observations }: Conversation): void {
  for (const { low, high } of observations) {
    low?.endWindow();
    high?.endWindow();
  }
}

/** Ends are told apart by the text of the address, then by port; which of them is low means nothing. */
function senderSide({ srcAddr, dstAddr, srcPort, dstPort }: HostFlow): Side {
  if (srcAddr !== dstAddr) return srcAddr < dstAddr ? 'low' : 'high';
  return (srcPort ?? -1) <= (dstPort ?? -1) ? 'low' : 'high';
}

function halfOf(observation: Observation, side: Side): HalfRecords {
  let half = observation[side];
  if (!half) {
    half = new HalfRecords();
    observation[side] = half;
  }
  return half;
}

function isFirewallEvent({ firewallEvent }: FlowHints): boolean {
  return firewallEvent !== undefined && firewallEvent !== FIREWALL_IGNORE;
}

/** What the record's source sent; null when the record says that nothing was sent that way. */
function forwardRecord(flow: Flow, point: string, received: number): HalfRecord | null {
  const { extra } = flow;
  const packets = extra.initiatorPackets ?? flow.packets;
  const octets = extra.initiatorOctets ?? flow.octets;
  if (!isFirewallEvent(extra) && (packets ?? octets) !== null && !packets && !octets) return null;
  return recordOf(flow, point, received, packets ?? 0, octets ?? 0, flow.tcpFlags);
}

/** What the destination sent, by the same record (RFC 5103 reverse elements, responder counts); null without any. */
function reverseRecord(flow: Flow, point: string, received: number): HalfRecord | null {
  const { extra } = flow;
  const packets = extra.responderPackets ?? extra.reversePackets ?? 0;
  const octets = extra.responderOctets ?? extra.reverseOctets ?? 0;
  if (packets === 0 && octets === 0) return null;
  return recordOf(flow, point, received, packets, octets, extra.reverseTcpFlags ?? null);
}

function recordOf(
  { start, end, extra }: Flow,
  point: string,
  received: number,
  packets: number,
  octets: number,
  tcpFlags: number | null,
): HalfRecord {
  const event = extra.eventTimeMs ?? null;
  return { point, packets, octets, start: start ?? event, end: end ?? event, tcpFlags, received };
}

/** Keeps what the exporter itself says of who began, and whether it was refused. */
function noteOrigin(observation: Observation, flow: Flow, sender: Side, asks: boolean | null): void {
  const { extra } = flow;
  const hasReverse = extra.reversePackets !== undefined || extra.reverseOctets !== undefined;
  const isEvent = isFirewallEvent(extra) || extra.initiatorOctets !== undefined || extra.initiatorPackets !== undefined;
  if (hasReverse || isEvent) observation.bothInOne = true;
  if (extra.firewallEvent === FIREWALL_DENIED) observation.denied = true;
  if (isEvent || extra.biflowDirection === 1 || asks === true) say(observation, sender);
  else if (extra.biflowDirection === 2 || asks === false) say(observation, otherSide(sender));
}

function say(observation: Observation, initiator: Side): void {
  if (initiator === 'low') observation.saidLow = true;
  else observation.saidHigh = true;
}
