import { hasPorts, ICMP, ICMPV6 } from '@scopemap/net';
import type { Flow } from '../flow.ts';
import { AddressTable, GROUP_ADDRESS, UNSPECIFIED_ADDRESS } from './address-table.ts';
import type { HalfColumns } from './half-columns.ts';
import {
  BATCH_HALVES,
  BOTH_IN_ONE,
  DENIED,
  kindOf,
  LAST_HALF,
  REPEATABLE,
  SAID_RECEIVER,
  SAID_SENDER,
  TIMED,
  TO_GROUP,
} from './half-flow-batch.ts';
import { HalfFlowTable } from './half-flow-table.ts';
import { HALF_EXTRAS, HalfValues } from './half-values.ts';
import { icmpMessage } from './icmp-message.ts';
import { ObservationPoints } from './observation-points.ts';
import { RecordMemory } from './record-memory.ts';

/** Values of firewallEvent (233): 0 says nothing, 3 is a refusal. */
const FIREWALL_IGNORE = 0;
const FIREWALL_DENIED = 3;

/** 1 for protocols with ports. */
const WITH_PORTS = Uint8Array.from({ length: 256 }, (_, protocol) => (hasPorts(protocol) ? 1 : 0));

export interface FlowIntakeOptions {
  readonly isBroadcast: (address: string) => boolean;
  /** Any 32 bits, best unknown to senders: it keeps them from choosing addresses that collide. */
  readonly seed: number;
  /** Records remembered to know repeated ones. */
  readonly maxRemembered: number;
}

/** Records by what became of them; see {@link WindowCounters}. */
interface IntakeCounters {
  flows: number;
  withoutAddress: number;
  withoutProtocol: number;
  unusable: number;
  empty: number;
}

/**
 * Where records come in, at full speed: each is taken apart into the halves that it tells of, which are added up in a table of
 * the window. Records come as values ({@link stage}) or as objects ({@link add}); both mean the same.
 */
export class FlowIntake {
  readonly addresses: AddressTable;
  readonly points: ObservationPoints;
  readonly table: HalfFlowTable;
  /** Fill it, then call {@link stage}. */
  readonly values = new HalfValues();
  #kind = 0;
  readonly counters: IntakeCounters = { flows: 0, withoutAddress: 0, withoutProtocol: 0, unusable: 0, empty: 0 };

  constructor({ isBroadcast, seed, maxRemembered }: FlowIntakeOptions) {
    this.addresses = new AddressTable(seed, isBroadcast);
    this.points = new ObservationPoints(seed);
    this.table = new HalfFlowTable(this.addresses, this.points, new RecordMemory(maxRemembered), seed);
  }

  /** Adds a flow; `received` (ms) stands in for the times that it does not have. */
  add(flow: Flow, received: number): void {
    const { values, addresses } = this;
    const { exporter, domain, srcAddr, dstAddr, extra } = flow;
    const { direction = null, inputIf = null, outputIf = null } = extra;
    values.source = srcAddr === null ? -1 : addresses.of(srcAddr);
    values.target = dstAddr === null ? -1 : addresses.of(dstAddr);
    values.sourcePort = flow.srcPort ?? -1;
    values.targetPort = flow.dstPort ?? -1;
    values.protocol = flow.protocol ?? -1;
    values.tcpFlags = flow.tcpFlags ?? -1;
    values.point = this.points.of({ exporter, domain, direction, inputIf, outputIf });
    values.packets = flow.packets ?? Number.NaN;
    values.octets = flow.octets ?? Number.NaN;
    values.start = flow.start ?? Number.NaN;
    values.end = flow.end ?? Number.NaN;
    values.received = received;
    values.hasExtras = true;
    for (const name of HALF_EXTRAS) values[name] = extra[name] ?? Number.NaN;
    this.stage();
  }

