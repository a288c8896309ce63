import { ANY_SERVICE, protocolService, type ServiceMatch } from '../../model/service-match.ts';
import { icmpMessage } from '../../text/icmp-names.ts';
import { NotUnderstood } from '../../text/not-understood.ts';
import { rangeTerm } from '../../text/read-address.ts';
import { type Words, wordsOf } from '../../text/words.ts';
import type { CiscoDialect } from './cisco-dialect.ts';
import { CiscoObjects } from './cisco-objects.ts';
import { readHost, readNetwork } from './read-cisco-address.ts';
import { ciscoProtocol } from './read-cisco-entry.ts';
import { readCiscoPorts, readOperator } from './read-cisco-ports.ts';

/** The object or group whose lines are being read. */
interface Section {
  readonly kind: 'network' | 'service' | 'ports' | 'protocol' | 'icmp-type' | 'other';
  readonly name: string;
}

export interface CiscoObjectLines {
  readonly objects: CiscoObjects;
  /** Indexes of the lines that belong to objects. */
  readonly taken: ReadonlySet<number>;
  readonly unread: readonly { readonly line: number; readonly text: string; readonly why: string }[];
}

/** Finds every object, object group and name of a configuration. */
export function readCiscoObjects(lines: readonly string[], dialect: CiscoDialect): CiscoObjectLines {
  const objects = new CiscoObjects();
  const taken = new Set<number>();
  const unread: { line: number; text: string; why: string }[] = [];
  let section: Section | null = null;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || line.trim() === '!') continue;
    if (readName(line, objects)) {
      taken.add(index);
      continue;
    }
    const opened: Section | null = openSection(line, objects);
    if (opened) section = opened;
    else if (section && !/^\s/.test(line) && !isMember(line)) section = null;
    if (!section) continue;
    taken.add(index);
    if (opened) continue;
    if (/^\s+nat /.test(line)) {
      unread.push({ line: index + 1, text: line.trim(), why: 'not modelled: address translation' });
      continue;
    }
    try {
      readMember(wordsOf(line), section, dialect, objects);
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      unread.push({ line: index + 1, text: line.trim(), why: `${error.message} in ${section.kind} ${section.name}` });
      addUnknown(section, objects, line.trim());
    }
  }
  return { objects, taken, unread };
}

function readName(line: string, { names }: CiscoObjects): boolean {
  const match = /^name ([0-9a-f.:]+) (\S+)/i.exec(line);
  if (match) names.set(match[2] as string, match[1] as string);
  return match !== null;
}

const MEMBER =
  /^(?:[0-9]+ )?(?:host|subnet|range|network-object|group-object|port-object|service-object|protocol-object|icmp-object|fqdn)\b/;

function isMember(line: string): boolean {
  return MEMBER.test(line);
}

function openSection(line: string, objects: CiscoObjects): Section | null {
  const [first, kind, third, fourth, fifth] = line.trim().split(/\s+/);
  if ((first !== 'object' && first !== 'object-group') || !kind || !third || /^\s/.test(line)) return null;
  // NX-OS: `object-group ip address NAME`, `object-group ip port NAME`.
  if ((kind === 'ip' || kind === 'ipv6') && fourth) {
    const section: Section = {
      kind: third === 'port' ? 'ports' : third === 'address' ? 'network' : 'other',
      name: fourth,
    };
    return define(section, objects);
  }
  if (kind === 'service' && first === 'object-group' && (fourth === 'tcp' || fourth === 'udp' || fourth === 'tcp-udp'))
    return define({ kind: 'ports', name: third }, objects);
  const known = ['network', 'service', 'protocol', 'icmp-type'] as const;
  const found = known.find((each) => each === kind);
  // `object network NAME` also holds its NAT in a second place: `fifth` is no part of a definition.
  return define({ kind: found && !fifth ? found : 'other', name: third }, objects);
}

function define(section: Section, objects: CiscoObjects): Section {
  tableOf(section, objects)?.define(section.name);
  return section;
}

function tableOf({ kind }: Section, objects: CiscoObjects) {
  if (kind === 'network') return objects.addresses;
  if (kind === 'service') return objects.services;
  if (kind === 'ports') return objects.ports;
  if (kind === 'protocol') return objects.protocols;
  return kind === 'icmp-type' ? objects.icmpTypes : null;
}

/** A member that was not understood may be anything: the group has a part that is never defined. */
function addUnknown(section: Section, objects: CiscoObjects, text: string): void {
  tableOf(section, objects)?.addGroup(section.name, `${section.name} (${text.slice(0, 80)})`);
}

