import { expect, test } from 'vitest';
import { createRuleMatcher } from '../../evaluate/create-rule-matcher.ts';
import { flow, judge, parse, unread } from '../../testing/judge-text.ts';

const ACL = parse('talk-csv', [
  'src_ip,dst_ip,proto,dst_port,acl_no',
  '10.195.64.0/24,10.195.64.33,tcp,88,KERBEROS',
  '10.195.64.0/24,224.0.0.252,udp,5355,HOSTMON',
  '10.42.140.0/24,10.195.64.70,icmp,11',
  '10.42.140.0/24,10.195.64.70,ICMP,12',
]);

// The talk's demo 7.
test.each([
  ['udp 10.195.64.4:1985 > 224.0.0.2:1985', 'nomatch'],
  ['tcp 10.195.64.62:15598 > 10.195.64.33:88', 'KERBEROS'],
  ['tcp 10.195.64.33:88 > 10.195.64.62:15598', 'KERBEROS (reply)'],
  ['udp 10.195.64.39:59920 > 224.0.0.252:5355', 'HOSTMON'],
  ['icmp/8 10.42.140.100 > 10.195.64.70', 'nomatch'],
])('demo 7: %s is %s', (text, expected) => {
  const verdict = createRuleMatcher(ACL, { list: 'acl.csv' }).judge(flow(text));
  const label = verdict.answer === 'no-match' ? 'nomatch' : verdict.label;
  expect(`${label}${verdict.direction === 'reply' ? ' (reply)' : ''}`).toBe(expected);
});

test('rows that are never found are listed with their lines', () => {
  expect(unread(ACL)).toEqual([
    '4: the row has 4 columns, so that "11" is read as a port and the row has no label',
    '5: the row has 4 columns, so that "12" is read as a port and the row has no label',
  ]);
  const bad = parse('talk-csv', ['10.0.0.0/25,10.0.0.1,tcp,1,A', '10.0.0.5/24,10.0.0.1,tcp,1,B', 'x,10.0.0.1,foo,1,C']);
  expect(unread(bad).map((line) => line.slice(0, 22))).toEqual([
    '1: networks of length ',
    '2: "10.0.0.5/24" is no',
    '3: "x" is no IPv4 addr',
  ]);
});

test('it is a table: the last of equal rows counts, any port beats a port, exact beats masked', () => {
  const file = parse('talk-csv', [
    '10.0.0.0/24,10.1.0.1,tcp,80,OLD',
    '10.0.0.0/24,10.1.0.1,TCP,80,NEW',
    '10.0.0.9,10.1.0.1,tcp,80,EXACT',
    '10.2.0.0/16,10.1.0.1,udp,53,PORT',
    '10.2.0.0/16,10.1.0.1,udp,0,ANY',
    '10.3.0.0/16,10.4.0.0/20,tcp,22,BOTH',
  ]);
  const matcher = createRuleMatcher(file, { list: 'acl.csv' });
  const label = (text: string) => matcher.judge(flow(text)).label;
  expect(label('tcp 10.0.0.1:5000 > 10.1.0.1:80')).toBe('NEW');
  expect(label('tcp 10.0.0.9:5000 > 10.1.0.1:80')).toBe('EXACT');
  expect(label('udp 10.2.9.9:5000 > 10.1.0.1:53')).toBe('ANY');
  expect(label('tcp 10.3.9.9:5000 > 10.4.3.3:22')).toBe('BOTH');
  expect(label('tcp 10.3.9.9:5000 > 10.4.33.3:22')).toBeNull();
  expect(label('icmp/8 10.2.9.9 > 10.1.0.1')).toBeNull();
});

test('a reply row is not guessed where the port of the client is not known', () => {
  const file = parse('talk-csv', ['10.1.0.1,10.0.0.1,tcp,5985,WINRM', '10.1.0.1,10.0.0.2,tcp,80,WEB']);
  expect(judge(file, { list: 'acl.csv' }, 'tcp 10.0.0.1 > 10.1.0.1:443')).toBe('undetermined 1 (reply)');
  expect(judge(file, { list: 'acl.csv' }, 'tcp 10.0.0.2 > 10.1.0.1:443')).toBe('no-match -');
});