  /** Takes the record that lies in {@link values}. */
  stage(): void {
    const { values, counters } = this;
    counters.flows++;
    if (values.source < 0 || values.target < 0) counters.withoutAddress++;
    else if (values.protocol < 0) counters.withoutProtocol++;
    else if (values.hasExtras) this.#stageExtras();
    else if (saysNothing(values.packets, values.octets)) counters.empty++;
    else if (this.#isUsable())
      this.#stageHalf(values.packets, values.octets, this.#identify(Number.NaN, Number.NaN) | LAST_HALF);
  }

  /** Takes records that have no extras: what {@link stage} does with each, in one loop. */
  stageColumns(columns: HalfColumns): void {
    const { rows, source, target, point, sourcePort, targetPort, protocol, tcpFlags, received } = columns;
    const { packets, octets, start, end } = columns;
    const { counters, table } = this;
    const { batch } = table;
    const { traits } = this.addresses;
    counters.flows += rows;
    for (let row = 0; row < rows; row++) {
      const from = source[row] as number;
      const to = target[row] as number;
      const kind = protocol[row] as number;
      if (from < 0 || to < 0 || kind < 0 || WITH_PORTS[kind] !== 1) {
        counters.flows--;
        this.#stageRow(columns, row);
        continue;
      }
      const sent = packets[row] as number;
      const size = octets[row] as number;
      const ofSource = traits[from] as number;
      const ofTarget = traits[to] as number;
      if (saysNothing(sent, size)) counters.empty++;
      else if ((ofSource & GROUP_ADDRESS) !== 0 || ((ofSource | ofTarget) & UNSPECIFIED_ADDRESS) !== 0)
        counters.unusable++;
      else {
        const at = batch.rows++;
        const begin = start[row] as number;
        const last = end[row] as number;
        const first = or(or(begin, last), received);
        const timed = Number.isNaN(begin) ? 0 : Number.isNaN(last) ? TIMED : TIMED | REPEATABLE;
        batch.source[at] = from;
        batch.target[at] = to;
        batch.sourcePort[at] = sourcePort[row] as number;
        batch.targetPort[at] = targetPort[row] as number;
        batch.kind[at] = kind;
        batch.point[at] = point[row] as number;
        batch.tcpFlags[at] = tcpFlags[row] as number;
        batch.packets[at] = or(sent, 0);
        batch.octets[at] = or(size, 0);
        batch.first[at] = first;
        batch.last[at] = last > first ? last : first;
        batch.bits[at] = LAST_HALF | timed | (ofTarget & GROUP_ADDRESS ? TO_GROUP : 0);
        if (at >= BATCH_HALVES - 2) table.fold();
      }
    }
  }

  #stageRow(columns: HalfColumns, row: number): void {
    const { values } = this;
    values.source = columns.source[row] as number;
    values.target = columns.target[row] as number;
    values.point = columns.point[row] as number;
    values.sourcePort = columns.sourcePort[row] as number;
    values.targetPort = columns.targetPort[row] as number;
    values.protocol = columns.protocol[row] as number;
    values.tcpFlags = columns.tcpFlags[row] as number;
    values.packets = columns.packets[row] as number;
    values.octets = columns.octets[row] as number;
    values.start = columns.start[row] as number;
    values.end = columns.end[row] as number;
    values.received = columns.received;
    values.hasExtras = false;
    this.stage();
  }

  /** Adds up what was staged, so that the table holds all that came. */
  fold(): void {
    if (this.table.batch.rows > 0) this.table.fold();
  }

  #stageExtras(): void {
    const { values } = this;
    const event = !(values.firewallEvent === FIREWALL_IGNORE || Number.isNaN(values.firewallEvent));
    const packets = or(values.initiatorPackets, values.packets);
    const octets = or(values.initiatorOctets, values.octets);
    const reversePackets = or(or(values.responderPackets, values.reversePackets), 0);
    const reverseOctets = or(or(values.responderOctets, values.reverseOctets), 0);
    const isForward = event || !saysNothing(packets, octets);
    const isReverse = reversePackets !== 0 || reverseOctets !== 0;
    if (!isForward && !isReverse) this.counters.empty++;
    else if (this.#isUsable()) {
      values.start = or(values.start, values.eventTimeMs);
      values.end = or(values.end, values.eventTimeMs);
      const bits = oneOpener(this.#identify(values.icmpType, values.icmpCode) | originHints(values, event));
      if (isForward) this.#stageHalf(packets, octets, isReverse ? bits : bits | LAST_HALF);
      if (isReverse) {
        turnAround(values);
        this.#stageHalf(reversePackets, reverseOctets, turned(bits) | LAST_HALF);
      }
    }
  }

