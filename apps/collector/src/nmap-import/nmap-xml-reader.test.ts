import { readFileSync } from 'node:fs';
import type { ScannedHost } from '@scopemap/database';
import { describe, expect, test } from 'vitest';
import { looksLikeNmapXml } from './looks-like-nmap-xml.ts';
import { NmapXmlReader } from './nmap-xml-reader.ts';

const fixture = readFileSync(new URL('./fixtures/tcp-and-udp.xml', import.meta.url));

const bytes = (text: string) => new TextEncoder().encode(text);

function read(octets: Uint8Array, step = octets.length): { hosts: ScannedHost[]; incomplete: boolean } {
  const reader = new NmapXmlReader();
  const hosts: ScannedHost[] = [];
  for (let at = 0; at < octets.length; at += step) hosts.push(...reader.push(octets.subarray(at, at + step)));
  return { hosts, ...reader.finish() };
}

const HEAD = '<?xml version="1.0"?>\n<!DOCTYPE nmaprun>\n<nmaprun scanner="nmap" start="1790000000">';
const TAIL = '<runstats><finished exit="success"/></runstats></nmaprun>';
const UP = '<status state="up"/><address addr="10.2.0.7" addrtype="ipv4"/>';
const document = (inside: string) => `${HEAD}${inside}${TAIL}`;
const readText = (text: string) => read(bytes(text));

describe('a real scan of TCP and UDP', () => {
  test('states are kept apart, and ports that were only summed up have theirs', () => {
    const { hosts, incomplete } = read(fixture);
    expect(incomplete).toBe(false);
    expect(hosts).toHaveLength(1);
    const [host] = hosts as [ScannedHost];
    const stateOf = (protocol: number, port: number) =>
      host.ports.find((entry) => entry.protocol === protocol && entry.port === port)?.state ??
      host.rest.find((range) => range.protocol === protocol && range.from <= port && port <= range.to)?.state;
    expect(host.address).toBe('127.0.0.1');
    expect(host.seenAt.getUTCFullYear()).toBeGreaterThan(2000);
    expect([stateOf(6, 42_443), stateOf(6, 42_000), stateOf(6, 43_000)]).toEqual(['open', 'closed', undefined]);
    expect([stateOf(17, 42_053), stateOf(17, 42_054), stateOf(17, 42_055)]).toEqual([
      'open|filtered',
      'open',
      'closed',
    ]);
  });

  test('the same, however it is cut into pieces', () => {
    const whole = read(fixture);
    for (const step of [1, 7, 4096]) expect(read(fixture, step)).toEqual(whole);
  });
});

test('names, MAC address, IPv6 and times of a host', () => {
  const text = document(`<host starttime="1790000001" endtime="1790000009"><status state="up"/>
    <address addr="2001:DB8:0::7" addrtype="ipv6"/><address addr="02:00:5E:00:53:0A" addrtype="mac" vendor="x"/>
    <hostnames><hostname name="db.example" type="PTR"/><hostname name="db.example" type="user"/></hostnames></host>`);
  expect(readText(text).hosts).toEqual([
    {
      address: '2001:db8::7',
      seenAt: new Date(1_790_000_009_000),
      ports: [],
      rest: [],
      names: ['db.example'],
      mac: '02:00:5e:00:53:0a',
    },
  ]);
});

test.each([
  ['a host that is down', '<host><status state="down"/><address addr="10.2.0.7" addrtype="ipv4"/></host>'],
  ['a host without an address', '<host><status state="up"/></host>'],
  ['a hint', `<hosthint>${UP}</hosthint>`],
  ['a host inside something else', `<postscript><host>${UP}</host></postscript>`],
])('%s is no host', (_, inside) => {
  expect(readText(document(inside)).hosts).toEqual([]);
});

test('what scripts write into a port is not taken for its state', () => {
  const port =
    '<port protocol="tcp" portid="443"><state state="closed"/><script id="x"><state state="open"/></script></port>';
  expect(readText(document(`<host>${UP}<ports>${port}</ports></host>`)).hosts[0]?.ports).toEqual([
    { protocol: 6, port: 443, state: 'closed' },
  ]);
});

test.each([
  ['an unknown state', '<port protocol="tcp" portid="1"><state state="ajar"/></port>'],
  ['an unknown protocol', '<port protocol="xyz" portid="1"><state state="open"/></port>'],
  ['a port beyond the last', '<port protocol="tcp" portid="65536"><state state="open"/></port>'],
  ['a port that is none', '<port protocol="tcp" portid="1-5"><state state="open"/></port>'],
  ['a count without ports', '<extraports state="closed" count="3"><extrareasons reason="x" count="3"/></extraports>'],
])('%s is no finding', (_, inside) => {
  expect(readText(document(`<host>${UP}<ports>${inside}</ports></host>`)).hosts).toMatchObject([
    { ports: [], rest: [] },
  ]);
});

test('a scan that was stopped is incomplete, with the hosts until then', () => {
  const text = `${HEAD}<host>${UP}</host><host><status state="up"/><address addr="10.2`;
  expect(readText(text)).toMatchObject({ hosts: [{ address: '10.2.0.7' }], incomplete: true });
  expect(readText(`${HEAD}<runstats><finished exit="error"/></runstats></nmaprun>`).incomplete).toBe(true);
});

test.each([
  ['an entity of its own', `<!DOCTYPE nmaprun [<!ENTITY a "b">]><nmaprun start="1"/>`, 'document type'],
  ['an outside document type', '<!DOCTYPE nmaprun SYSTEM "file:///etc/passwd"><nmaprun start="1"/>', 'document type'],
  ['an undeclared entity', document('<host a="&lol;"/>'), 'not well-formed'],
  ['another root', '<html/>', 'root element is html'],
  ['no start', '<nmaprun scanner="nmap"/>', 'when the scan began'],
  ['elements that do not match', `${HEAD}<host></port>`, 'not well-formed'],
  ['text', 'Starting Nmap 7.93', 'not well-formed'],
  ['nothing', '', 'not XML of nmap'],
  ['something behind the end', `${document('')}<nmaprun/>`, 'not well-formed'],
  ['elements too deep', document('<a>'.repeat(60)), 'too deep'],
])('%s is refused', (_, text, message) => {
  expect(() => readText(text)).toThrow(message);
});

test('an element without end does not fill the memory', () => {
  const reader = new NmapXmlReader();
  reader.push(bytes(`${HEAD}<host name="`));
  const piece = bytes('x'.repeat(1024 * 1024));
  expect(() => {
    for (let i = 0; i < 17; i++) reader.push(piece);
  }).toThrow('too long');
});

test('octets that are no UTF-8 are refused', () => {
  expect(() => read(new Uint8Array([...bytes(HEAD), 0xff, 0xfe]))).toThrow('not UTF-8');
});

test.each([
  ['a real result', fixture, true],
  ['one without prolog', bytes('<nmaprun start="1">'), true],
  ['one with a byte order mark', bytes('\uFEFF<?xml version="1.0"?><nmaprun>'), true],
  ['other XML', bytes('<?xml version="1.0"?><html><nmaprun></html>'), false],
  ['an element with a longer name', bytes('<nmaprunner>'), false],
  ['a capture', new Uint8Array([0xd4, 0xc3, 0xb2, 0xa1]), false],
  ['nothing', new Uint8Array(), false],
])('%s looks like nmap XML: %s', (_, head, expected) => {
  expect(looksLikeNmapXml(head)).toBe(expected);
});