function readMember(words: Words, section: Section, dialect: CiscoDialect, objects: CiscoObjects): void {
  if (/^[0-9]+$/.test(words.peek())) words.take('a sequence number');
  const word = words.peek();
  if (word === 'description' || section.kind === 'other') return;
  if (words.takeIf('group-object')) {
    tableOf(section, objects)?.addGroup(section.name, words.take('the name of the group'));
    return;
  }
  if (section.kind === 'network') readNetworkMember(words, section.name, dialect, objects);
  else if (section.kind === 'service') readServiceMember(words, section.name, objects);
  else if (section.kind === 'ports') readPortMember(words, section.name, objects);
  else if (section.kind === 'protocol') readProtocolMember(words, section.name, objects);
  else readIcmpMember(words, section.name, objects);
  if (!words.done) throw new NotUnderstood(`"${words.rest().join(' ')}"`);
}

function readNetworkMember(words: Words, name: string, dialect: CiscoDialect, objects: CiscoObjects): void {
  words.takeIf('network-object');
  const word = words.take('an address');
  if (word === 'object') objects.addresses.addGroup(name, words.take('the name of the object'));
  else if (word === 'host') objects.addresses.add(name, readHost(words.take('an address'), objects));
  else if (word === 'any') objects.addresses.add(name, { kind: 'prefix', prefix: '0.0.0.0/0' });
  else if (word === 'range') {
    const [from, to] = [words.take('an address'), words.take('the last address')];
    const term = rangeTerm(from, to);
    if (!term) throw new NotUnderstood(`"${from} ${to}" is no range of addresses`);
    objects.addresses.add(name, term);
  } else if (word === 'fqdn') {
    objects.addresses.add(name, { kind: 'unknown', name: `domain name ${words.rest().at(-1) ?? ''}` });
  } else {
    // Groups of IOS hold subnet masks although its entries hold wildcard masks.
    const group: CiscoDialect = dialect.name === 'nxos' ? dialect : { ...dialect, mask: 'subnet' };
    const first = word === 'subnet' ? words.take('a network') : word;
    objects.addresses.add(name, readNetwork(first, words, group, objects));
  }
}

/** `service-object tcp destination eq 443`, `service tcp source range 1 9`, and IOS `tcp source eq 1 eq 443`. */
function readServiceMember(words: Words, name: string, objects: CiscoObjects): void {
  if (!words.takeIf('service-object')) words.takeIf('service');
  const word = words.take('a protocol');
  if (word === 'object') {
    objects.services.addGroup(name, words.take('the name of the object'));
    return;
  }
  const protocols = word === 'tcp-udp' ? [6, 17] : [ciscoProtocol(word)];
  const [protocol] = protocols;
  if (protocol === undefined) throw new NotUnderstood(`"${word}" is no protocol`);
  if (protocol === 1 || protocol === 58) {
    const message = words.done ? null : icmpMessage(words.peek(), protocol === 1 ? 4 : 6);
    if (message) words.take('a message');
    objects.services.add(name, protocolService(protocol, { icmp: message && [message] }));
    return;
  }
  const sourcePorts = words.takeIf('source') ? readCiscoPorts(words, objects) : null;
  words.takeIf('destination');
  const destinationPorts = readCiscoPorts(words, objects);
  for (const each of protocols) {
    const service: ServiceMatch = each === null || each === undefined ? ANY_SERVICE : protocolService(each);
    objects.services.add(name, { ...service, sourcePorts, destinationPorts });
  }
}

function readPortMember(words: Words, name: string, objects: CiscoObjects): void {
  words.takeIf('port-object');
  for (const range of readOperator(words)) objects.ports.add(name, range);
}

function readProtocolMember(words: Words, name: string, objects: CiscoObjects): void {
  words.takeIf('protocol-object');
  const word = words.take('a protocol');
  const protocol = ciscoProtocol(word);
  if (protocol === undefined) throw new NotUnderstood(`"${word}" is no protocol`);
  objects.protocols.add(name, protocol === null ? [0, 255] : [protocol, protocol]);
}

function readIcmpMember(words: Words, name: string, objects: CiscoObjects): void {
  words.takeIf('icmp-object');
  const word = words.take('a message');
  const message = icmpMessage(word, 4);
  if (!message) throw new NotUnderstood(`"${word}" is no ICMP message`);
  objects.icmpTypes.add(name, message);
}
