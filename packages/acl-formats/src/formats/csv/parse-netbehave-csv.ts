import { protocolNumber } from '@scopemap/net';
import { type AddressSet, type AddressTerm, addressSet } from '../../model/address-set.ts';
import { ALLOW, type RuleParts } from '../../model/rule.ts';
import type { RuleFile } from '../../model/rule-file.ts';
import { RuleFileBuilder } from '../../model/rule-file-builder.ts';
import { ANY_SERVICE, complement, HIGHEST_PORT, type NumberRange } from '../../model/service-match.ts';
import { csvRows } from '../../text/csv-rows.ts';
import { NotUnderstood } from '../../text/not-understood.ts';
import { readAddressTerm } from '../../text/read-address.ts';
import { splitLines } from '../../text/split-lines.ts';

const LIST = 'acl.csv';

/**
 * NetBehave's `acl.csv`: `NAME,condition,condition...`, all of which hold; the first row that matches names the flow. Conditions
 * on what a flow does not tell (domain names, whois, counters) may hold or not, and so may `>`, which NetBehave evaluates as `<`.
 */
export function parseNetbehaveCsv(text: string): RuleFile {
  const builder = new RuleFileBuilder('netbehave-csv');
  const lines = splitLines(text).map((line) => (line.trimStart().startsWith('#') ? '' : line));
  builder.chain(LIST);
  for (const { line, cells, fault } of csvRows(lines)) {
    const [name = '', ...conditions] = cells;
    const content = lines[line - 1] ?? '';
    const draft: Draft = { conditions: [] };
    if (fault !== null) draft.conditions.push(`not understood: ${fault}`);
    for (const condition of conditions) if (condition !== '') readCondition(condition, draft);
    for (const why of draft.conditions) builder.addUnread(line, content, why);
    builder.addRule(LIST, line, content, ALLOW, partsOf(name, draft));
  }
  const stages = [{ chain: LIST, fallback: 'no-match' as const, line: null, family: null }];
  builder.addList({ name: LIST, order: 'first-match', state: 'labels', stages, replyList: null });
  return builder.build();
}

interface Draft {
  source?: AddressSet;
  destination?: AddressSet;
  protocols?: readonly NumberRange[];
  sourcePorts?: readonly NumberRange[];
  destinationPorts?: readonly NumberRange[];
  readonly conditions: string[];
}

function readCondition(text: string, draft: Draft): void {
  try {
    const match = /^\s*([A-Za-z_/]+)\s*(!=|=|<|>)\s*(.*?)\s*$/.exec(text);
    if (!match) throw new NotUnderstood(`"${text}" is no condition`);
    const [, field = '', operator = '', value = ''] = match;
    if (operator === '>') throw new NotUnderstood(`"${text}": NetBehave evaluates > as <`);
    restrict(draft, field, operator, value);
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    draft.conditions.push(error.message);
  }
}

function restrict(draft: Draft, field: string, operator: string, value: string): void {
  const negated = operator === '!=';
  if (field === 'src/ip' || field === 'dst/ip') {
    if (operator === '<') throw new NotUnderstood(`"${field}<${value}"`);
    once(draft, field === 'src/ip' ? 'source' : 'destination', addressSet([termOf(value)], negated));
  } else if (field === 'src/port' || field === 'dst/port')
    once(draft, field === 'src/port' ? 'sourcePorts' : 'destinationPorts', portsOf(operator, value));
  else if (field === 'protocol' || field === 'protocol_name') {
    const protocol = protocolNumber(value);
    if (protocol === null || operator === '<') throw new NotUnderstood(`the protocol "${value}"`);
    once(draft, 'protocols', negated ? complement([[protocol, protocol]], 255) : [[protocol, protocol]]);
  } else if (field === 'ip_version' && !negated && (value === '4' || value === '6'))
    once(draft, 'source', addressSet([{ kind: 'prefix', prefix: value === '4' ? '0.0.0.0/0' : '::/0' }]));
  else throw new NotUnderstood(`"${field}" is not evaluated`);
}

function once<Key extends 'source' | 'destination' | 'protocols' | 'sourcePorts' | 'destinationPorts'>(
  draft: Draft,
  key: Key,
  value: NonNullable<Draft[Key]>,
): void {
  if (draft[key] !== undefined) throw new NotUnderstood(`a second condition on ${key}`);
  draft[key] = value;
}

/** An address, a CIDR, or the beginning of an address up to a dot (`10.1.*`). */
function termOf(value: string): AddressTerm {
  const octets = /^((?:[0-9]{1,3}\.){1,3})\*$/.exec(value)?.[1]?.slice(0, -1).split('.');
  const prefix = octets && `${[...octets, '0', '0', '0'].slice(0, 4).join('.')}/${octets.length * 8}`;
  const term = readAddressTerm(prefix ?? value);
  if (!term) throw new NotUnderstood(`"${value}" is no address`);
  return term;
}

function portsOf(operator: string, value: string): readonly NumberRange[] {
  const port = Number(value);
  if (!/^[0-9]{1,5}$/.test(value) || port > HIGHEST_PORT) throw new NotUnderstood(`"${value}" is no port`);
  if (operator === '<') return port > 0 ? [[0, port - 1]] : [];
  return operator === '!=' ? complement([[port, port]], HIGHEST_PORT) : [[port, port]];
}

function partsOf(label: string, draft: Draft): RuleParts {
  const { source, destination, protocols, sourcePorts, destinationPorts, conditions } = draft;
  return {
    label,
    ...(source ? { source } : {}),
    ...(destination ? { destination } : {}),
    services: [
      {
        ...ANY_SERVICE,
        protocols: protocols ?? null,
        sourcePorts: sourcePorts ?? null,
        destinationPorts: destinationPorts ?? null,
      },
    ],
    conditions,
  };
}
