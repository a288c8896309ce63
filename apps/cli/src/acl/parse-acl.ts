import type {
  AddressSet,
  AddressTerm,
  NumberRange,
  Rule,
  RuleFile,
  RuleList,
  ServiceMatch,
} from '@scopemap/acl-formats';
import { protocolName } from '@scopemap/net';
import { LineWriter } from '../output.ts';

/** Prints what a rule file says: as one JSON value, or for people. */
export async function printRuleFile(file: RuleFile, json: boolean): Promise<void> {
  const out = new LineWriter(process.stdout);
  if (json) await out.write(JSON.stringify(file));
  else for (const line of describe(file)) await out.write(line);
  await out.flush();
}

function* describe(file: RuleFile): Generator<string> {
  for (const list of file.lists) yield describeList(list);
  for (const { list, place, direction, line } of file.bindings)
    yield `line ${line}: ${list} is bound to ${place}${direction === null ? '' : ` ${direction}`}`;
  for (const [chain, rules] of Object.entries(file.chains)) {
    yield '';
    yield `${chain}: ${rules.length} rules`;
    for (const rule of rules) yield `  ${describeRule(rule)}`;
  }
  yield '';
  yield `${file.unread.length} lines not understood, ${file.otherLines} lines of other configuration`;
}

function describeList({ name, order, state, stages, replyList }: RuleList): string {
  const ends = stages.map(({ chain, fallback }) => `${chain} (default ${fallback})`).join(' -> ');
  return `list ${name}: ${order}, ${state}; ${ends}${replyList === null ? '' : `; replies: ${replyList}`}`;
}

function describeRule(rule: Rule): string {
  const { action } = rule;
  const parts = [
    `line ${rule.line}`,
    rule.label,
    action.kind === 'jump' ? `${action.goto ? 'goto' : 'jump'} ${action.chain}` : action.kind,
    rule.active ? null : '(inactive)',
    rule.services.map(describeService).join(' or '),
    `${describeAddresses(rule.source)} -> ${describeAddresses(rule.destination)}`,
    rule.tcpEstablished ? 'established' : null,
    rule.states ? `state ${rule.states.join(',')}` : null,
    rule.from ? `from ${rule.from.negated ? '!' : ''}${rule.from.names.join(',')}` : null,
    rule.to ? `to ${rule.to.negated ? '!' : ''}${rule.to.names.join(',')}` : null,
    ...rule.conditions.map((condition) => `[${condition}]`),
    rule.remark === null ? null : `# ${rule.remark}`,
  ];
  return parts.filter((part) => part !== null).join(' ');
}

const MOST_TERMS = 8;

function describeAddresses({ any, negated, terms }: AddressSet): string {
  if (any) return negated ? 'none' : 'any';
  const more = terms.length > MOST_TERMS ? [`and ${terms.length - MOST_TERMS} more`] : [];
  return `${negated ? '!' : ''}${[...terms.slice(0, MOST_TERMS).map(describeTerm), ...more].join(',') || 'none'}`;
}

function describeTerm(term: AddressTerm): string {
  if (term.kind === 'prefix') return term.prefix;
  if (term.kind === 'range') return `${term.from}-${term.to}`;
  return term.kind === 'wildcard' ? `${term.address} wildcard ${term.wildcard}` : `"${term.name}"`;
}

function describeService({ protocols, sourcePorts, destinationPorts, icmp, unknown }: ServiceMatch): string {
  const name = protocols?.map(([from, to]) => (from === to ? protocolName(from) : `${from}-${to}`)).join(',') ?? 'any';
  const messages = icmp?.map(({ type, code }) => (code === null ? `${type}` : `${type}/${code}`)).join(',');
  return [
    name,
    messages === undefined ? '' : `/${messages}`,
    sourcePorts ? ` from ${ports(sourcePorts)}` : '',
    destinationPorts ? `:${ports(destinationPorts)}` : '',
    unknown === null ? '' : ` "${unknown}"`,
  ].join('');
}

function ports(ranges: readonly NumberRange[]): string {
  return ranges.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(',');
}
