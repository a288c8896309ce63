import { expect, test } from 'vitest';
import { judge, parse, unread } from '../../testing/judge-text.ts';

const FILE = parse('asa', [
  /* 1 */ 'name 10.20.0.99 jump-host',
  /* 2 */ 'object network WEB1',
  /* 3 */ ' host 10.20.0.5',
  /* 4 */ 'object network STORES',
  /* 5 */ ' subnet 10.30.0.0 255.255.0.0',
  /* 6 */ 'object network UPDATES',
  /* 7 */ ' fqdn v4 updates.example.net',
  /* 8 */ 'object service HTTPS-ALT',
  /* 9 */ ' service tcp destination eq 8443',
  /* 10 */ 'object-group network PCI',
  /* 11 */ ' network-object object WEB1',
  /* 12 */ ' network-object 10.20.8.0 255.255.255.0',
  /* 13 */ ' group-object PCI-OLD',
  /* 14 */ 'object-group network PCI-OLD',
  /* 15 */ ' network-object host 10.21.0.1',
  /* 16 */ 'object-group service WEB tcp',
  /* 17 */ ' port-object eq www',
  /* 18 */ ' port-object range 8000 8005',
  /* 19 */ 'object-group service MIXED',
  /* 20 */ ' service-object tcp destination eq ssh',
  /* 21 */ ' service-object udp destination eq snmp',
  /* 22 */ ' service-object object HTTPS-ALT',
  /* 23 */ ' service-object icmp echo',
  /* 24 */ 'access-list INSIDE remark web front end',
  /* 25 */ 'access-list INSIDE extended permit tcp object STORES object-group PCI object-group WEB log',
  /* 26 */ 'access-list INSIDE extended permit object-group MIXED host jump-host object-group PCI',
  /* 27 */ 'access-list INSIDE extended deny ip any4 10.21.0.0 255.255.0.0 inactive',
  /* 28 */ 'access-list INSIDE extended permit tcp 10.40.0.0 255.255.255.0 any eq https time-range NIGHT',
  /* 29 */ 'access-list INSIDE extended permit tcp any object UPDATES eq 443',
  /* 30 */ 'access-list INSIDE extended permit tcp object-group-user ADMINS any any eq 22',
  /* 31 */ 'access-group INSIDE in interface inside',
  /* 32 */ 'nat (inside,outside) dynamic interface',
]);

test.each([
  ['tcp 10.30.1.1 > 10.20.0.5:80', 'allowed 25'],
  ['tcp 10.30.1.1 > 10.21.0.1:8003', 'allowed 25'],
  ['tcp 10.20.0.99 > 10.20.8.8:22', 'allowed 26'],
  ['udp 10.20.0.99 > 10.20.8.8:161', 'allowed 26'],
  ['tcp 10.20.0.99 > 10.20.0.5:8443', 'allowed 26'],
  ['icmp/8 10.20.0.99 > 10.20.0.5', 'allowed 26'],
  ['icmp/0 10.20.0.99 > 10.20.0.5', 'denied -'],
  ['tcp 10.40.0.9 > 10.20.0.5:443', 'undetermined 28'],
  ['tcp 10.41.0.9 > 192.0.2.9:443', 'undetermined 29'],
  ['tcp 10.41.0.9 > 192.0.2.9:22', 'undetermined 30'],
  ['udp 10.41.0.9 > 192.0.2.9:22', 'denied -'],
])('%s is %s', (text, expected) => expect(judge(FILE, { list: 'INSIDE' }, text)).toBe(expected));

test('what was not understood is listed with its line', () => {
  expect(unread(FILE)).toEqual([
    '30: "object-group-user" (users and security groups are not in flows)',
    '32: not modelled: it may filter or rewrite traffic outside the lists',
  ]);
  expect(FILE.bindings).toEqual([{ list: 'INSIDE', place: 'inside', direction: 'in', line: 31 }]);
});
