import { expect, test } from 'vitest';
import { detectRuleFormat } from './detect-rule-format.ts';

test.each([
  ['nftables-json', '{"nftables": [{"metainfo": {}}]}'],
  ['aws-sg', '{\n  "SecurityGroups": []}'],
  ['aws-nacl', '{"NetworkAcls": []}'],
  ['azure-nsg', '[{"name": "n", "securityRules": []}]'],
  ['panos-xml', '<?xml version="1.0"?>\n<config version="10.1.0">'],
  ['panos-set', 'set address A ip-netmask 10.0.0.1\nset rulebase security rules "a b" from any'],
  ['panos-set', 'set device-group X pre-rulebase security rules a from any'],
  ['fortios', 'config system global\nend\nconfig firewall policy\n'],
  ['iptables', '# Generated\n*filter\n:INPUT DROP [0:0]'],
  ['asa', 'hostname fw\naccess-list IN extended permit ip any any'],
  ['nxos', 'ip access-list STORE\n  10 permit ip any any'],
  ['ios', 'hostname r1\nip access-list extended STORE\n permit ip any any'],
  ['ios', 'access-list 101 permit ip any any'],
  ['netbehave-csv', '# names\nNOTHOME,src/ip!=10.0.0.0/8'],
  ['csv', '# default: allow\n"Action",dst,src\nallow,any,any'],
  ['talk-csv', 'src_ip,dst_ip,proto,dst_port,acl_no'],
  ['talk-csv', '10.0.0.1,10.0.0.0/24,tcp,88,KERBEROS'],
  [null, 'hello world'],
  [null, ''],
])('%s', (format, text) => {
  expect(detectRuleFormat(text)).toBe(format);
});
