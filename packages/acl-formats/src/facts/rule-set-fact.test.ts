import type { RuleFact } from '@scopemap/scope-model';
import { describe, expect, test } from 'vitest';
import type { RuleFile, RuleFormat } from '../model/rule-file.ts';
import { parse } from '../testing/judge-text.ts';
import { type ListUse, ruleSetFact } from './rule-set-fact.ts';

const ORIGIN = { id: 'set-1', version: '3', pulledAt: 1_790_000_000_000 };

function facts(file: RuleFile, use: Partial<ListUse> & { list: string }) {
  return ruleSetFact(file, [{ sources: null, targets: null, ...use }], ORIGIN);
}

const place = (...prefixes: string[]) => prefixes.map((prefix) => ({ prefix, inside: true }));

/** The facts about IPv4; a list for IPv4 leaves IPv6 open, which one test below shows. */
const ipv4 = (rules: readonly RuleFact[]) => rules.filter(({ source }) => source?.[0] !== '::/0');

/** `allow 4: 10.0.0.0/8 > any 6 443-443`, with a question mark in front where it is uncertain. */
function say({ action, line, source, destination, protocol, ports, uncertain }: RuleFact): string {
  const ends = [source, destination].map((prefixes) => prefixes?.join(' ') ?? 'any');
  const service = `${protocol ?? 'ip'}${ports ? ` ${ports.map((range) => range.join('-')).join(' ')}` : ''}`;
  return `${uncertain ? '?' : ''}${action} ${line}: ${ends.join(' > ')} ${service}`;
}

const written = (format: RuleFormat, list: string, lines: readonly string[]) =>
  ipv4(facts(parse(format, lines), { list }).rules).map(say);

test('ranges, groups, negated ports and wildcard masks become exact facts in order', () => {
  expect(
    written('ios', 'A', [
      'object-group network SERVERS',
      ' host 10.2.0.1',
      ' range 10.2.0.4 10.2.0.9',
      'ip access-list extended A',
      /* 5 */ ' permit tcp 10.1.0.0 0.0.255.255 object-group SERVERS range 443 445',
      /* 6 */ ' permit udp 10.3.0.1 0.0.4.0 any neq 53',
      /* 7 */ ' deny ip any 10.2.0.0 0.0.0.255',
      /* 8 */ ' permit tcp any any established',
      /* 9 */ ' permit icmp any any echo',
    ]),
  ).toEqual([
    'allow 5: 10.1.0.0/16 > 10.2.0.1/32 10.2.0.4/30 10.2.0.8/31 6 443-445',
    'allow 6: 10.3.0.1/32 10.3.4.1/32 > 0.0.0.0/0 17 0-52 54-65535',
    'deny 7: 0.0.0.0/0 > 10.2.0.0/24 ip',
    '?allow 9: 0.0.0.0/0 > 0.0.0.0/0 1',
  ]);
});

test('a wide wildcard mask, a schedule, a fixed client port and a line not understood are uncertain', () => {
  const file = parse('ios', [
    'ip access-list extended A',
    /* 2 */ ' permit tcp 10.0.0.1 0.255.254.0 any eq 22',
    /* 3 */ ' permit tcp host 10.1.0.1 any eq 80 time-range NIGHT',
    /* 4 */ ' permit udp any eq 53 any',
    /* 5 */ ' permit gibberish',
    /* 6 */ ' permit tcp any gt 1023 any eq 443',
    /* 7 */ ' deny tcp any gt 1023 any eq 8443',
  ]);
  const { rules, linesNotUnderstood, defaultAction, ...origin } = facts(file, { list: 'A' });
  expect(ipv4(rules).map(say)).toEqual([
    '?allow 2: 10.0.0.0/8 > 0.0.0.0/0 6 22-22',
    '?allow 3: 10.1.0.1/32 > 0.0.0.0/0 6 80-80',
    '?allow 4: 0.0.0.0/0 > 0.0.0.0/0 17',
    '?allow 5: 0.0.0.0/0 > 0.0.0.0/0 ip',
    'allow 6: 0.0.0.0/0 > 0.0.0.0/0 6 443-443',
    '?deny 7: 0.0.0.0/0 > 0.0.0.0/0 6 8443-8443',
  ]);
  expect(linesNotUnderstood).toEqual([]);
  expect(defaultAction).toBe('deny');
  expect(origin).toEqual(ORIGIN);
});

