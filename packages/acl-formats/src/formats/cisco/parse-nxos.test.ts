import { expect, test } from 'vitest';
import { judge, parse, unread } from '../../testing/judge-text.ts';

const FILE = parse('nxos', [
  /* 1 */ 'object-group ip address PCI-WEB',
  /* 2 */ '  10 host 10.20.0.5',
  /* 3 */ '  20 10.20.4.0/22',
  /* 4 */ 'object-group ip port WEB-PORTS',
  /* 5 */ '  10 eq 443',
  /* 6 */ '  20 range 8000 8010',
  /* 7 */ 'ip access-list STORE',
  /* 8 */ '  statistics per-entry',
  /* 9 */ '  10 remark stores to the payment front end',
  /* 10 */ '  20 permit tcp 10.30.0.0/16 addrgroup PCI-WEB portgroup WEB-PORTS',
  /* 11 */ '  30 permit udp 10.30.0.0 0.0.255.255 10.20.0.53/32 eq domain',
  /* 12 */ '  40 deny ip any any log',
  /* 13 */ 'interface Vlan30',
  /* 14 */ '  ip access-group STORE in',
]);

test.each([
  ['tcp 10.30.1.1 > 10.20.0.5:443', 'allowed 10'],
  ['tcp 10.30.1.1 > 10.20.7.255:8005', 'allowed 10'],
  ['tcp 10.30.1.1 > 10.20.8.0:443', 'denied 12'],
  ['tcp 10.30.1.1 > 10.20.0.5:80', 'denied 12'],
  ['udp 10.30.1.1 > 10.20.0.53:53', 'allowed 11'],
  ['icmp/8 10.30.1.1 > 10.20.0.53', 'denied 12'],
])('%s is %s', (text, expected) => expect(judge(FILE, { list: 'STORE' }, text)).toBe(expected));

test('everything was understood', () => {
  expect(unread(FILE)).toEqual([]);
  expect(FILE.bindings).toEqual([{ list: 'STORE', place: 'Vlan30', direction: 'in', line: 14 }]);
});
