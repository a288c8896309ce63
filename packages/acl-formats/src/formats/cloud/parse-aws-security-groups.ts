import { type AddressTerm, addressSet } from '../../model/address-set.ts';
import { ALLOW } from '../../model/rule.ts';
import type { RuleFile } from '../../model/rule-file.ts';
import { RuleFileBuilder } from '../../model/rule-file-builder.ts';
import type { ServiceMatch } from '../../model/service-match.ts';
import { excerpt, items, mainItems, numberField, textField } from '../../text/json-fields.ts';
import { NotUnderstood } from '../../text/not-understood.ts';
import { type JsonNode, parseJsonLines } from '../../text/parse-json-lines.ts';
import { awsService, cidrTerm } from './cloud-protocol.ts';

/**
 * `aws ec2 describe-security-groups`: lists `GROUP-ID ingress` and `GROUP-ID egress`. Rules only allow, and replies pass.
 * Members of other groups and prefix lists are not in the file, so that rules that name them may match anything.
 * Throws {@link RuleFileError} for text that is no such JSON.
 */
export function parseAwsSecurityGroups(text: string): RuleFile {
  const builder = new RuleFileBuilder('aws-sg');
  for (const group of mainItems(parseJsonLines(text), ['SecurityGroups'], 'security groups')) {
    const id = textField(group, 'GroupId') ?? textField(group, 'GroupName');
    if (id === undefined) {
      builder.addUnread(group.line, excerpt(group), 'a security group without GroupId');
      continue;
    }
    addDirection(builder, group, `${id} ingress`, 'IpPermissions', 'source');
    addDirection(builder, group, `${id} egress`, 'IpPermissionsEgress', 'destination');
  }
  return builder.build();
}

function addDirection(
  builder: RuleFileBuilder,
  group: JsonNode,
  list: string,
  name: string,
  side: 'source' | 'destination',
): void {
  builder.chain(list);
  const stages = [{ chain: list, fallback: 'deny' as const, line: null, family: null }];
  if (!builder.hasList(list))
    builder.addList({ name: list, order: 'any-allow', state: 'stateful', stages, replyList: null });
  for (const permission of items(group, name)) addPermission(builder, permission, list, side);
}

const PEERS: readonly (readonly [list: string, name: string, description: string])[] = [
  ['IpRanges', 'CidrIp', ''],
  ['Ipv6Ranges', 'CidrIpv6', ''],
  ['UserIdGroupPairs', 'GroupId', 'members of security group '],
  ['PrefixListIds', 'PrefixListId', 'prefix list '],
];

function addPermission(
  builder: RuleFileBuilder,
  permission: JsonNode,
  list: string,
  side: 'source' | 'destination',
): void {
  let service: ServiceMatch;
  try {
    const protocol = textField(permission, 'IpProtocol') ?? '';
    service = awsService(protocol, numberField(permission, 'FromPort'), numberField(permission, 'ToPort'));
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    // Whatever it is, it can only allow.
    builder.addUnread(permission.line, excerpt(permission), error.message);
    builder.addRule(list, permission.line, excerpt(permission), ALLOW, {
      conditions: [`not understood: ${error.message}`],
    });
    return;
  }
  for (const [peers, name, description] of PEERS)
    for (const peer of items(permission, peers)) {
      const remark = textField(peer, 'Description') ?? null;
      const text = textField(peer, name) ?? '';
      const term = peerTerm(builder, peer, text, description);
      builder.addRule(list, peer.line, excerpt(peer), ALLOW, {
        services: [service],
        [side]: addressSet([term]),
        remark,
      });
    }
}

function peerTerm(builder: RuleFileBuilder, peer: JsonNode, text: string, description: string): AddressTerm {
  if (description !== '') return { kind: 'unknown', name: `${description}${text}` };
  try {
    return cidrTerm(text);
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    builder.addUnread(peer.line, excerpt(peer), error.message);
    return { kind: 'unknown', name: `"${text}"` };
  }
}
