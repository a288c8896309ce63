import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRuleMatcher } from './evaluate/create-rule-matcher.ts';
import { RULE_FORMATS } from './model/rule-file.ts';
import { RuleFileError } from './model/rule-file-error.ts';
import { parseRules } from './parse-rules.ts';

/** Words of all formats, so that random text gets past the first check of a parser. */
const WORDS = [
  'ip access-list extended A',
  ' permit tcp',
  ' deny ip any',
  'access-list 101',
  'access-list X extended permit',
  'object-group network G',
  ' group-object G',
  ' host',
  ' remark',
  'object-group service S tcp',
  ' port-object eq',
  'range',
  'eq',
  'any',
  'host 10.0.0.1',
  '10.0.0.0 0.0.0.255',
  '255.255.255.0',
  '*filter',
  ':FORWARD DROP [0:0]',
  '-A FORWARD',
  '-j FORWARD',
  '-j ACCEPT',
  '-g',
  '!',
  '-s',
  '-p tcp',
  '--dport',
  '--tcp-flags',
  '80:',
  'COMMIT',
  'config firewall policy',
  'edit "1"',
  'set srcaddr',
  'set member',
  '"',
  'next',
  'end',
  'config firewall addrgrp',
  'set rulebase security rules',
  'set address-group',
  'static [',
  ']',
  'service',
  'application-default',
  '<config>',
  '</config>',
  '<entry name="a">',
  '</entry>',
  '<rules>',
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '"nftables"',
  '"SecurityGroups"',
  '"NetworkAcls"',
  '"rule"',
  '"expr"',
  '"match"',
  'action,src,dst',
  'allow,10.0.0.1',
  'src/ip=10.*',
  'NAME',
  '0',
  '65536',
  '-1',
  '::',
  'ffff::/129',
  '\n',
  '\n',
  '\n',
  ' ',
  ' ',
  '__proto__',
  'constructor',
  '\u00e9',
];
const text = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.array(fc.constantFrom(...WORDS), { maxLength: 60 }).map((words) => words.join(' ').replaceAll(' \n ', '\n')),
  fc
    .json({ maxDepth: 5 })
    .map(
      (json) => `{"nftables": [${json}], "SecurityGroups": [${json}], "NetworkAcls": [${json}], "value": [${json}]}`,
    ),
);

test.each(RULE_FORMATS)('%s: any text is read or refused with a RuleFileError, and can be judged', (format) => {
  fc.assert(
    fc.property(text, (content) => {
      try {
        const file = parseRules(format, content);
        const lines = content.split(/\r\n|\n|\r/).length;
        for (const { line } of file.unread) expect(line >= 1 && line <= lines).toBe(true);
        for (const { name } of file.lists) {
          const matcher = createRuleMatcher(file, { list: name });
          matcher.judge({ client: '10.0.0.1', server: '10.0.0.2', endpoints: null, protocol: 6, port: 80 });
          matcher.judge({
            client: null,
            server: null,
            endpoints: [
              { address: '::1', port: 1 },
              { address: 'x', port: null },
            ],
            protocol: 17,
            port: null,
          });
        }
      } catch (error) {
        if (!(error instanceof RuleFileError)) throw error;
      }
    }),
    { numRuns: 150 },
  );
});

test('groups that double at each level stay small', () => {
  const levels = Array.from({ length: 60 }, (_, level) => [
    `object-group network G${level + 1}`,
    ` group-object G${level}`,
    ` group-object G${level}`,
  ]);
  const config = [
    ...levels.flat(),
    'object-group network G0',
    ' network-object host 10.0.0.1',
    'access-list A extended permit ip object-group G60 any',
  ];
  const file = parseRules('asa', config.join('\n'));
  expect(file.chains.A?.[0]?.source.terms).toHaveLength(1);
});

test('JSON and XML nested too deeply are refused', () => {
  expect(() => parseRules('aws-sg', '['.repeat(100_000))).toThrow('line 1: no valid JSON: more than 64 levels of JSON');
  expect(() => parseRules('panos-xml', '<a>'.repeat(100_000))).toThrow('more than 100 levels of XML');
});
