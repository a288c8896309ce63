import { ICMPV6 } from '@scopemap/net';
import type { RuleFile } from '../../model/rule-file.ts';
import { RuleFileBuilder } from '../../model/rule-file-builder.ts';
import { splitLines } from '../../text/split-lines.ts';
import { wordsOf } from '../../text/words.ts';
import { ASA, type CiscoDialect, IOS, NXOS } from './cisco-dialect.ts';
import { CiscoLists } from './cisco-lists.ts';
import type { CiscoObjects } from './cisco-objects.ts';
import { readCiscoEntry } from './read-cisco-entry.ts';
import { readCiscoObjects } from './read-cisco-objects.ts';

/** IOS and IOS-XE: numbered and named lists with wildcard masks, object groups, `ip access-group`. Replies need their own list. */
export function parseIos(text: string): RuleFile {
  return parseCisco(text, IOS);
}

/** NX-OS: lists with prefixes or wildcard masks, `addrgroup` and `portgroup`. Replies need their own list. */
export function parseNxos(text: string): RuleFile {
  return parseCisco(text, NXOS);
}

/** ASA: lists with subnet masks, objects, `access-group`. Replies are let through. Addresses are the real ones (since 8.3). */
export function parseAsa(text: string): RuleFile {
  return parseCisco(text, ASA);
}

interface Reader {
  readonly dialect: CiscoDialect;
  readonly builder: RuleFileBuilder;
  readonly lists: CiscoLists;
  readonly objects: CiscoObjects;
  /** The list whose entries follow, and its form. */
  section: { readonly list: string; readonly form: 'extended' | 'standard' } | null;
  interface: string | null;
}

function parseCisco(text: string, dialect: CiscoDialect): RuleFile {
  const lines = splitLines(text);
  const builder = new RuleFileBuilder(dialect.name);
  const { objects, taken, unread } = readCiscoObjects(lines, dialect);
  for (const { line, text: content, why } of unread) builder.addUnread(line, content, why);
  const reader: Reader = { dialect, builder, lists: new CiscoLists(builder), objects, section: null, interface: null };
  for (const [index, line] of lines.entries()) {
    if (!taken.has(index) && !/^\s*(?:!.*)?$/.test(line)) readLine(reader, line, index + 1);
  }
  reader.lists.finish(dialect.name === 'ios');
  return reportMissingLists(builder.build(), reader);
}

function readLine(reader: Reader, line: string, number: number): void {
  if (readListHeader(reader, line)) return;
  if (readEntryLine(reader, line, number)) return;
  if (/^\s*access-list\s/.test(line)) readAccessList(reader, line, number);
  else if (!readBinding(reader, line, number)) readOther(reader, line, number);
}

function readListHeader(reader: Reader, line: string): boolean {
  const match = /^(ip|ipv4|ipv6) access-list (?:(extended|standard) )?(\S+)\s*$/.exec(line);
  if (!match || /^(?:resequence|log-update|logging|persistent|helper)$/.test(match[3] as string)) return false;
  const list = match[3] as string;
  const form = match[2] === 'standard' || isStandardNumber(list) ? 'standard' : 'extended';
  reader.lists.open(list, match[1] === 'ipv6' ? 6 : 4, 'stateless');
  reader.section = { list, form };
  reader.interface = null;
  return true;
}

/** IOS: 1-99 and 1300-1999 are standard lists. */
function isStandardNumber(name: string): boolean {
  if (!/^[0-9]+$/.test(name)) return false;
  const number = Number(name);
  return number < 100 || (number >= 1300 && number <= 1999);
}

/** A line within a named list. */
function readEntryLine(reader: Reader, line: string, number: number): boolean {
  const { section, lists } = reader;
  if (!section) return false;
  const match = /^\s*(?:sequence )?([0-9]+ )?\s*(permit|deny|remark|evaluate|statistics|fragments|no)\b\s*(.*)$/.exec(
    line,
  );
  if (!match) {
    if (/^\s/.test(line)) {
      addEntry(reader, section.list, section.form, line.trim(), number, null, line.trim());
      return true;
    }
    reader.section = null;
    return false;
  }
  const sequence = match[1] ? Number(match[1]) : null;
  const keyword = match[2] as string;
  if (keyword === 'remark') lists.remark(section.list, match[3] as string);
  else if (keyword !== 'statistics')
    addEntry(reader, section.list, section.form, `${keyword} ${match[3]}`, number, sequence, line.trim());
  return true;
}