test('chains are written out; what comes back from one is not certain to meet the rest of it', () => {
  expect(
    written('iptables', 'FORWARD', [
      '*filter',
      ':FORWARD DROP [0:0]',
      ':PCI - [0:0]',
      '-A FORWARD -m state --state RELATED,ESTABLISHED -j ACCEPT',
      /* 5 */ '-A FORWARD -d 10.20.0.0/16 -j PCI',
      /* 6 */ '-A FORWARD ! -s 128.0.0.0/1 -p tcp -j ACCEPT',
      /* 7 */ '-A PCI -s 10.99.0.0/16 -j RETURN',
      /* 8 */ '-A PCI -s 10.10.0.0/16 -p tcp -m tcp --dport 443 -j ACCEPT',
      /* 9 */ '-A PCI -j REJECT',
      'COMMIT',
    ]),
  ).toEqual([
    'allow 8: 10.10.0.0/16 > 10.20.0.0/16 6 443-443',
    '?deny 9: 0.0.0.0/0 > 10.20.0.0/16 ip',
    'allow 6: 0.0.0.0/1 > 0.0.0.0/0 6',
  ]);
});

test('a list for IPv4 leaves IPv6 open', () => {
  const { rules, defaultAction } = facts(parse('ios', ['ip access-list extended A', ' permit ip any any']), {
    list: 'A',
  });
  expect([...rules.map(say), defaultAction]).toEqual([
    'allow 2: 0.0.0.0/0 > 0.0.0.0/0 ip',
    '?allow default: ::/0 > ::/0 ip',
    '?deny default: ::/0 > ::/0 ip',
    'deny',
  ]);
});

describe('replies', () => {
  const LINES = (reply: string) => [
    '*filter',
    ':FORWARD DROP [0:0]',
    '-A FORWARD -d 10.2.0.0/16 -p tcp -m tcp --dport 443 -j ACCEPT',
    reply,
    'COMMIT',
  ];

  test.each([
    ['-A FORWARD -m state --state ESTABLISHED -j ACCEPT', ['allow 3: 0.0.0.0/0 > 10.2.0.0/16 6 443-443']],
    [
      '-A FORWARD -s 10.2.0.0/16 -p tcp -m tcp --sport 443 -j ACCEPT',
      ['allow 3: 0.0.0.0/0 > 10.2.0.0/16 6 443-443', '?allow 4: 10.2.0.0/16 > 0.0.0.0/0 6'],
    ],
    [
      '-A FORWARD -j LOG',
      ['?allow 3: 0.0.0.0/0 > 10.2.0.0/16 6 443-443', '?deny 3: 0.0.0.0/0 > 10.2.0.0/16 6 443-443'],
    ],
  ])('are judged: %s', (reply, expected) => {
    expect(written('iptables', 'FORWARD', LINES(reply))).toEqual(expected);
  });
});

test('a list that decides between two places says nothing elsewhere', () => {
  const file = parse('asa', ['access-list IN extended permit tcp any host 10.2.0.1 eq 443']);
  const { rules, defaultAction } = facts(file, {
    list: 'IN',
    sources: place('10.1.0.0/16'),
    targets: place('10.2.0.0/24'),
  });
  expect([...rules.map(say), defaultAction]).toEqual([
    'allow 1: 10.1.0.0/16 > 10.2.0.1/32 6 443-443',
    'deny default: 10.1.0.0/16 > 10.2.0.0/24 ip',
    'unknown',
  ]);
});

