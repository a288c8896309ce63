import { parseIp } from '@scopemap/net';
import type { FlowExtra } from '../flow-record.ts';
import type { ExportedFlow } from './exporter-options.ts';
import type { FieldSpecifier, FieldValue } from './field-specifier.ts';
import { uptimeOf } from './uptime.ts';

/** What a value may depend on besides its flow. */
export interface ExportMoment {
  readonly version: 9 | 10;
  readonly bootTime: number;
  /** Time that the message header says, in milliseconds. */
  readonly headerTime: number;
}

/** One element that the exporter can send: present in a record exactly when `value` is not null. */
export interface ExportedElement extends FieldSpecifier {
  readonly value: (flow: ExportedFlow, moment: ExportMoment) => FieldValue | null;
}

type NumberKey = { [K in keyof FlowExtra]-?: NonNullable<FlowExtra[K]> extends number ? K : never }[keyof FlowExtra];
type TextKey = { [K in keyof FlowExtra]-?: NonNullable<FlowExtra[K]> extends string ? K : never }[keyof FlowExtra];

/** Enterprise of reverse information elements (RFC 5103 section 6.1). */
const REVERSE = 29_305;

/** Null when the address is of the other IP version. */
function addressOf(text: string | null | undefined, length: number): Uint8Array | null {
  if (text === null || text === undefined || text.includes(':') !== (length === 16)) return null;
  const bytes = parseIp(text);
  if (!bytes) throw new RangeError(`${text} is not an IP address`);
  return bytes;
}

function macBytes(text: string): Uint8Array {
  const octets = text.split(':').map((part) => Number.parseInt(part, 16));
  if (octets.length !== 6 || !octets.every((octet) => octet >= 0 && octet <= 255)) {
    throw new RangeError(`${text} is not a MAC address`);
  }
  return Uint8Array.from(octets);
}

function core(
  id: number,
  length: number,
  key: 'srcPort' | 'dstPort' | 'protocol' | 'octets' | 'packets',
): ExportedElement {
  return { id, length, value: (flow) => flow[key] ?? null };
}

function address(id: number, length: number, key: 'srcAddr' | 'dstAddr'): ExportedElement {
  return { id, length, value: (flow) => addressOf(flow[key], length) };
}

function extra(id: number, length: number, key: NumberKey): ExportedElement {
  return { id, length, value: (flow) => flow.extra?.[key] ?? null };
}

function extraAddress(id: number, length: number, key: TextKey): ExportedElement {
  return { id, length, value: (flow) => addressOf(flow.extra?.[key], length) };
}

function extraMac(id: number, key: TextKey): ExportedElement {
  return { id, length: 6, value: (flow) => (flow.extra?.[key] === undefined ? null : macBytes(flow.extra[key])) };
}

/** ICMP has one pair of elements per IP version. */
function icmp(id: number, key: 'icmpType' | 'icmpCode', ipv6: boolean): ExportedElement {
  return {
    id,
    length: 1,
    value: (flow) => ((flow.srcAddr ?? '').includes(':') === ipv6 ? (flow.extra?.[key] ?? null) : null),
  };
}

/** v9 has no element for absolute times that its exporters use: 22/21 relative to the boot. */
function uptime(id: number, key: 'start' | 'end'): ExportedElement {
  return {
    id,
    length: 4,
    value: (flow, { version, bootTime, headerTime }) => {
      const time = flow[key] ?? null;
      return version !== 9 || time === null ? null : uptimeOf(time, bootTime, headerTime);
    },
  };
}

function milliseconds(id: number, key: 'start' | 'end'): ExportedElement {
  return {
    id,
    length: 8,
    value: (flow, { version }) => {
      const time = flow[key] ?? null;
      return version !== 10 || time === null ? null : Math.floor(time);
    },
  };
}

/** v9 has 8 bits of TCP flags, IPFIX 16. */
function tcpFlags(length: 1 | 2): ExportedElement {
  return {
    id: 6,
    length,
    value: (flow, { version }) => {
      const flags = flow.tcpFlags ?? null;
      if (flags === null || (version === 9) !== (length === 1)) return null;
      return length === 1 ? flags & 0xff : flags;
    },
  };
}

/** Every element that the exporter can send, in the order of its templates. */
export const EXPORTED_ELEMENTS: readonly ExportedElement[] = [
  address(8, 4, 'srcAddr'),
  address(12, 4, 'dstAddr'),
  address(27, 16, 'srcAddr'),
  address(28, 16, 'dstAddr'),
  core(7, 2, 'srcPort'),
  core(11, 2, 'dstPort'),
  core(4, 1, 'protocol'),
  tcpFlags(1),
  tcpFlags(2),
  core(1, 8, 'octets'),
  core(2, 8, 'packets'),
  uptime(22, 'start'),
  uptime(21, 'end'),
  milliseconds(152, 'start'),
  milliseconds(153, 'end'),
  icmp(176, 'icmpType', false),
  icmp(177, 'icmpCode', false),
  icmp(178, 'icmpType', true),
  icmp(179, 'icmpCode', true),
  extraAddress(225, 4, 'natSrcAddr'),
  extraAddress(226, 4, 'natDstAddr'),
  extraAddress(281, 16, 'natSrcAddr'),
  extraAddress(282, 16, 'natDstAddr'),
  extra(227, 2, 'natSrcPort'),
  extra(228, 2, 'natDstPort'),
  extra(23, 8, 'octetsOut'),
  extra(24, 8, 'packetsOut'),
  extra(231, 8, 'initiatorOctets'),
  extra(232, 8, 'responderOctets'),
  extra(298, 8, 'initiatorPackets'),
  extra(299, 8, 'responderPackets'),
  { ...extra(1, 8, 'reverseOctets'), enterprise: REVERSE },
  { ...extra(2, 8, 'reversePackets'), enterprise: REVERSE },
  { ...extra(6, 2, 'reverseTcpFlags'), enterprise: REVERSE },
  extra(239, 1, 'biflowDirection'),
  extra(233, 1, 'firewallEvent'),
  extra(61, 1, 'direction'),
  extra(136, 1, 'flowEndReason'),
  extra(323, 8, 'eventTimeMs'),
  extra(10, 4, 'inputIf'),
  extra(14, 4, 'outputIf'),
  extra(58, 2, 'vlan'),
  extra(59, 2, 'postVlan'),
  extraMac(56, 'srcMac'),
  extraMac(80, 'dstMac'),
];
