import { expect, test } from 'vitest';
import { RuleFileError } from '../../model/rule-file-error.ts';
import { judge, parse, unread } from '../../testing/judge-text.ts';

const payload = (protocol: string, field: string) => ({ payload: { protocol, field } });
const match = (left: object, right: unknown, op = '==') => ({ match: { op, left, right } });
const rule = (chain: string, ...expr: unknown[]) => ({
  rule: { family: 'inet', table: 'filter', chain, handle: 1, expr },
});

const ENTRIES = [
  /* 1 */ { metainfo: { version: '1.0.6', json_schema_version: 1 } },
  /* 2 */ { table: { family: 'inet', name: 'filter', handle: 1 } },
  /* 3 */ {
    set: {
      family: 'inet',
      name: 'pci',
      table: 'filter',
      type: 'ipv4_addr',
      flags: ['interval'],
      elem: ['10.20.0.5', { prefix: { addr: '10.20.8.0', len: 24 } }, { range: ['10.21.0.1', '10.21.0.9'] }],
    },
  },
  /* 4 */ { set: { family: 'inet', name: 'seen', table: 'filter', type: 'ipv4_addr', flags: ['dynamic', 'timeout'] } },
  /* 5 */ {
    chain: {
      family: 'inet',
      table: 'filter',
      name: 'forward',
      handle: 1,
      type: 'filter',
      hook: 'forward',
      prio: 0,
      policy: 'drop',
    },
  },
  /* 6 */ {
    chain: {
      family: 'inet',
      table: 'filter',
      name: 'late',
      handle: 2,
      type: 'filter',
      hook: 'forward',
      prio: 10,
      policy: 'accept',
    },
  },
  /* 7 */ { chain: { family: 'inet', table: 'filter', name: 'web', handle: 3 } },
  /* 8 */ rule('forward', match({ ct: { key: 'state' } }, ['established', 'related'], 'in'), { accept: null }),
  /* 9 */ rule(
    'forward',
    match(payload('ip', 'daddr'), '@pci'),
    match(payload('tcp', 'dport'), { set: [443, { range: [8000, 8010] }] }),
    { counter: { packets: 0, bytes: 0 } },
    { jump: { target: 'web' } },
  ),
  /* 10 */ rule('web', match(payload('ip', 'saddr'), { prefix: { addr: '10.30.0.0', len: 16 } }), { accept: null }),
  /* 11 */ rule('web', { log: { prefix: 'web' } }, { drop: null }),
  /* 12 */ rule('forward', match(payload('ip', 'saddr'), '10.9.0.1'), {
    vmap: {
      key: payload('tcp', 'dport'),
      data: {
        set: [
          [22, { accept: null }],
          [23, { drop: null }],
        ],
      },
    },
  }),
  /* 13 */ rule('forward', match({ meta: { key: 'l4proto' } }, 'udp'), match(payload('th', 'dport'), 53), {
    accept: null,
  }),
  /* 14 */ rule('forward', match(payload('ip', 'saddr'), '@seen'), { accept: null }),
  /* 15 */ rule('forward', match(payload('icmp', 'type'), 'echo-request'), { accept: null }),
  /* 16 */ rule('late', match(payload('ip', 'saddr'), '10.30.6.6'), { drop: null }),
];
const FILE = parse('nftables-json', [
  '{"nftables": [',
  ENTRIES.map((entry) => JSON.stringify(entry)).join(',\n'),
  ']}',
]);

// The array opens on line 1, so that entry n stands on line n + 1.
test.each([
  ['tcp 10.30.1.1 > 10.20.8.9:443', 'allowed 11'],
  ['tcp 10.30.6.6 > 10.20.8.9:443', 'denied 17'],
  ['tcp 10.31.1.1 > 10.21.0.9:8005', 'denied 12'],
  ['tcp 10.9.0.1 > 10.40.0.1:22', 'allowed 13'],
  ['tcp 10.9.0.1 > 10.40.0.1:23', 'denied 13'],
  ['tcp 10.9.0.1 > 10.40.0.1:24', 'undetermined 15'],
  ['udp 10.9.0.1 > 10.40.0.1:53', 'allowed 14'],
  ['udp 2001:db8::1 > [2001:db8::2]:53', 'allowed 14'],
  ['udp 2001:db8::1 > [2001:db8::2]:54', 'denied 6'],
  ['tcp 10.30.1.1 > 10.20.9.9:443', 'undetermined 15'],
])('%s is %s', (text, expected) => expect(judge(FILE, { list: 'forward' }, text)).toBe(expected));

test('a set that changes by itself is not known', () => {
  expect(unread(FILE)).toEqual(['15: the set @seen changes by itself']);
});

test('mistakes of JSON are named with their lines', () => {
  expect(() => parse('nftables-json', ['{', ' "nftables": [', '  {"a": tru}'])).toThrow(
    new RuleFileError('no valid JSON: a JSON value is due', 3),
  );
  expect(() => parse('nftables-json', ['{}'])).toThrow('line 1: no nftables ruleset');
});
