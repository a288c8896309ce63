import { ICMP, ICMPV6, protocolNumber } from '@scopemap/net';
import { type AddressSet, type AddressTerm, ANY_ADDRESS, addressSet } from '../../model/address-set.ts';
import { ALLOW, DENY, type Rule, type RuleParts, UNKNOWN_ACTION } from '../../model/rule.ts';
import type { RuleFile } from '../../model/rule-file.ts';
import { RuleFileBuilder } from '../../model/rule-file-builder.ts';
import { ANY_SERVICE, type NumberRange, type ServiceMatch } from '../../model/service-match.ts';
import { excerpt, field, items, mainItems, numberField, textField } from '../../text/json-fields.ts';
import { NotUnderstood } from '../../text/not-understood.ts';
import { type JsonNode, parseJsonLines } from '../../text/parse-json-lines.ts';
import { portNumber } from '../../text/port-names.ts';
import { readAddressTerm } from '../../text/read-address.ts';

/**
 * Azure network security groups (`az network nsg list`, an ARM template or resource): lists `NAME inbound` and `NAME outbound`
 * by priority, the default rules included. Replies pass. Service tags and application security groups are names without
 * addresses: rules that name them may match anything. Throws {@link RuleFileError} for other JSON.
 */
export function parseAzureNsg(text: string): RuleFile {
  const builder = new RuleFileBuilder('azure-nsg');
  const document = parseJsonLines(text);
  const single = field(document, 'SecurityRules') ?? field(field(document, 'Properties'), 'SecurityRules');
  const groups = single ? [document] : mainItems(document, ['Value', 'Resources'], 'network security groups');
  for (const group of groups) {
    if (/networkSecurityGroups$/i.test(textField(group, 'Type') ?? 'networkSecurityGroups')) addGroup(builder, group);
  }
  return builder.build();
}

function addGroup(builder: RuleFileBuilder, group: JsonNode): void {
  const name = textField(group, 'Name') ?? `line ${group.line}`;
  const properties = field(group, 'Properties') ?? group;
  const order = new Map<Rule, number>();
  for (const direction of ['inbound', 'outbound'] as const) {
    const list = `${name} ${direction}`;
    builder.chain(list);
    // Without the default rules in the file the end is not the file's to tell.
    const fallback = items(properties, 'DefaultSecurityRules').length > 0 ? ('deny' as const) : ('unknown' as const);
    const stages = [{ chain: list, fallback, line: null, family: null }];
    if (!builder.hasList(list))
      builder.addList({ name: list, order: 'first-match', state: 'stateful', stages, replyList: null });
  }
  for (const rule of [...items(properties, 'SecurityRules'), ...items(properties, 'DefaultSecurityRules')]) {
    const content = field(rule, 'Properties') ?? rule;
    const direction = (textField(content, 'Direction') ?? '').toLowerCase();
    const lists = direction === 'inbound' || direction === 'outbound' ? [direction] : ['inbound', 'outbound'];
    for (const each of lists)
      order.set(addRule(builder, rule, content, `${name} ${each}`), numberField(content, 'Priority') ?? 0);
  }
  for (const direction of ['inbound', 'outbound'])
    builder.chain(`${name} ${direction}`).sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
}

function addRule(builder: RuleFileBuilder, rule: JsonNode, content: JsonNode, list: string): Rule {
  const access = (textField(content, 'Access') ?? '').toLowerCase();
  const action = access === 'allow' ? ALLOW : access === 'deny' ? DENY : UNKNOWN_ACTION;
  const named: RuleParts = {
    label: textField(rule, 'Name') ?? null,
    remark: textField(content, 'Description') ?? null,
  };
  try {
    if (action === UNKNOWN_ACTION) throw new NotUnderstood(`the access "${access}"`);
    const parts = {
      ...named,
      source: addressesOf(content, 'source'),
      destination: addressesOf(content, 'destination'),
      services: [serviceOf(content)],
    };
    return builder.addRule(list, rule.line, excerpt(rule), action, parts);
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    builder.addUnread(rule.line, excerpt(rule), error.message);
    const conditions = [`not understood: ${error.message}`];
    return builder.addRule(list, rule.line, excerpt(rule), action, { ...named, conditions });
  }
}

/** Values of `NAME` and `NAMEs` together. */
function valuesOf(content: JsonNode, single: string, plural: string): string[] {
  const one = textField(content, single);
  const many = items(content, plural).flatMap((item) => (item.kind === 'string' ? [item.value] : []));
  return [...(one === undefined || one === '' ? [] : [one]), ...many];
}

function addressesOf(content: JsonNode, side: 'source' | 'destination'): AddressSet {
  const texts = valuesOf(content, `${side}AddressPrefix`, `${side}AddressPrefixes`);
  const groups = items(content, `${side}ApplicationSecurityGroups`).map(
    (group): AddressTerm => ({ kind: 'unknown', name: `application security group ${textField(group, 'Id') ?? ''}` }),
  );
  if (texts.includes('*')) return ANY_ADDRESS;
  const terms = texts.map(
    (text): AddressTerm => readAddressTerm(text) ?? { kind: 'unknown', name: `service tag ${text}` },
  );
  if (terms.length + groups.length === 0) throw new NotUnderstood(`no ${side} address`);
  return addressSet([...terms, ...groups]);
}

function serviceOf(content: JsonNode): ServiceMatch {
  const name = textField(content, 'Protocol') ?? '*';
  const sourcePorts = portsOf(valuesOf(content, 'sourcePortRange', 'sourcePortRanges'));
  const destinationPorts = portsOf(valuesOf(content, 'destinationPortRange', 'destinationPortRanges'));
  if (name === '*') return { ...ANY_SERVICE, sourcePorts, destinationPorts };
  const protocol = protocolNumber(name);
  if (protocol === null) throw new NotUnderstood(`the protocol "${name}"`);
  if (protocol === ICMP || protocol === ICMPV6)
    return {
      ...ANY_SERVICE,
      protocols: [
        [ICMP, ICMP],
        [ICMPV6, ICMPV6],
      ],
    };
  return { ...ANY_SERVICE, protocols: [[protocol, protocol]], sourcePorts, destinationPorts };
}

function portsOf(texts: readonly string[]): readonly NumberRange[] | null {
  if (texts.length === 0 || texts.includes('*')) return null;
  return texts.map((text): NumberRange => {
    const [from = '', to = from] = text.split('-');
    const [low, high] = [portNumber(from), portNumber(to)];
    if (low === null || high === null || low > high) throw new NotUnderstood(`the ports "${text}"`);
    return [low, high];
  });
}