  /** False when the sender is no host, or an end is the unspecified address. */
  #isUsable(): boolean {
    const { source, target } = this.values;
    const { traits } = this.addresses;
    const from = traits[source] as number;
    const either = from | (traits[target] as number);
    if ((from & GROUP_ADDRESS) === 0 && (either & UNSPECIFIED_ADDRESS) === 0) return true;
    this.counters.unusable++;
    return false;
  }

  /** Sets what conversations are told apart by beside addresses; gives out the bits that come of that. */
  #identify(icmpType: number, icmpCode: number): number {
    const { values } = this;
    const { protocol } = values;
    const isToGroup = ((this.addresses.traits[values.target] as number) & GROUP_ADDRESS) !== 0;
    const bits = isToGroup ? TO_GROUP : 0;
    if (hasPorts(protocol)) {
      this.#kind = protocol;
      return bits;
    }
    const dstPort = values.targetPort < 0 ? null : values.targetPort;
    values.sourcePort = -1;
    values.targetPort = -1;
    if (protocol !== ICMP && protocol !== ICMPV6) {
      this.#kind = protocol;
      return bits;
    }
    const { kind, code, asks } = icmpMessage(protocol, octetOrNull(icmpType), octetOrNull(icmpCode), dstPort);
    this.#kind = kindOf({ protocol, icmpType: kind, icmpCode: code });
    return asks === null ? bits : bits | (asks ? SAID_SENDER : SAID_RECEIVER);
  }

  #stageHalf(packets: number, octets: number, bits: number): void {
    const { values } = this;
    const { batch } = this.table;
    const row = batch.rows++;
    const { start, end } = values;
    const first = or(or(start, end), values.received);
    const timed = Number.isNaN(start) ? 0 : Number.isNaN(end) ? TIMED : TIMED | REPEATABLE;
    batch.source[row] = values.source;
    batch.target[row] = values.target;
    batch.sourcePort[row] = values.sourcePort;
    batch.targetPort[row] = values.targetPort;
    batch.kind[row] = this.#kind;
    batch.point[row] = values.point;
    batch.tcpFlags[row] = values.tcpFlags;
    batch.packets[row] = or(packets, 0);
    batch.octets[row] = or(octets, 0);
    batch.first[row] = first;
    batch.last[row] = end > first ? end : first;
    batch.bits[row] = bits | timed;
    if (batch.rows >= BATCH_HALVES - 1 && (bits & LAST_HALF) !== 0) this.table.fold();
  }
}

/** Type and code of ICMP have one octet each (RFC 792, RFC 4443 2.1); a field that holds more says neither. */
function octetOrNull(value: number): number | null {
  return value >= 0 && value <= 255 ? value : null;
}

function or(value: number, otherwise: number): number {
  return Number.isNaN(value) ? otherwise : value;
}

/** Zero packets and zero octets, or one of them zero and the other absent. */
function saysNothing(packets: number, octets: number): boolean {
  return !(packets > 0 || octets > 0) && !(Number.isNaN(packets) && Number.isNaN(octets));
}

/** What the exporter itself says of who began, and whether it was refused. */
function originHints(values: HalfValues, isFirewallEvent: boolean): number {
  const { reversePackets, reverseOctets, initiatorPackets, initiatorOctets } = values;
  const hasReverse = !Number.isNaN(reversePackets) || !Number.isNaN(reverseOctets);
  const isEvent = isFirewallEvent || !Number.isNaN(initiatorOctets) || !Number.isNaN(initiatorPackets);
  let hints = hasReverse || isEvent ? BOTH_IN_ONE : 0;
  if (values.firewallEvent === FIREWALL_DENIED) hints |= DENIED;
  if (isEvent || values.biflowDirection === 1) hints |= SAID_SENDER;
  else if (values.biflowDirection === 2) hints |= SAID_RECEIVER;
  return hints;
}

/** The record as its receiver would tell it. */
function turnAround(values: HalfValues): void {
  const { source, target, sourcePort, targetPort } = values;
  values.source = target;
  values.target = source;
  values.sourcePort = targetPort;
  values.targetPort = sourcePort;
  values.tcpFlags = or(values.reverseTcpFlags, -1);
}

/** The bits of the other half. */
function turned(bits: number): number {
  const openers = (bits & SAID_SENDER ? SAID_RECEIVER : 0) | (bits & SAID_RECEIVER ? SAID_SENDER : 0);
  return (bits & ~(SAID_SENDER | SAID_RECEIVER)) | openers;
}

/** Where a record names both ends, the sender is who it means. */
function oneOpener(bits: number): number {
  return bits & SAID_SENDER ? bits & ~SAID_RECEIVER : bits;
}
