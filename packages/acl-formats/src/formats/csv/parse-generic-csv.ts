import { protocolNumber } from '@scopemap/net';
import { type AddressSet, type AddressTerm, ANY_ADDRESS, addressSet } from '../../model/address-set.ts';
import {
  ALLOW,
  DENY,
  type PlaceSet,
  type RuleAction,
  type RuleParts,
  type TrackedState,
  UNKNOWN_ACTION,
} from '../../model/rule.ts';
import type { MatchOrder, RuleFile } from '../../model/rule-file.ts';
import { RuleFileBuilder } from '../../model/rule-file-builder.ts';
import { RuleFileError } from '../../model/rule-file-error.ts';
import { ANY_SERVICE, type NumberRange, protocolService, type ServiceMatch } from '../../model/service-match.ts';
import { type CsvRow, csvRows } from '../../text/csv-rows.ts';
import { icmpMessage } from '../../text/icmp-names.ts';
import { NotUnderstood } from '../../text/not-understood.ts';
import { portNumber } from '../../text/port-names.ts';
import { readAddressTerm } from '../../text/read-address.ts';
import { splitLines } from '../../text/split-lines.ts';

/** Columns of the ordered CSV; the first line names those that are used, in any order. */
export const CSV_COLUMNS = [
  'seq',
  'action',
  'src',
  'dst',
  'proto',
  'src_port',
  'dst_port',
  'state',
  'zone_from',
  'zone_to',
  'comment',
  'owner',
  'approved_by',
  'approved_on',
] as const;

type Column = (typeof CSV_COLUMNS)[number];

export const CSV_LIST = 'rules';

interface Options {
  order: MatchOrder;
  state: 'stateful' | 'stateless';
  fallback: 'allow' | 'deny';
}

/**
 * The ordered CSV: a first line with column names, then one rule a line. Lines `# order: first-match|last-match`,
 * `# state: stateful|stateless` and `# default: deny|allow` say how to read it (these are the defaults); other lines with `#` are
 * comments. Throws {@link RuleFileError} when the column names are missing.
 */
export function parseGenericCsv(text: string): RuleFile {
  const builder = new RuleFileBuilder('csv');
  const lines = splitLines(text);
  const options: Options = { order: 'first-match', state: 'stateful', fallback: 'deny' };
  const rows = csvRows(
    lines.map((line, index) => (line.startsWith('#') ? readComment(line, index + 1, options, builder) : line)),
  );
  const header = rows.next();
  if (header.done) throw new RuleFileError('the file has no line with column names');
  const columns = header.value.cells.map((cell) => cell.toLowerCase());
  for (const needed of ['action', 'src', 'dst'])
    if (!columns.includes(needed))
      throw new RuleFileError(`the first line names no column "${needed}"`, header.value.line);
  builder.chain(CSV_LIST);
  for (const row of rows) addRow(builder, row, columns, lines[row.line - 1] ?? '');
  const stages = [{ chain: CSV_LIST, fallback: options.fallback, line: null, family: null }];
  builder.addList({ name: CSV_LIST, order: options.order, state: options.state, stages, replyList: null });
  return builder.build();
}

/** Comments hold options; the line is empty for the reader of rows. */
function readComment(line: string, number: number, options: Options, builder: RuleFileBuilder): string {
  const option = /^#\s*(order|state|default)\s*:\s*(\S+)/.exec(line);
  const value = option?.[2];
  if (option?.[1] === 'order' && (value === 'first-match' || value === 'last-match')) options.order = value;
  else if (option?.[1] === 'state' && (value === 'stateful' || value === 'stateless')) options.state = value;
  else if (option?.[1] === 'default' && (value === 'deny' || value === 'allow')) options.fallback = value;
  else if (option) throw new RuleFileError(`"${value}" is no ${option[1]}`, number);
  else builder.otherLines++;
  return '';
}

