import { ICMP, ICMPV6, protocolNumber } from '@scopemap/net';
import { type AddressSet, addressSet } from '../../model/address-set.ts';
import type { PlaceSet, TcpFlagMatch, TrackedState } from '../../model/rule.ts';
import {
  complement,
  HIGHEST_PORT,
  type IcmpMessage,
  mergeRanges,
  type NumberRange,
} from '../../model/service-match.ts';
import { icmpMessage } from '../../text/icmp-names.ts';
import { field, textField } from '../../text/json-fields.ts';
import { NotUnderstood } from '../../text/not-understood.ts';
import type { JsonNode } from '../../text/parse-json-lines.ts';
import { portNumber } from '../../text/port-names.ts';
import { type NftSets, nftAddress, nftNumbers, nftValues } from './nft-values.ts';

/** What the expressions of a rule restrict. */
export interface NftDraft {
  source?: AddressSet;
  destination?: AddressSet;
  protocols?: readonly NumberRange[];
  sourcePorts?: readonly NumberRange[];
  destinationPorts?: readonly NumberRange[];
  icmp?: readonly IcmpMessage[];
  states?: readonly TrackedState[];
  tcpFlags?: TcpFlagMatch;
  from?: PlaceSet;
  to?: PlaceSet;
}

const ANY_IPV4 = addressSet([{ kind: 'prefix', prefix: '0.0.0.0/0' }]);
const ANY_IPV6 = addressSet([{ kind: 'prefix', prefix: '::/0' }]);

/** Restricts a draft by one match expression. Throws {@link NotUnderstood}. */
export function readNftMatch(match: JsonNode, table: string, sets: NftSets, draft: NftDraft): void {
  const left = field(match, 'left');
  const right = field(match, 'right');
  if (!left || !right) throw new NotUnderstood('a match without two sides');
  restrict(draft, left, textField(match, 'op') ?? '==', right, table, sets);
}

/** Restricts a draft by `left op right`; also used for the keys of verdict maps. */
export function restrict(
  draft: NftDraft,
  left: JsonNode,
  op: string,
  right: JsonNode,
  table: string,
  sets: NftSets,
): void {
  const negated = op === '!=';
  const key = keyOf(left);
  if (key === 'tcp flags') {
    once(draft, 'tcpFlags', readFlags(left, op, right));
    return;
  }
  const values = () => {
    try {
      return nftValues(right, table, sets);
    } catch (error) {
      // Whatever the set holds, the header names the IP version.
      if (key.startsWith('ip ')) draft.source ??= ANY_IPV4;
      if (key.startsWith('ip6 ')) draft.source ??= ANY_IPV6;
      throw error;
    }
  };
  if (key === 'ip saddr' || key === 'ip6 saddr') once(draft, 'source', addresses(values(), op));
  else if (key === 'ip daddr' || key === 'ip6 daddr') once(draft, 'destination', addresses(values(), op));
  else if (/^(?:ip protocol|ip6 nexthdr|meta l4proto)$/.test(key))
    restrictProtocols(draft, numbers(values(), op, 255, nftProtocol));
  else if (/^(?:tcp|udp|sctp|dccp|udplite|th) [sd]port$/.test(key)) readPorts(draft, key, values(), op);
  else if (/^icmp(?:v6)? type$/.test(key)) readIcmp(draft, key, values(), op);
  else if (key === 'ct state') once(draft, 'states', states(values(), negated, op));
  else if (/^meta iif(?:name)?$/.test(key)) once(draft, 'from', places(values(), op));
  else if (/^meta oif(?:name)?$/.test(key)) once(draft, 'to', places(values(), op));
  else if (key === 'meta nfproto') restrictFamily(draft, values(), op);
  else throw new NotUnderstood(`"${key}"`);
}

/** `protocol field` of a payload expression, `meta key` or `ct key`. */
function keyOf(left: JsonNode): string {
  const masked = field(left, '&');
  const payload = field(masked?.kind === 'array' ? masked.items[0] : left, 'payload');
  if (payload) return `${textField(payload, 'protocol')} ${textField(payload, 'field')}`;
  const meta = field(left, 'meta');
  if (meta) return `meta ${textField(meta, 'key')}`;
  const ct = field(left, 'ct');
  if (ct && field(ct, 'dir') === undefined) return `ct ${textField(ct, 'key')}`;
  return left.kind === 'object' ? [...left.fields.keys()].join(' ') : 'expression';
}

function once<Key extends keyof NftDraft>(draft: NftDraft, key: Key, value: NonNullable<NftDraft[Key]>): void {
  if (draft[key] !== undefined) throw new NotUnderstood(`a second restriction of ${key}`);
  draft[key] = value;
}

function addresses(values: readonly JsonNode[], op: string): AddressSet {
  if (op !== '==' && op !== '!=' && op !== 'in') throw new NotUnderstood(`the operator ${op} on addresses`);
  return addressSet(values.map(nftAddress), op === '!=');
}

