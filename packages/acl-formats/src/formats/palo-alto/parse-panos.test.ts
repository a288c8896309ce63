import { expect, test } from 'vitest';
import { RuleFileError } from '../../model/rule-file-error.ts';
import { parseRules } from '../../parse-rules.ts';
import { judge, parse, unread } from '../../testing/judge-text.ts';

const SET = parse('panos-set', [
  /* 1 */ 'set address WEB1 ip-netmask 10.20.0.5/32',
  /* 2 */ 'set address STORES ip-range 10.30.0.1-10.30.9.255',
  /* 3 */ 'set address SITE fqdn www.example.net',
  /* 4 */ 'set address-group PCI static [ WEB1 DBNET ]',
  /* 5 */ 'set address DBNET ip-netmask 10.20.8.0/24',
  /* 6 */ 'set service APP protocol tcp port 8443,9000-9010',
  /* 7 */ 'set service-group WEB members [ service-https APP ]',
  /* 8 */ 'set rulebase security rules "stores to pci" from [ stores branch ] to dmz source STORES destination PCI application any service WEB action allow log-end yes',
  /* 9 */ 'set rulebase security rules "stores to pci" description "needed for payments"',
  /* 10 */ 'set rulebase security rules ssl from any to any source any destination DBNET application ssl service application-default action allow',
  /* 11 */ 'set rulebase security rules off from any to any source any destination any application any service any action allow',
  /* 12 */ 'set rulebase security rules off disabled yes',
  /* 13 */ 'set rulebase security rules block from any to any source 10.66.0.0/16 destination PCI application any service any action reset-both',
  /* 14 */ 'set rulebase nat rules out to untrust',
  /* 15 */ 'delete foo',
]);

const CASES: [string, string, string][] = [
  ['stores', 'tcp 10.30.1.1 > 10.20.0.5:443', 'allowed 8'],
  ['branch', 'tcp 10.30.1.1 > 10.20.8.5:9005', 'allowed 8'],
  ['office', 'tcp 10.30.1.1 > 10.20.0.5:443', 'denied -'],
  ['stores', 'tcp 10.30.1.1 > 10.20.8.5:22', 'undetermined 10'],
  ['stores', 'tcp 10.66.0.1 > 10.20.0.5:443', 'denied 13'],
  ['dmz', 'tcp 10.20.0.9 > 10.20.0.5:22', 'allowed -'],
];

test.each(CASES)('from %s: %s is %s', (from, text, expected) =>
  expect(judge(SET, { list: 'security', from, to: 'dmz' }, text)).toBe(expected),
);

test('what was not understood is listed; descriptions are kept', () => {
  expect(unread(SET)).toEqual([
    '14: not modelled: it may change what the security rules decide',
    '15: no line of the set format',
  ]);
  expect(SET.chains.security?.[0]?.remark).toBe('needed for payments');
});

test('XML says the same', () => {
  const entry = (name: string, ...inner: string[]) => `<entry name="${name}">${inner.join('')}</entry>`;
  const members = (tag: string, ...names: string[]) =>
    `<${tag}>${names.map((name) => `<member>${name}</member>`).join('')}</${tag}>`;
  const rule = (
    name: string,
    from: string[],
    to: string,
    source: string,
    destination: string,
    application: string,
    service: string,
    action: string,
  ) =>
    entry(
      name,
      members('from', ...from),
      members('to', to),
      members('source', source),
      members('destination', destination),
      members('application', application),
      members('service', service),
      `<action>${action}</action>`,
    );
  const file = parseRules(
    'panos-xml',
    [
      '<?xml version="1.0"?><config><devices><entry name="localhost.localdomain"><vsys><entry name="vsys1">',
      `<address>${entry('WEB1', '<ip-netmask>10.20.0.5/32</ip-netmask>')}${entry('DBNET', '<ip-netmask>10.20.8.0/24</ip-netmask>')}${entry('STORES', '<ip-range>10.30.0.1-10.30.9.255</ip-range>')}</address>`,
      `<address-group>${entry('PCI', members('static', 'WEB1', 'DBNET'))}</address-group>`,
      `<service>${entry('APP', '<protocol><tcp><port>8443,9000-9010</port></tcp></protocol>')}</service>`,
      `<service-group>${entry('WEB', members('members', 'service-https', 'APP'))}</service-group>`,
      '<rulebase><security><rules>',
      '<!-- padding -->',
      rule('stores to pci', ['stores', 'branch'], 'dmz', 'STORES', 'PCI', 'any', 'WEB', 'allow'),
      '',
      rule('ssl', ['any'], 'any', 'any', 'DBNET', 'ssl', 'application-default', 'allow'),
      '',
      '',
      rule('block', ['any'], 'any', '10.66.0.0/16', 'PCI', 'any', 'any', 'reset-both'),
      '</rules></security></rulebase></entry></vsys></entry></devices></config>',
    ].join('\n'),
  );
  for (const [from, text, expected] of CASES)
    expect(judge(file, { list: 'vsys1', from, to: 'dmz' }, text)).toBe(expected);
});

test('broken XML is refused with its line, a document type always', () => {
  expect(() => parseRules('panos-xml', '<config>\n<a></b></config>')).toThrow(RuleFileError);
  expect(() => parseRules('panos-xml', '<config>\n<a></b></config>')).toThrow(/^line 2: no well-formed XML/);
  expect(() => parseRules('panos-xml', '<!DOCTYPE x [<!ENTITY a "b">]>\n<config/>')).toThrow(
    'a document type is not allowed',
  );
  expect(() => parseRules('panos-xml', '')).toThrow(RuleFileError);
});