function addRow(builder: RuleFileBuilder, row: CsvRow, columns: readonly string[], text: string): void {
  const cell = (column: Column): string => row.cells[columns.indexOf(column)]?.trim() ?? '';
  const notes = [
    cell('comment'),
    cell('owner') && `owner ${cell('owner')}`,
    cell('approved_by') && `approved by ${cell('approved_by')} ${cell('approved_on')}`.trim(),
  ];
  const named: RuleParts = { label: cell('seq') || null, remark: notes.filter(Boolean).join('; ') || null };
  const action = actionOf(cell('action'));
  const why: string[] = [];
  const read = <Value>(reader: () => Value, otherwise: Value): Value => {
    try {
      return reader();
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      why.push(error.message);
      return otherwise;
    }
  };
  if (row.fault !== null) why.push(row.fault);
  if (row.cells.length > columns.length)
    why.push(`the row has ${row.cells.length} cells for ${columns.length} columns`);
  if (action === UNKNOWN_ACTION) why.push(`"${cell('action')}" is no action`);
  const parts: RuleParts = {
    ...named,
    source: read(() => addressesOf(cell('src')), ANY_ADDRESS),
    destination: read(() => addressesOf(cell('dst')), ANY_ADDRESS),
    services: [read(() => serviceOf(cell('proto'), cell('src_port'), cell('dst_port')), ANY_SERVICE)],
    from: placeOf(cell('zone_from')),
    to: placeOf(cell('zone_to')),
    ...read(() => stateOf(cell('state')), {}),
  };
  for (const each of why) builder.addUnread(row.line, text, each);
  builder.addRule(CSV_LIST, row.line, text, action, {
    ...parts,
    conditions: why.map((each) => `not understood: ${each}`),
  });
}

function actionOf(text: string): RuleAction {
  if (/^(?:allow|permit|accept)$/i.test(text)) return ALLOW;
  return /^(?:deny|drop|reject|block)$/i.test(text) ? DENY : UNKNOWN_ACTION;
}

/** `any`, or addresses, prefixes and ranges with spaces between them; `!` in front: all but these. */
function addressesOf(text: string): AddressSet {
  const negated = text.startsWith('!');
  const names = (negated ? text.slice(1) : text).split(/[\s;]+/).filter(Boolean);
  if (names.length === 0) throw new NotUnderstood('an empty address');
  if (names.length === 1 && /^(?:any|\*)$/i.test(names[0] as string) && !negated) return ANY_ADDRESS;
  const terms = names.map((name): AddressTerm => {
    const term = readAddressTerm(name);
    if (!term) throw new NotUnderstood(`"${name}" is no address`);
    return term;
  });
  return addressSet(terms, negated);
}

/** Protocol name or number with ports; `icmp/8` or `icmp/3/1` for one message. Empty or `any`: all. */
function serviceOf(protocolText: string, source: string, destination: string): ServiceMatch {
  const sourcePorts = portsOf(source);
  const destinationPorts = portsOf(destination);
  if (/^(?:any|\*|ip)?$/i.test(protocolText)) return { ...ANY_SERVICE, sourcePorts, destinationPorts };
  const [name = '', ...message] = protocolText.toLowerCase().split('/');
  const protocol = protocolNumber(name === 'icmpv6' ? 'ipv6-icmp' : name);
  if (protocol === null) throw new NotUnderstood(`the protocol "${protocolText}"`);
  if (message.length === 0) return protocolService(protocol, { sourcePorts, destinationPorts });
  const icmp = protocol === 1 || protocol === 58 ? icmpMessage(message.join('/'), protocol === 1 ? 4 : 6) : null;
  if (!icmp) throw new NotUnderstood(`the protocol "${protocolText}"`);
  return protocolService(protocol, { icmp: [icmp] });
}

/** `any`, or ports and ranges with spaces between them. */
function portsOf(text: string): readonly NumberRange[] | null {
  if (/^(?:any|\*)?$/i.test(text)) return null;
  return text.split(/[\s;]+/).map((part): NumberRange => {
    const [from = '', to = from] = part.split('-');
    const [low, high] = [portNumber(from), portNumber(to)];
    if (low === null || high === null || low > high) throw new NotUnderstood(`the ports "${part}"`);
    return [low, high];
  });
}

const STATES: readonly TrackedState[] = ['new', 'established', 'related', 'invalid', 'untracked'];

function stateOf(text: string): RuleParts {
  if (/^(?:any|\*)?$/i.test(text)) return {};
  const names = text.toLowerCase().split(/[\s;]+/);
  if (names.length === 1 && names[0] === 'tcp-established') return { tcpEstablished: true };
  const states = STATES.filter((state) => names.includes(state));
  if (states.length < names.length) throw new NotUnderstood(`the state "${text}"`);
  return { states };
}

function placeOf(text: string): PlaceSet | null {
  return /^(?:any|\*)?$/i.test(text) ? null : { names: text.split(/[\s;]+/), negated: false };
}