function numbers(
  values: readonly JsonNode[],
  op: string,
  highest: number,
  read: (text: string) => number | null,
): readonly NumberRange[] {
  const ranges = values.map((value) => nftNumbers(value, read));
  const [first] = ranges;
  if (op === '==' || op === 'in') return ranges;
  if (op === '!=') return complement(ranges, highest);
  if (!first || ranges.length > 1) throw new NotUnderstood(`the operator ${op}`);
  if (op === '<') return first[0] > 0 ? [[0, first[0] - 1]] : [];
  if (op === '<=') return [[0, first[0]]];
  if (op === '>') return first[0] < highest ? [[first[0] + 1, highest]] : [];
  if (op === '>=') return [[first[0], highest]];
  throw new NotUnderstood(`the operator ${op}`);
}

function nftProtocol(text: string): number | null {
  return text === 'icmpv6' ? ICMPV6 : protocolNumber(text);
}

/** Several expressions of one rule may restrict the protocol; all of them hold. */
function restrictProtocols(draft: NftDraft, ranges: readonly NumberRange[]): void {
  const before = draft.protocols;
  draft.protocols = before
    ? complement([...complement(before, 255), ...complement(ranges, 255)], 255)
    : mergeRanges(ranges);
}

function readPorts(draft: NftDraft, key: string, values: readonly JsonNode[], op: string): void {
  const [name = '', side] = key.split(' ');
  const protocol = name === 'th' ? null : protocolNumber(name);
  if (protocol !== null) restrictProtocols(draft, [[protocol, protocol]]);
  once(draft, side === 'sport' ? 'sourcePorts' : 'destinationPorts', numbers(values, op, HIGHEST_PORT, portNumber));
}

function readIcmp(draft: NftDraft, key: string, values: readonly JsonNode[], op: string): void {
  if (op !== '==' && op !== 'in') throw new NotUnderstood(`the operator ${op} on ICMP types`);
  const version = key === 'icmp type' ? 4 : 6;
  const messages = values.map((value) => {
    const text = value.kind === 'string' ? value.value : value.kind === 'number' ? String(value.value) : '';
    const message = icmpMessage(text, version);
    if (!message) throw new NotUnderstood(`the ICMP type ${text}`);
    return message;
  });
  const protocol = version === 4 ? ICMP : ICMPV6;
  restrictProtocols(draft, [[protocol, protocol]]);
  once(draft, 'icmp', messages);
}

const STATES: readonly TrackedState[] = ['new', 'established', 'related', 'invalid', 'untracked'];

function states(values: readonly JsonNode[], negated: boolean, op: string): readonly TrackedState[] {
  if (op !== '==' && op !== '!=' && op !== 'in') throw new NotUnderstood(`the operator ${op} on states`);
  const named = values.map((value) => {
    const state = STATES.find((each) => value.kind === 'string' && value.value === each);
    if (!state) throw new NotUnderstood('a state that is no name');
    return state;
  });
  return STATES.filter((state) => named.includes(state) !== negated);
}

function places(values: readonly JsonNode[], op: string): PlaceSet {
  if (op !== '==' && op !== '!=' && op !== 'in') throw new NotUnderstood(`the operator ${op} on interfaces`);
  const names = values.map((value) => {
    if (value.kind !== 'string') throw new NotUnderstood('an interface that is no name');
    return value.value;
  });
  return { names, negated: op === '!=' };
}

function restrictFamily(draft: NftDraft, values: readonly JsonNode[], op: string): void {
  const [value] = values;
  const name = value?.kind === 'string' ? value.value : '';
  if (op !== '==' || values.length !== 1 || !/^ipv[46]$/.test(name)) throw new NotUnderstood('"meta nfproto"');
  // Where an address is named already, it has the family.
  draft.source ??= name === 'ipv4' ? ANY_IPV4 : ANY_IPV6;
}

const FLAGS: Readonly<Record<string, number>> = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32 };

/** `tcp flags & (fin | syn | rst | ack) == syn`; other forms are not understood. */
function readFlags(left: JsonNode, op: string, right: JsonNode): TcpFlagMatch {
  const masked = field(left, '&');
  const mask = masked?.kind === 'array' ? masked.items[1] : undefined;
  if (!mask || (op !== '==' && op !== '!=')) throw new NotUnderstood('"tcp flags" without a mask');
  return { mask: flagBits(mask), value: flagBits(right), negated: op === '!=' };
}

function flagBits(node: JsonNode): number {
  if (node.kind === 'number') return node.value;
  if (node.kind === 'string' && Object.hasOwn(FLAGS, node.value)) return FLAGS[node.value] as number;
  const joined = field(node, '|');
  const parts = node.kind === 'array' ? node.items : joined?.kind === 'array' ? joined.items : null;
  if (!parts) throw new NotUnderstood('flags of another form');
  return parts.reduce((bits, part) => bits | flagBits(part), 0);
}
