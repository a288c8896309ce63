import { expect, test } from 'vitest';
import { judge, parse, unread } from '../../testing/judge-text.ts';

const FILE = parse('netbehave-csv', [
  '# most specific first',
  'DNS,protocol_name=udp,dst/ip=10.0.0.53,dst/port=53',
  'MGMT,src/ip=10.9.*,dst/port=22',
  'NOTHOME,src/ip!=10.0.0.0/8,protocol=6',
  'LOW,dst/port<1024,protocol=6',
  'BIG,bytes>1000',
  'HIGH,dst/port>1024',
]);

test.each([
  ['udp 10.1.1.1:999 > 10.0.0.53:53', 'allowed 2'],
  ['tcp 10.9.1.1 > 10.1.1.1:22', 'allowed 3'],
  ['tcp 192.0.2.1 > 10.1.1.1:8080', 'allowed 4'],
  ['tcp 10.1.1.1 > 10.1.1.2:443', 'allowed 5'],
  ['tcp 10.1.1.1 > 10.1.1.2:1024', 'undetermined 6'],
])('%s is %s', (text, expected) => expect(judge(FILE, { list: 'acl.csv' }, text)).toBe(expected));

test('conditions that cannot be evaluated are listed', () => {
  expect(unread(FILE)).toEqual([
    '6: "bytes>1000": NetBehave evaluates > as <',
    '7: "dst/port>1024": NetBehave evaluates > as <',
  ]);
});
