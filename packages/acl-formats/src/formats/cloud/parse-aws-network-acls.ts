import { ALLOW, DENY, type Rule, UNKNOWN_ACTION } from '../../model/rule.ts';
import type { RuleFile } from '../../model/rule-file.ts';
import { RuleFileBuilder } from '../../model/rule-file-builder.ts';
import { booleanField, excerpt, field, items, mainItems, numberField, textField } from '../../text/json-fields.ts';
import { NotUnderstood } from '../../text/not-understood.ts';
import { type JsonNode, parseJsonLines } from '../../text/parse-json-lines.ts';
import { awsService, cidrSet } from './cloud-protocol.ts';

/**
 * `aws ec2 describe-network-acls`: lists `ACL-ID ingress` and `ACL-ID egress` in ascending rule number. Stateless: replies pass
 * the other direction of the same ACL. Rule 32767 is the `*` that denies. Throws {@link RuleFileError} for other JSON.
 */
export function parseAwsNetworkAcls(text: string): RuleFile {
  const builder = new RuleFileBuilder('aws-nacl');
  for (const acl of mainItems(parseJsonLines(text), ['NetworkAcls'], 'network ACLs')) {
    const id = textField(acl, 'NetworkAclId');
    if (id === undefined) {
      builder.addUnread(acl.line, excerpt(acl), 'a network ACL without NetworkAclId');
      continue;
    }
    const [ingress, egress] = [`${id} ingress`, `${id} egress`];
    for (const [list, replyList] of [
      [ingress, egress],
      [egress, ingress],
    ] as const) {
      builder.chain(list);
      const stages = [{ chain: list, fallback: 'deny' as const, line: null, family: null }];
      if (!builder.hasList(list))
        builder.addList({ name: list, order: 'first-match', state: 'stateless', stages, replyList });
    }
    addEntries(builder, acl, ingress, egress);
    addSubnets(builder, acl, ingress, egress);
  }
  return builder.build();
}

function addEntries(builder: RuleFileBuilder, acl: JsonNode, ingress: string, egress: string): void {
  const numbered = new Map<Rule, number>();
  for (const entry of items(acl, 'Entries')) {
    const list = booleanField(entry, 'Egress') === true ? egress : ingress;
    numbered.set(addEntry(builder, entry, list), numberField(entry, 'RuleNumber') ?? 0);
  }
  for (const list of [ingress, egress])
    builder.chain(list).sort((a, b) => (numbered.get(a) ?? 0) - (numbered.get(b) ?? 0));
}

function addEntry(builder: RuleFileBuilder, entry: JsonNode, list: string): Rule {
  const label = textField(entry, 'RuleNumber') ?? null;
  const decision = textField(entry, 'RuleAction');
  const action = decision === 'allow' ? ALLOW : decision === 'deny' ? DENY : UNKNOWN_ACTION;
  try {
    if (action === UNKNOWN_ACTION) throw new NotUnderstood(`the action "${decision ?? ''}"`);
    const ports = field(entry, 'PortRange') ?? field(entry, 'IcmpTypeCode');
    const from = numberField(ports, 'From') ?? numberField(ports, 'Type');
    const to = numberField(ports, 'To') ?? numberField(ports, 'Code');
    const service = awsService(textField(entry, 'Protocol') ?? '', from, to);
    const cidr = textField(entry, 'CidrBlock') ?? textField(entry, 'Ipv6CidrBlock') ?? '';
    const side = list.endsWith(' egress') ? 'destination' : 'source';
    return builder.addRule(list, entry.line, excerpt(entry), action, {
      label,
      services: [service],
      [side]: cidrSet(cidr),
    });
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    builder.addUnread(entry.line, excerpt(entry), error.message);
    const conditions = [`not understood: ${error.message}`];
    return builder.addRule(list, entry.line, excerpt(entry), action, { label, conditions });
  }
}

function addSubnets(builder: RuleFileBuilder, acl: JsonNode, ingress: string, egress: string): void {
  for (const association of items(acl, 'Associations')) {
    const place = textField(association, 'SubnetId');
    if (place === undefined) continue;
    builder.addBinding({ list: ingress, place, direction: 'in', line: association.line });
    builder.addBinding({ list: egress, place, direction: 'out', line: association.line });
  }
}