function addEntry(
  reader: Reader,
  list: string,
  form: 'extended' | 'standard',
  entry: string,
  line: number,
  sequence: number | null,
  text: string,
): void {
  const dialect: CiscoDialect = reader.lists.isIpv6(list) ? { ...reader.dialect, icmp: ICMPV6 } : reader.dialect;
  reader.lists.add(list, line, text, sequence, readCiscoEntry(wordsOf(entry), form, dialect, reader.objects));
}

/** `access-list 101 permit ...` of IOS, `access-list NAME [line N] extended permit ...` of ASA. */
function readAccessList(reader: Reader, line: string, number: number): void {
  const match = /^\s*access-list (\S+)(?: line [0-9]+)? (.*)$/.exec(line);
  if (!match) {
    reader.builder.addUnread(number, line, 'an access list without a name');
    return;
  }
  const [list, rest] = [match[1] as string, match[2] as string];
  const asa = reader.dialect.name === 'asa';
  reader.lists.open(list, asa ? null : 4, asa ? 'stateful' : 'stateless');
  const remark = /^remark ?(.*)$/.exec(rest);
  if (remark) reader.lists.remark(list, remark[1] as string);
  else if (!asa)
    addEntry(reader, list, isStandardNumber(list) ? 'standard' : 'extended', rest, number, null, line.trim());
  else if (/^(?:standard|webtype|ethertype) /.test(rest))
    reader.builder.addUnread(number, line.trim(), 'only extended lists filter traffic between interfaces');
  else addEntry(reader, list, 'extended', rest.replace(/^extended /, ''), number, null, line.trim());
}

function readBinding(reader: Reader, line: string, number: number): boolean {
  const place = /^interface (\S.*)$/.exec(line);
  if (place) {
    reader.interface = place[1] as string;
    reader.section = null;
    return true;
  }
  const asa = /^access-group (\S+) (?:(in|out) interface (\S+)|global)/.exec(line);
  if (asa) {
    const direction = asa[2] === 'in' || asa[2] === 'out' ? asa[2] : null;
    reader.builder.addBinding({ list: asa[1] as string, place: asa[3] ?? 'global', direction, line: number });
    return true;
  }
  const bound =
    /^\s+(?:ip (?:port )?access-group|ipv6 traffic-filter|ipv6 (?:port )?traffic-filter) (\S+) (in|out)\b/.exec(line);
  if (!bound) return false;
  const direction = bound[2] === 'in' ? 'in' : 'out';
  reader.builder.addBinding({ list: bound[1] as string, place: reader.interface ?? '', direction, line: number });
  return true;
}

/** Configuration that filters or rewrites packets in ways that are not modelled. */
const NOT_MODELLED =
  /^\s*(?:ip nat |nat \(|nat |static \(|zone-pair |zone security|class-map type inspect|policy-map type inspect|ip inspect |vlan (?:access-map|filter)|same-security-traffic|no sysopt|ip access-list (?:role-based|fqdn))/;

function readOther(reader: Reader, line: string, number: number): void {
  if (NOT_MODELLED.test(line))
    reader.builder.addUnread(number, line.trim(), 'not modelled: it may filter or rewrite traffic outside the lists');
  else reader.builder.otherLines++;
}

function reportMissingLists(file: RuleFile, { lists }: Reader): RuleFile {
  const missing = file.bindings.filter(({ list }) => !lists.has(list));
  if (missing.length === 0) return file;
  const unread = missing.map(({ line, list, place }) => ({
    line,
    text: `access group ${list} on ${place}`,
    why: 'the file does not define this list',
  }));
  return { ...file, unread: [...file.unread, ...unread].sort((a, b) => a.line - b.line) };
}
