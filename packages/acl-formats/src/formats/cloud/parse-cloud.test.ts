import { expect, test } from 'vitest';
import { parseRules } from '../../parse-rules.ts';
import { judge, unread } from '../../testing/judge-text.ts';

const lined = (value: unknown) => JSON.stringify(value, null, 1);

test('AWS security group: any rule that allows is enough, names of groups stay unknown', () => {
  const file = parseRules(
    'aws-sg',
    lined({
      SecurityGroups: [
        {
          GroupId: 'sg-1',
          IpPermissions: [
            {
              IpProtocol: 'tcp',
              FromPort: 5432,
              ToPort: 5432,
              IpRanges: [],
              Ipv6Ranges: [],
              PrefixListIds: [],
              UserIdGroupPairs: [{ GroupId: 'sg-2', UserId: '123456789012' }],
            },
            {
              IpProtocol: 'tcp',
              FromPort: 443,
              ToPort: 8443,
              IpRanges: [{ CidrIp: '10.0.0.0/16', Description: 'stores' }],
              Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }],
            },
            { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
            { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId: 'sg-3' }] },
          ],
          IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
        },
      ],
    }),
  );
  const ingress = (text: string) => judge(file, { list: 'sg-1 ingress' }, text).split(' ')[0];
  expect(ingress('tcp 10.0.3.4 > 10.1.0.1:443')).toBe('allowed');
  expect(ingress('tcp 10.9.3.4 > 10.1.0.1:443')).toBe('undetermined');
  expect(ingress('tcp 10.9.3.4 > 10.1.0.1:5432')).toBe('undetermined');
  expect(ingress('tcp 10.9.3.4 > 10.1.0.1:8443')).toBe('denied');
  expect(ingress('tcp 2001:db8::1 > [2001:db8:ffff::1]:8443')).toBe('allowed');
  expect(ingress('icmp/8 192.0.2.1 > 10.1.0.1')).toBe('allowed');
  expect(ingress('icmp/13 192.0.2.1 > 10.1.0.1')).toBe('denied');
  expect(judge(file, { list: 'sg-1 egress' }, 'tcp 10.1.0.1 > 192.0.2.1:80')).toMatch(/^allowed/);
  expect(file.chains['sg-1 ingress']?.find(({ remark }) => remark === 'stores')?.line).toBe(25);
});

test('AWS network ACL: by number, stateless, replies pass the other direction', () => {
  const entry = (
    RuleNumber: number,
    Egress: boolean,
    RuleAction: string,
    Protocol: string,
    CidrBlock: string,
    From?: number,
    To?: number,
  ) => ({
    RuleNumber,
    Egress,
    RuleAction,
    Protocol,
    CidrBlock,
    ...(From === undefined ? {} : { PortRange: { From, To } }),
  });
  const file = parseRules(
    'aws-nacl',
    lined({
      NetworkAcls: [
        {
          NetworkAclId: 'acl-1',
          Associations: [{ SubnetId: 'subnet-9' }],
          Entries: [
            entry(32767, false, 'deny', '-1', '0.0.0.0/0'),
            entry(100, false, 'allow', '6', '10.0.0.0/8', 443, 443),
            entry(110, false, 'allow', '17', '10.0.0.0/8', 53, 53),
            entry(90, false, 'deny', '6', '10.66.0.0/16', 0, 65535),
            entry(100, true, 'allow', '6', '0.0.0.0/0', 1024, 65535),
            entry(32767, true, 'deny', '-1', '0.0.0.0/0'),
            entry(120, false, 'count', '6', '10.77.0.0/16', 22, 22),
          ],
        },
      ],
    }),
  );
  const options = { list: 'acl-1 ingress' };
  expect(judge(file, options, 'tcp 10.1.1.1 > 10.2.0.1:443')).toMatch(/^allowed/);
  expect(judge(file, options, 'tcp 10.66.1.1 > 10.2.0.1:443')).toMatch(/^denied \d+$/);
  expect(judge(file, options, 'udp 10.1.1.1 > 10.2.0.1:53')).toMatch(/^undetermined \d+ \(reply\)$/);
  expect(judge(file, options, 'tcp 10.77.1.1 > 10.2.0.1:22')).toMatch(/^undetermined/);
  expect(unread(file)).toEqual([expect.stringMatching(/^\d+: the action "count"$/)]);
  expect(file.bindings.map(({ place, direction }) => `${place} ${direction}`)).toEqual(['subnet-9 in', 'subnet-9 out']);
});

test('Azure: by priority, service tags unknown, default rules at the end', () => {
  const rule = (
    name: string,
    priority: number,
    access: string,
    source: string,
    port: string,
    protocol = 'Tcp',
    direction = 'Inbound',
  ) => ({
    name,
    properties: {
      priority,
      access,
      direction,
      protocol,
      sourceAddressPrefix: source,
      sourcePortRange: '*',
      destinationAddressPrefix: '10.2.0.0/24',
      destinationPortRange: port,
    },
  });
  const file = parseRules(
    'azure-nsg',
    lined([
      {
        name: 'nsg-pci',
        type: 'Microsoft.Network/networkSecurityGroups',
        properties: {
          securityRules: [
            rule('deny-lab', 200, 'Deny', '10.66.0.0/16', '*', '*'),
            rule('web', 210, 'Allow', '10.0.0.0/8', '443'),
            rule('lab-web', 100, 'Allow', '10.66.1.0/24', '8000-8010'),
            rule('internet', 300, 'Allow', 'Internet', '8443'),
          ],
          defaultSecurityRules: [rule('DenyAllInBound', 65500, 'Deny', '*', '*', '*')],
        },
      },
    ]),
  );
  const label = (text: string) => {
    const said = judge(file, { list: 'nsg-pci inbound' }, text);
    return `${said.split(' ')[0]} ${file.chains['nsg-pci inbound']?.find(({ line }) => String(line) === said.split(' ')[1])?.label}`;
  };
  expect(label('tcp 10.66.1.7 > 10.2.0.9:8005')).toBe('allowed lab-web');
  expect(label('tcp 10.66.1.7 > 10.2.0.9:443')).toBe('denied deny-lab');
  expect(label('tcp 10.7.1.7 > 10.2.0.9:443')).toBe('allowed web');
  expect(label('tcp 10.7.1.7 > 10.2.0.9:8443')).toBe('undetermined internet');
  expect(label('udp 10.7.1.7 > 10.2.0.9:443')).toBe('denied DenyAllInBound');
});

test('JSON of something else is refused with its line', () => {
  expect(() => parseRules('aws-sg', '{"Vpcs": []}')).toThrow(
    'line 1: no security groups: an object with "SecurityGroups" is due',
  );
  expect(() => parseRules('aws-nacl', '{\n"NetworkAcls": [\n{,}]}')).toThrow(
    'line 3: no valid JSON: a field name in quotes is due',
  );
  expect(() => parseRules('azure-nsg', '[1, 2')).toThrow('line 1: no valid JSON: a comma or ] is due');
});
