import { parsePrefix, protocolNumber } from '@scopemap/net';
import { TALK_LENGTHS } from '../../evaluate/talk-hash.ts';
import { type AddressSet, addressSet, unknownAddress } from '../../model/address-set.ts';
import { ALLOW } from '../../model/rule.ts';
import type { RuleFile } from '../../model/rule-file.ts';
import { RuleFileBuilder } from '../../model/rule-file-builder.ts';
import { ANY_SERVICE, type ServiceMatch, unknownService } from '../../model/service-match.ts';
import { type CsvRow, csvRows } from '../../text/csv-rows.ts';
import { splitLines } from '../../text/split-lines.ts';

const LIST = 'acl.csv';

/**
 * The talk's `acl.csv`: `src_ip,dst_ip,proto,dst_port,acl_no`. No list of rules but a table that names expected traffic; rows
 * that its search can never find are listed as not understood.
 */
export function parseTalkCsv(text: string): RuleFile {
  const builder = new RuleFileBuilder('talk-csv');
  const lines = splitLines(text);
  builder.chain(LIST);
  for (const row of csvRows(lines)) {
    if (/^src_ip$/i.test(row.cells[0] ?? '')) builder.otherLines++;
    else addRow(builder, row, lines[row.line - 1] ?? '');
  }
  const stages = [{ chain: LIST, fallback: 'no-match' as const, line: null, family: null }];
  builder.addList({ name: LIST, order: 'talk-hash', state: 'labels', stages, replyList: null });
  return builder.build();
}

function addRow(builder: RuleFileBuilder, { line, cells, fault }: CsvRow, text: string): void {
  const [source = '', destination = '', name = '', port = '', label = ''] = cells;
  const why = fault ?? neverFound(source) ?? neverFound(destination) ?? badPort(port, name, cells.length);
  if (why !== null) builder.addUnread(line, text, why);
  builder.addRule(LIST, line, text, ALLOW, {
    label: label || null,
    source: keyAddress(source),
    destination: keyAddress(destination),
    services: [serviceOf(name, port)],
  });
}

/** Why the search never asks for this text; null when it does. */
function neverFound(text: string): string | null {
  const prefix = parsePrefix(text);
  if (prefix?.bytes.length !== 4) return `"${text}" is no IPv4 address or network, so that no flow is found by it`;
  if (!text.includes('/')) return null;
  return TALK_LENGTHS.includes(prefix.length)
    ? null
    : `networks of length ${prefix.length} are never looked up (only /16 to /24)`;
}

function badPort(port: string, protocol: string, cells: number): string | null {
  if (!/^[0-9]*$/.test(port) || Number(port) > 65535) return `"${port}" is no port`;
  if (cells < 5 && port !== '')
    return `the row has ${cells} columns, so that "${port}" is read as a port and the row has no label`;
  const number = protocolNumber(protocol);
  return number === null ? `the protocol "${protocol}" is not known` : null;
}

/** The table looks up texts: what is no plain address or network stays a name that nothing matches. */
function keyAddress(text: string): AddressSet {
  const prefix = parsePrefix(text);
  const plain = prefix && (text.includes('/') ? prefix.length < 32 : true);
  return plain
    ? addressSet([{ kind: 'prefix', prefix: text.includes('/') ? text : `${text}/32` }])
    : unknownAddress(text);
}

function serviceOf(name: string, port: string): ServiceMatch {
  const protocol = protocolNumber(name);
  if (protocol === null) return unknownService(name);
  const number = /^[0-9]+$/.test(port) ? Number(port) : 0;
  return {
    ...ANY_SERVICE,
    protocols: [[protocol, protocol]],
    destinationPorts: number === 0 ? null : [[number, number]],
  };
}
