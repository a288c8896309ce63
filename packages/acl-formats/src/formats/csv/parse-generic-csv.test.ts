import { expect, test } from 'vitest';
import { RuleFileError } from '../../model/rule-file-error.ts';
import { judge, parse, unread } from '../../testing/judge-text.ts';

const FILE = parse('csv', [
  'seq,action,src,dst,proto,src_port,dst_port,state,zone_from,zone_to,comment',
  '10,allow,10.1.0.0/16,10.2.0.5,tcp,any,443,any,,,"web, shop"',
  '20,deny,10.1.0.0/16,10.2.0.0/24,any,,,,,,',
  '# a comment',
  '30,allow,10.1.0.1-10.1.0.9 192.0.2.0/24,10.3.0.0/24,udp,,53 123-125,,,,',
  '40,allow,any,10.4.0.1,icmp/8,,,,,,',
  '50,allow,!10.0.0.0/8,10.5.0.1,tcp,1024-65535,22,,outside,inside,',
  '60,permitt,10.1.1.1,10.6.0.1,tcp,,80,,,,',
]);

test.each([
  ['tcp 10.1.3.4 > 10.2.0.5:443', 'allowed 2'],
  ['tcp 10.1.3.4 > 10.2.0.5:80', 'denied 3'],
  ['udp 10.1.0.9 > 10.3.0.1:124', 'allowed 5'],
  ['udp 192.0.2.200 > 10.3.0.1:53', 'allowed 5'],
  ['udp 10.1.0.10 > 10.3.0.1:53', 'denied -'],
  ['icmp/8 10.9.9.9 > 10.4.0.1', 'allowed 6'],
  ['icmp/13 10.9.9.9 > 10.4.0.1', 'denied -'],
  ['icmp 10.9.9.9 > 10.4.0.1', 'undetermined 6'],
  ['tcp 192.0.2.1 > 10.5.0.1:22', 'undetermined 7'],
  ['tcp 10.9.0.1 > 10.5.0.1:22', 'denied -'],
  ['tcp 10.1.1.1 > 10.6.0.1:80', 'undetermined 8'],
])('%s is %s', (text, expected) => expect(judge(FILE, { list: 'rules' }, text)).toBe(expected));

test('zones decide when they are known', () => {
  const text = 'tcp 192.0.2.1 > 10.5.0.1:22';
  expect(judge(FILE, { list: 'rules', from: 'outside', to: 'inside' }, text)).toBe('allowed 7');
  expect(judge(FILE, { list: 'rules', from: 'dmz', to: 'inside' }, text)).toBe('denied -');
});

test('the remark holds who needs it and who agreed', () => {
  const file = parse('csv', [
    'action,src,dst,comment,owner,approved_by,approved_on',
    'allow,any,any,shop,Ann,Bob,2026-01-02',
  ]);
  expect(file.chains.rules?.[0]?.remark).toBe('shop; owner Ann; approved by Bob 2026-01-02');
});

test('order, state and default are options', () => {
  const file = parse('csv', [
    '# order: last-match',
    '# default: allow',
    'action,src,dst',
    'deny,any,10.0.0.0/8',
    'allow,any,10.1.0.0/16',
  ]);
  expect(judge(file, { list: 'rules' }, 'tcp 10.9.0.1 > 10.1.0.1:22')).toBe('allowed 5');
  expect(judge(file, { list: 'rules' }, 'tcp 10.9.0.1 > 10.2.0.1:22')).toBe('denied 4');
  expect(judge(file, { list: 'rules' }, 'tcp 10.9.0.1 > 192.0.2.1:22')).toBe('allowed -');
});

test('mistakes are named with their lines', () => {
  expect(unread(FILE)).toEqual(['8: "permitt" is no action']);
  expect(() => parse('csv', ['', 'src,dst', 'any,any'])).toThrow(
    new RuleFileError('the first line names no column "action"', 2),
  );
  expect(() => parse('csv', ['# order: best-match', 'action,src,dst'])).toThrow('line 1: "best-match" is no order');
  expect(
    unread(
      parse('csv', [
        'action,src,dst,proto,dst_port',
        'allow,10.0.0.300,any,tcp,80',
        'allow,any,any,tcp,x,y',
        'allow,"any,any',
      ]),
    ),
  ).toEqual([
    '2: "10.0.0.300" is no address',
    '3: the row has 6 cells for 5 columns',
    '3: the ports "x"',
    '4: a quoted cell is not closed',
    '4: "any,any" is no address',
    '4: an empty address',
  ]);
});
