import { parseIp } from '@scopemap/net';
import type { DecodedMessage, DecodedRecord } from '../decoded-message.ts';
import type { FlowRecord } from '../flow-record.ts';
import type { TsharkRecord, TsharkValue } from './tshark-records.ts';

/** A record that only one of the two has, or a field in which they differ. */
export interface Difference {
  readonly capture: string;
  readonly packet: number;
  readonly set: number;
  readonly record: number;
  /** Of the message, with the problems that the decoder named. */
  readonly version: number | null;
  readonly problems: readonly string[];
  readonly field: string;
  readonly ours: string | null;
  /** What tshark shows under the names of that field. */
  readonly tshark: readonly string[];
}

export interface Explanation {
  readonly what: string;
  readonly why: string;
  readonly covers: (difference: Difference) => boolean;
}

const SINCE_START = 'since start';

/** Every way in which tshark 4.0 reads captures of real exporters differently; docs/codec.md has the same table. */
export const EXPLANATIONS: readonly Explanation[] = [
  {
    what: 'start and end of IPFIX records by elements 21 and 22',
    why: 'The IPFIX header has no uptime. tshark shows the time since the exporter started; we give the absolute time when the exporter told when it started (element 160), else null.',
    covers: ({ version, tshark }) =>
      version === 10 && tshark.length > 0 && tshark.every((text) => text.startsWith(SINCE_START)),
  },
  {
    what: 'start and end of records that state them twice',
    why: 'tshark shows the last of two elements, also when it is 0 (nProbe: 150 and 151); we take the element that is set up to be the better one.',
    covers: ({ field, tshark }) => (field === 'start' || field === 'end') && tshark.join() === '0',
  },
  {
    what: 'v5 datagrams whose count does not fit',
    why: 'tshark shows as many records as the bytes allow; we decode nothing of a message that contradicts itself and name the problem `count-does-not-fit`.',
    covers: ({ field, problems }) => field === 'record' && problems.includes('count-does-not-fit'),
  },
  {
    what: 'v9 datagrams whose count is too low',
    why: 'tshark stops after as many flowsets as the header counts; exporters count wrongly, so we read to the end of the datagram.',
    covers: ({ version, field, ours }) => version === 9 && field === 'record' && ours === 'decoded',
  },
  {
    what: 'templates of records without a byte',
    why: 'tshark shows one empty record; we decode none and name the problem `template-record-length-0`.',
    covers: ({ field, problems }) => field === 'record' && problems.includes('template-record-length-0'),
  },
];

/** The explanation of a difference, or null. */
export function explain(difference: Difference): Explanation | null {
  return EXPLANATIONS.find(({ covers }) => covers(difference)) ?? null;
}

type Text = (value: TsharkValue, record: TsharkRecord) => string;

const number: Text = ({ hex }) => (hex === '' ? '' : BigInt(`0x${hex}`).toString());
const shown: Text = ({ show }) => show;
const address: Text = ({ hex }) => hex;
/** Nanoseconds are more than a Date holds. */
const date: Text = ({ show }) => String(Date.parse(show.replace(/(\.\d{3})\d*/, '$1')));
/** Relative to the start of the exporter; the difference to its clock has 32 bits. */
const uptime: Text = ({ show, hex }, { exportSeconds, exportNanoseconds, sysUptime }) =>
  Number.isNaN(sysUptime)
    ? `${SINCE_START} ${show}`
    : String(exportSeconds * 1000 + Math.floor(exportNanoseconds / 1e6) - ((sysUptime - Number.parseInt(hex, 16)) | 0));

type Names = Readonly<Record<string, Text>>;

const SOURCE: Names = { 'cflow.srcaddr': address, 'cflow.srcaddrv6': address };
const NAT_SOURCE: Names = {
  'cflow.post_natsource_ipv4_address': address,
  'cflow.post_nat_source_ipv6_address': address,
};
const NAT_DESTINATION: Names = {
  'cflow.post_natdestination_ipv4_address': address,
  'cflow.post_nat_destination_ipv6_address': address,
};
const DESTINATION: Names = { 'cflow.dstaddr': address, 'cflow.dstaddrv6': address };

