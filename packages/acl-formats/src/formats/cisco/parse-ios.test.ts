import { expect, test } from 'vitest';
import { createRuleMatcher } from '../../evaluate/create-rule-matcher.ts';
import { flow, judge, parse, unread } from '../../testing/judge-text.ts';

const FILE = parse('ios', [
  /* 1 */ 'hostname EDGE-1',
  /* 2 */ 'object-group network CDE-DB',
  /* 3 */ ' host 10.20.1.10',
  /* 4 */ ' 10.20.2.0 255.255.255.0',
  /* 5 */ ' range 10.20.3.5 10.20.3.9',
  /* 6 */ 'object-group service DB-PORTS',
  /* 7 */ ' tcp eq 1433',
  /* 8 */ ' udp range 1434 1435',
  /* 9 */ 'interface GigabitEthernet0/0',
  /* 10 */ ' ip access-group OFFICE-IN in',
  /* 11 */ 'ip access-list extended OFFICE-IN',
  /* 12 */ ' remark payment application, ticket 4711',
  /* 13 */ ' 10 permit tcp 10.10.0.0 0.0.255.255 host 10.20.0.5 eq 443 8443',
  /* 14 */ ' 20 permit object-group DB-PORTS 10.10.5.0 0.0.0.255 object-group CDE-DB',
  /* 15 */ ' 30 deny ip any 10.20.0.0 0.0.255.255 log',
  /* 16 */ ' 40 permit tcp any any established',
  /* 17 */ ' 50 permit icmp any any echo',
  /* 18 */ ' 60 permit udp any gt 1023 any eq domain time-range WORK',
  /* 19 */ ' 70 permit tcp 10.30.0.1 0.0.254.0 any neq 25',
  /* 20 */ ' 80 permit tcp any host 10.40.0.1 eq bogus-port',
  /* 21 */ ' 5 permit tcp host 10.10.9.9 any',
  /* 22 */ 'access-list 10 permit 10.50.0.0 0.0.255.255',
  /* 23 */ 'access-list 10 permit 10.51.0.1',
  /* 24 */ 'access-list 10 deny any',
  /* 25 */ 'ip nat inside source list 10 interface GigabitEthernet0/0 overload',
  /* 26 */ 'ipv6 access-list SIX',
  /* 27 */ ' permit tcp 2001:db8::/32 host 2001:db8:1::5 eq 22',
  /* 28 */ ' sequence 20 deny ipv6 any any',
]);

// Expected by hand from Cisco's rules: first match by sequence number, wildcard masks, implicit deny.
test.each([
  ['tcp 10.10.9.9 > 10.20.0.5:25', 'allowed 21'],
  ['tcp 10.10.1.1 > 10.20.0.5:443', 'allowed 13'],
  ['tcp 10.10.1.1 > 10.20.0.5:8443', 'allowed 13'],
  ['tcp 10.10.1.1 > 10.20.0.5:80', 'denied 15'],
  ['tcp 10.10.5.1 > 10.20.1.10:1433', 'allowed 14'],
  ['udp 10.10.5.1 > 10.20.2.77:1435', 'allowed 14'],
  ['tcp 10.10.5.1 > 10.20.3.10:1433', 'denied 15'],
  ['tcp 10.10.5.1 > 10.20.3.9:1433', 'allowed 14'],
  ['tcp 10.10.6.1 > 10.20.1.10:1433', 'denied 15'],
  ['icmp/8 10.10.6.1 > 192.0.2.1', 'allowed 17'],
  ['icmp/13 10.10.6.1 > 192.0.2.1', 'denied -'],
  ['udp 10.10.6.1 > 192.0.2.1:53', 'undetermined 18'],
  ['udp 10.10.6.1:53 > 192.0.2.1:53', 'denied -'],
  ['tcp 10.30.0.1 > 192.0.2.1:80', 'allowed 19'],
  ['tcp 10.30.254.1 > 192.0.2.1:80', 'allowed 19'],
  ['tcp 10.30.1.1 > 192.0.2.1:80', 'denied -'],
  ['tcp 10.30.0.1 > 192.0.2.1:25', 'denied -'],
  ['tcp 10.9.0.1 > 10.40.0.1:5000', 'undetermined 20'],
  ['tcp 10.9.0.1 > 192.0.2.1:5000', 'denied -'],
  ['tcp 2001:db8::1 > [2001:db8:1::5]:22', 'no-list -'],
])('%s is %s', (text, expected) => expect(judge(FILE, { list: 'OFFICE-IN' }, text)).toBe(expected));

test.each([
  ['tcp 10.50.1.1 > 192.0.2.1:80', 'allowed 22'],
  ['tcp 10.51.0.1 > 192.0.2.1:80', 'allowed 23'],
  ['tcp 10.51.0.2 > 192.0.2.1:80', 'denied 24'],
])('standard list: %s is %s', (text, expected) => expect(judge(FILE, { list: '10' }, text)).toBe(expected));

test('IPv6 lists', () => {
  expect(judge(FILE, { list: 'SIX' }, 'tcp 2001:db8::1 > [2001:db8:1::5]:22')).toBe('allowed 27');
  expect(judge(FILE, { list: 'SIX' }, 'tcp 2001:db8::1 > [2001:db8:1::5]:23')).toBe('denied 28');
});

test('replies of a stateless list need a list of their own', () => {
  const file = parse('ios', [
    'ip access-list extended IN',
    ' permit tcp 10.1.0.0 0.0.255.255 10.2.0.0 0.0.255.255 eq 443',
    ' permit udp 10.1.0.0 0.0.255.255 10.2.0.0 0.0.255.255 eq 53',
    'ip access-list extended BACK',
    ' permit tcp any any established',
  ]);
  const options = { list: 'IN', replyList: 'BACK' };
  expect(judge(file, options, 'tcp 10.1.0.1 > 10.2.0.1:443')).toBe('allowed 2');
  expect(judge(file, options, 'udp 10.1.0.1 > 10.2.0.1:53')).toBe('undetermined - (reply)');
  expect(createRuleMatcher(file, options).judge(flow('udp 10.1.0.1 > 10.2.0.1:53')).because).toEqual([
    "the client's packets are allowed by line 3, the answers are denied by default",
  ]);
  expect(judge(file, { list: 'IN' }, 'udp 10.1.0.1 > 10.2.0.1:53')).toBe('allowed 3');
});

test('what was not understood is listed; remarks, bindings and logging are kept', () => {
  expect(unread(FILE)).toEqual([
    '20: "bogus-port" is no port',
    '25: not modelled: it may filter or rewrite traffic outside the lists',
  ]);
  expect(FILE.bindings).toEqual([{ list: 'OFFICE-IN', place: 'GigabitEthernet0/0', direction: 'in', line: 10 }]);
  const [, first, , deny] = FILE.chains['OFFICE-IN'] ?? [];
  expect(first).toMatchObject({ remark: 'payment application, ticket 4711', label: '10' });
  expect(deny?.log).toBe(true);
});

test('an empty list permits, a list that is bound but not there is reported', () => {
  const file = parse('ios', ['ip access-list extended EMPTY', 'interface Gi1', ' ip access-group GONE out']);
  expect(judge(file, { list: 'EMPTY' }, 'tcp 10.0.0.1 > 10.0.0.2:80')).toBe('allowed -');
  expect(unread(file)).toEqual(['3: the file does not define this list']);
});
