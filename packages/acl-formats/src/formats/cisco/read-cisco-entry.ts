import { ICMP, ICMPV6, protocolNumber, TCP, UDP } from '@scopemap/net';
import { type AddressSet, addressSet } from '../../model/address-set.ts';
import { ALLOW, DENY, type RuleAction, type RuleParts, type TcpFlagMatch } from '../../model/rule.ts';
import {
  ANY_SERVICE,
  type IcmpMessage,
  type NumberRange,
  protocolService,
  type ServiceMatch,
} from '../../model/service-match.ts';
import { icmpMessage } from '../../text/icmp-names.ts';
import { NotUnderstood } from '../../text/not-understood.ts';
import { hostTerm } from '../../text/read-address.ts';
import type { Words } from '../../text/words.ts';
import type { CiscoDialect } from './cisco-dialect.ts';
import type { CiscoObjects } from './cisco-objects.ts';
import { readCiscoAddress } from './read-cisco-address.ts';
import { portGroup, readCiscoPorts } from './read-cisco-ports.ts';

/** An entry of an access list as far as it was understood; `why` is null when all of it was. */
export interface CiscoEntry {
  readonly action: RuleAction | null;
  readonly parts: RuleParts;
  readonly why: string | null;
}

/** What is filled in while the words of an entry are read. */
interface Draft {
  action: RuleAction | null;
  source?: AddressSet;
  destination?: AddressSet;
  services?: readonly ServiceMatch[];
  sourcePorts: readonly NumberRange[] | null;
  destinationPorts: readonly NumberRange[] | null;
  icmp: readonly IcmpMessage[] | null;
  tcpEstablished: boolean;
  tcpFlags: TcpFlagMatch | null;
  active: boolean;
  log: boolean;
  readonly conditions: string[];
}

/** Reads `permit|deny PROTOCOL SOURCE [PORTS] DESTINATION [PORTS] [OPTIONS]`, or the standard form with a source alone. */
export function readCiscoEntry(
  words: Words,
  form: 'extended' | 'standard',
  dialect: CiscoDialect,
  objects: CiscoObjects,
): CiscoEntry {
  const draft: Draft = {
    action: null,
    sourcePorts: null,
    destinationPorts: null,
    icmp: null,
    tcpEstablished: false,
    tcpFlags: null,
    active: true,
    log: false,
    conditions: [],
  };
  try {
    draft.action = readAction(words);
    if (form === 'standard') readStandard(words, draft, dialect, objects);
    else readExtended(words, draft, dialect, objects);
    while (!words.done) readOption(words, draft, dialect);
    return { action: draft.action, parts: partsOf(draft), why: null };
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    draft.conditions.push(`not understood: ${error.message}`);
    return { action: draft.action, parts: partsOf(draft), why: error.message };
  }
}

function readAction(words: Words): RuleAction {
  const word = words.take('permit or deny');
  if (word === 'permit') return ALLOW;
  if (word === 'deny') return DENY;
  throw new NotUnderstood(`"${word}" is neither permit nor deny`);
}

/** A standard entry names sources only; an address without a mask is one host. */
function readStandard(words: Words, draft: Draft, dialect: CiscoDialect, objects: CiscoObjects): void {
  const host = hostTerm(words.peek());
  if (host && !/^[0-9./]+$/.test(words.peekSecond())) {
    words.take('an address');
    draft.source = addressSet([host]);
  } else draft.source = readCiscoAddress(words, dialect, objects);
}

function readExtended(words: Words, draft: Draft, dialect: CiscoDialect, objects: CiscoObjects): void {
  draft.services = readProtocol(words, dialect, objects);
  draft.source = readCiscoAddress(words, dialect, objects);
  draft.sourcePorts = readPorts(words, draft, objects);
  draft.destination = readCiscoAddress(words, dialect, objects);
  draft.destinationPorts = readPorts(words, draft, objects);
  readIcmp(words, draft, objects);
}

/** Protocol keywords of Cisco that are no names of IANA, and those for all of IP. */
const PROTOCOLS: Readonly<Record<string, number | null>> = {
  ip: null,
  ipv4: null,
  ipv6: null,
  ahp: 51,
  icmp6: ICMPV6,
  igrp: 9,
  ipinip: 4,
  ipsec: 50,
  nos: 4,
  pcp: 108,
  pptp: 47,
  snp: 109,
};

/** Number of a protocol keyword; null for all of IP, undefined when it is none. */
export function ciscoProtocol(word: string): number | null | undefined {
  if (Object.hasOwn(PROTOCOLS, word)) return PROTOCOLS[word];
  return protocolNumber(word) ?? undefined;
}