/** Our field, its text, and the fields of tshark that say the same. */
const FIELDS: readonly [name: string, value: (flow: FlowRecord) => string | number | null | undefined, names: Names][] =
  [
    ['srcAddr', ({ srcAddr }) => addressHex(srcAddr), SOURCE],
    ['dstAddr', ({ dstAddr }) => addressHex(dstAddr), DESTINATION],
    ['srcPort', ({ srcPort }) => srcPort, { 'cflow.srcport': number }],
    ['dstPort', ({ dstPort }) => dstPort, { 'cflow.dstport': number }],
    ['protocol', ({ protocol }) => protocol, { 'cflow.protocol': number }],
    ['tcpFlags', ({ tcpFlags }) => tcpFlags, { 'cflow.tcpflags': number }],
    ['octets', ({ octets }) => octets, { 'cflow.octets': number, 'cflow.permanent_octets': number }],
    ['packets', ({ packets }) => packets, { 'cflow.packets': number, 'cflow.permanent_packets': number }],
    ['inputIf', ({ extra }) => extra.inputIf, { 'cflow.inputint': number }],
    ['outputIf', ({ extra }) => extra.outputIf, { 'cflow.outputint': number }],
    ['direction', ({ extra }) => extra.direction, { 'cflow.direction': number }],
    ['flowEndReason', ({ extra }) => extra.flowEndReason, { 'cflow.flow_end_reason': number }],
    ['firewallEvent', ({ extra }) => extra.firewallEvent, { 'cflow.firewall_event': number }],
    ['natEvent', ({ extra }) => extra.natEvent, { 'cflow.nat_event': number }],
    ['biflowDirection', ({ extra }) => extra.biflowDirection, { 'cflow.biflow_direction': number }],
    ['initiatorOctets', ({ extra }) => extra.initiatorOctets, { 'cflow.initiator_octets': number }],
    ['responderOctets', ({ extra }) => extra.responderOctets, { 'cflow.responder_octets': number }],
    ['initiatorPackets', ({ extra }) => extra.initiatorPackets, { 'cflow.initiator_packets': number }],
    ['responderPackets', ({ extra }) => extra.responderPackets, { 'cflow.responder_packets': number }],
    ['natSrcAddr', ({ extra }) => addressHex(extra.natSrcAddr), NAT_SOURCE],
    ['natDstAddr', ({ extra }) => addressHex(extra.natDstAddr), NAT_DESTINATION],
    ['natSrcPort', ({ extra }) => extra.natSrcPort, { 'cflow.post_naptsource_transport_port': number }],
    ['natDstPort', ({ extra }) => extra.natDstPort, { 'cflow.post_naptdestination_transport_port': number }],
    ['srcMac', ({ extra }) => extra.srcMac, { 'cflow.srcmac': shown, 'cflow.post_srcmac': shown }],
    ['dstMac', ({ extra }) => extra.dstMac, { 'cflow.dstmac': shown, 'cflow.post_dstmac': shown }],
    ['vlan', ({ extra }) => extra.vlan, { 'cflow.vlanid': number, 'cflow.dot1q_vlan_id': number }],
    ['start', ({ start }) => start, { 'cflow.timestart': uptime, 'cflow.abstimestart': date }],
    ['end', ({ end }) => end, { 'cflow.timeend': uptime, 'cflow.abstimeend': date }],
  ];

function addressHex(text: string | null | undefined): string | null {
  const bytes = text ? parseIp(text) : null;
  return bytes && Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Holds records of the same place against each other, field by field, both ways; `captures` names each packet's. */
export function compareWithTshark(
  captures: readonly string[],
  ours: readonly DecodedMessage[],
  theirs: readonly TsharkRecord[],
): { compared: number; found: Difference[] } {
  const place = ({ packet, set, record }: { packet: number; set: number; record: number }) =>
    `${packet} ${set} ${record}`;
  const seen = new Map(theirs.map((record) => [place(record), record]));
  const contextOf = (i: number) => {
    const { version = null, problems = [] } = ours[i] ?? {};
    return { capture: captures[i] as string, packet: i + 1, version, problems: problems.map(({ code }) => code) };
  };
  const found: Difference[] = [];
  let compared = 0;
  for (const [i, message] of ours.entries()) {
    const at = contextOf(i);
    for (const record of message.records.filter(({ late }) => !late)) {
      const theirRecord = seen.get(place({ ...record, packet: i + 1 }));
      const where = { ...at, set: record.set, record: record.record };
      if (theirRecord) found.push(...compareRecord(where, record, theirRecord));
      else found.push({ ...where, field: 'record', ours: 'decoded', tshark: [] });
      compared++;
      seen.delete(place({ ...record, packet: i + 1 }));
    }
    for (const options of message.options) seen.delete(place({ ...options, packet: i + 1 }));
  }
  for (const { packet, set, record } of seen.values()) {
    const where = { ...contextOf(packet - 1), set, record };
    found.push({ ...where, field: 'record', ours: null, tshark: ['decoded'] });
  }
  return { compared, found };
}

function compareRecord(
  where: Omit<Difference, 'field' | 'ours' | 'tshark'>,
  { flow }: DecodedRecord,
  theirs: TsharkRecord,
): Difference[] {
  return FIELDS.flatMap(([field, value, names]) => {
    const read = value(flow) ?? null;
    const ours = read === null ? null : String(read);
    const tshark = Object.entries(names).flatMap(([name, text]) =>
      (theirs.values.get(name) ?? []).map((each) => text(each, theirs)),
    );
    const same = ours === null ? tshark.length === 0 : tshark.includes(ours);
    return same ? [] : [{ ...where, field, ours, tshark }];
  });
}