test('two lists for the same packets leave every fact uncertain; for different ones, none', () => {
  const file = parse('asa', ['access-list IN extended permit ip any any', 'access-list OUT extended deny ip any any']);
  const uses = (target: string) => [
    { list: 'IN', sources: place('10.1.0.0/16'), targets: place('10.2.0.0/24') },
    { list: 'OUT', sources: place('10.1.0.0/16'), targets: place(target) },
  ];
  expect(ruleSetFact(file, uses('10.2.0.0/25'), ORIGIN).rules.map((rule) => rule.uncertain)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(ruleSetFact(file, uses('10.3.0.0/25'), ORIGIN).rules.map(say)).toEqual([
    'allow 1: 10.1.0.0/16 > 10.2.0.0/24 ip',
    'deny default: 10.1.0.0/16 > 10.2.0.0/24 ip',
    'deny 2: 10.1.0.0/16 > 10.3.0.0/25 ip',
    'deny default: 10.1.0.0/16 > 10.3.0.0/25 ip',
  ]);
});

test.each([
  ['deny', ['deny', 'deny']],
  ['allow', ['deny', 'allow']],
  ['unknown', ['deny', 'unknown']],
] as const)('where every direction has its list the default is the one that stops least: %s', (expected, fallbacks) => {
  const lists = fallbacks.map((fallback, at) => ({
    name: `L${at}`,
    order: 'first-match' as const,
    state: 'stateful' as const,
    stages: [{ chain: `L${at}`, fallback, line: null, family: null }],
    replyList: null,
  }));
  const file: RuleFile = { format: 'csv', lists, chains: {}, bindings: [], unread: [], otherLines: 0 };
  const uses = [
    { list: 'L0', sources: place('10.1.0.0/16'), targets: place('10.2.0.0/16') },
    { list: 'L1', sources: place('10.2.0.0/16'), targets: place('10.1.0.0/16') },
  ];
  expect(ruleSetFact(file, uses, ORIGIN, true).defaultAction).toBe(expected);
  expect(ruleSetFact(file, uses, ORIGIN).defaultAction).toBe('unknown');
});

test('a place is what its longest prefixes say', () => {
  const file = parse('asa', ['access-list IN extended permit ip any any']);
  const sources = [
    ...place('10.1.2.0/24', '10.0.0.0/8'),
    { prefix: '10.1.0.0/16', inside: false },
    { prefix: '10.128.0.0/9', inside: false },
    { prefix: '192.0.2.0/24', inside: false },
  ];
  const [first] = facts(file, { list: 'IN', sources, targets: place('2001:db8::/64', '10.9.0.0/16') }).rules;
  expect(first?.source?.slice(0, 3)).toEqual(['10.0.0.0/16', '10.1.2.0/24', '10.2.0.0/15']);
  expect(first?.source?.at(-1)).toBe('10.64.0.0/10');
});

test("the talk's table permits what it names and leaves the rest unknown", () => {
  const { rules, defaultAction } = facts(
    parse('talk-csv', [
      '10.1.0.0/24,10.2.0.1,tcp,443,WEB',
      '10.1.0.0/25,10.2.0.1,tcp,443,NEVER FOUND',
      '10.1.0.1,10.2.0.1,icmp,0,PING',
    ]),
    { list: 'acl.csv' },
  );
  expect([...rules.map(say), defaultAction]).toEqual([
    'allow 1: 10.1.0.0/24 > 10.2.0.1/32 6 443-443',
    'allow 3: 10.1.0.1/32 > 10.2.0.1/32 1',
    'unknown',
  ]);
});

test('a line outside of every rule that was not understood is listed', () => {
  const file = parse('iptables', ['*filter', ':FORWARD ACCEPT [0:0]', 'garbage', 'COMMIT']);
  expect(facts(file, { list: 'FORWARD' }).linesNotUnderstood).toEqual([expect.stringMatching(/^line 3: garbage \(/)]);
});

test('chains that call each other ever more often end in facts that leave everything open', () => {
  const chains = Array.from({ length: 40 }, (_, level) => [
    `-A C${level} -j C${level + 1}`,
    `-A C${level} -j C${level + 1}`,
  ]);
  const file = parse('iptables', [
    '*filter',
    ':FORWARD DROP [0:0]',
    ...Array.from({ length: 41 }, (_, level) => `:C${level} - [0:0]`),
    '-A FORWARD -j C0',
    ...chains.flat(),
    'COMMIT',
  ]);
  const { rules, linesNotUnderstood } = facts(file, { list: 'FORWARD' });
  expect(rules.slice(0, 2).map(say)).toEqual([
    '?allow default: 0.0.0.0/0 > 0.0.0.0/0 ip',
    '?deny default: 0.0.0.0/0 > 0.0.0.0/0 ip',
  ]);
  expect(linesNotUnderstood).toEqual(['FORWARD: its chains lead to more rules than can be written out']);
});

test('every rule of a long list has its fact, with ids that differ', () => {
  const { rules } = facts(
    parse('ios', [
      'ip access-list extended A',
      ...Array.from({ length: 10_000 }, (_, at) => ` permit tcp any host 10.${at >> 8}.${at & 255}.1 eq 443`),
    ]),
    { list: 'A' },
  );
  expect(ipv4(rules)).toHaveLength(10_000);
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
});

test('ids of facts tell rule sets apart', () => {
  const file = parse('asa', ['access-list IN extended permit tcp any any', 'access-list IN extended permit 6 any any']);
  const ids = (id: string) =>
    ruleSetFact(file, [{ list: 'IN', sources: place('10.0.0.0/8'), targets: null }], { ...ORIGIN, id }).rules.map(
      (rule) => rule.id,
    );
  expect(ids('a')).toEqual(['a-rule-0', 'a-rule-1', 'a-default']);
  expect(new Set([...ids('a'), ...ids('b')]).size).toBe(6);
});