function readProtocol(words: Words, dialect: CiscoDialect, objects: CiscoObjects): readonly ServiceMatch[] {
  const word = words.take('a protocol');
  if (word === 'object-group' || word === 'object')
    return objects.serviceMatches(words.take(`the name of the ${word}`));
  const protocol = word === 'icmp' ? dialect.icmp : ciscoProtocol(word);
  if (protocol === undefined) throw new NotUnderstood(`"${word}" is no protocol`);
  return [protocol === null ? ANY_SERVICE : protocolService(protocol)];
}

function readPorts(words: Words, { services = [] }: Draft, objects: CiscoObjects): readonly NumberRange[] | null {
  const ports = readCiscoPorts(words, objects);
  if (ports) return ports;
  const name = words.peekSecond();
  const group = words.peek() === 'object-group' && objects.ports.has(name) && !objects.addresses.has(name);
  if (!group || !services.some(({ protocols }) => protocols?.some(([first]) => first === TCP || first === UDP)))
    return null;
  words.take('object-group');
  return portGroup(words.take('the name of the group'), objects);
}

function readIcmp(words: Words, draft: Draft, objects: CiscoObjects): void {
  const protocol = draft.services?.[0]?.protocols?.[0]?.[0];
  if (protocol !== ICMP && protocol !== ICMPV6) return;
  if (words.peek() === 'object-group' && objects.icmpTypes.has(words.peekSecond())) {
    words.take('object-group');
    const { members, missing } = objects.icmpTypes.resolve(words.take('the name of the group'));
    if (missing.length > 0) throw new NotUnderstood(`the ICMP group ${missing[0]} is not defined`);
    draft.icmp = members;
    return;
  }
  const version = protocol === ICMP ? 4 : 6;
  const code = /^[0-9]+$/.test(words.peek()) && /^[0-9]+$/.test(words.peekSecond()) ? `/${words.peekSecond()}` : '';
  const message = icmpMessage(words.peek() + code, version);
  if (!message) return;
  words.take('an ICMP message');
  if (code) words.take('an ICMP code');
  draft.icmp = [message];
}

function readOption(words: Words, draft: Draft, dialect: CiscoDialect): void {
  const word = words.take('an option');
  if (word === 'log' || word === 'log-input') {
    draft.log = true;
    if (dialect.name === 'asa') skipLogLevel(words);
    else if (/^[A-Z0-9_-]+$/.test(words.peek())) words.take('a cookie');
  } else if (word === 'established') draft.tcpEstablished = true;
  else if (word === 'inactive') draft.active = false;
  else if (word === 'time-range') draft.conditions.push(`time-range ${words.take('its name')} is not evaluated`);
  else if (word === 'fragments') draft.conditions.push('"fragments" is not evaluated');
  else if (word === 'match-all') draft.tcpFlags = readFlags(words);
  else if (VALUE_OPTIONS.has(word)) draft.conditions.push(`"${word} ${words.take('its value')}" is not evaluated`);
  else throw new NotUnderstood(`"${word}"`);
}

/** Options with one value that ask for what no flow tells. */
const VALUE_OPTIONS: ReadonlySet<string> = new Set([
  'dscp',
  'precedence',
  'tos',
  'option',
  'packet-length',
  'flow-label',
]);

const LEVELS =
  /^(?:[0-7]|alerts|critical|debugging|disable|default|emergencies|errors|informational|notifications|warnings)$/;

function skipLogLevel(words: Words): void {
  if (LEVELS.test(words.peek())) words.take('a level');
  if (words.takeIf('interval')) words.take('seconds');
}

const FLAG_BITS: Readonly<Record<string, number>> = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32 };

/** `match-all +syn -ack`: every named flag set or clear. */
function readFlags(words: Words): TcpFlagMatch {
  let mask = 0;
  let value = 0;
  for (;;) {
    const flag = /^([+-])(fin|syn|rst|psh|ack|urg)$/.exec(words.peek());
    if (!flag) return { mask, value, negated: false };
    words.take('a flag');
    const bit = FLAG_BITS[flag[2] as string] as number;
    mask |= bit;
    if (flag[1] === '+') value |= bit;
  }
}

function partsOf(draft: Draft): RuleParts {
  const { source, destination, services, sourcePorts, destinationPorts, icmp, tcpEstablished, tcpFlags } = draft;
  const restricted = services?.map((service) => ({
    ...service,
    sourcePorts: sourcePorts ?? service.sourcePorts,
    destinationPorts: destinationPorts ?? service.destinationPorts,
    icmp: icmp ?? service.icmp,
  }));
  return {
    ...(source ? { source } : {}),
    ...(destination ? { destination } : {}),
    ...(restricted ? { services: restricted } : {}),
    tcpEstablished,
    tcpFlags,
    active: draft.active,
    log: draft.log,
    conditions: draft.conditions,
  };
}
