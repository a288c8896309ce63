import { describe, expect, it } from 'vitest';
import { CsvAddressReader } from './csv-addresses.ts';

/** What a list says of its lines below the head. */
function read(...lines: string[]): string[] {
  const reader = new CsvAddressReader();
  return lines
    .flatMap((text, i) => reader.read({ number: i + 1, text, isCut: false }))
    .map((finding) => {
      if ('problem' in finding) return `line ${finding.problem.line}: ${finding.problem.message}`;
      const { address, mac, name, from, to } = finding.stated;
      return [address, mac ?? '-', name ?? '-', from.toISOString(), to?.toISOString() ?? 'now'].join(' ');
    });
}

const HEAD = 'address,mac,name,from,until';
const DAY = '2026-01-15T00:00:00.000Z';

describe('a list of addresses', () => {
  it.each<[string, string[], string[]]>([
    [
      'a row',
      [HEAD, '10.1.0.5,02-00-5E-00-53-0A,till-1,2026-01-15,'],
      [`10.1.0.5 02:00:5e:00:53:0a till-1 ${DAY} now`],
    ],
    [
      'other order, separator and quotes',
      ['Name;Valid from;IP address;Until', '"till ""1""; left";2026-01-15T01:00+01:00;2001:DB8::5;2026-01-16 00:00Z'],
      [`2001:db8::5 - till "1"; left ${DAY} 2026-01-16T00:00:00.000Z`],
    ],
    [
      'leases of Windows with a column for their beginning',
      [
        '"IPAddress","ScopeId","ClientId","HostName","LeaseExpiryTime","From"',
        '"10.1.0.5","10.1.0.0","02-00-5e-00-53-0a","till-1","2026-01-16T00:00:00Z","2026-01-15"',
      ],
      [`10.1.0.5 02:00:5e:00:53:0a till-1 ${DAY} 2026-01-16T00:00:00.000Z`],
    ],
    [
      'a MAC address without signs',
      [HEAD, '10.1.0.5,02005e00530a,,2026-01-15,'],
      [`10.1.0.5 02:00:5e:00:53:0a - ${DAY} now`],
    ],
    ['empty lines and comments', ['', '# leases', HEAD, ' '], []],
  ])('%s', (_, lines, expected) => {
    expect(read(...lines)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['10.1.0.999,,till-1,2026-01-15,', '"10.1.0.999" is not an IP address'],
    ['10.1.0.5,xx,till-1,2026-01-15,', '"xx" is not a MAC address'],
    ['10.1.0.5,,,2026-01-15,', 'neither mac nor name says which machine it was'],
    ['10.1.0.5,,a\u0000b,2026-01-15,', 'the name is too long or holds control characters'],
    [
      '10.1.0.5,,till-1,15.1.2026,',
      'from: "15.1.2026" is not a day or a time with its zone, such as 2026-01-15 or 2026-01-15T10:00:00Z',
    ],
    [
      '10.1.0.5,,till-1,2026-01-15,2026-01-16T10:00:00',
      'until: "2026-01-16T10:00:00" is not a day or a time with its zone, such as 2026-01-15 or 2026-01-15T10:00:00Z',
    ],
    [
      '10.1.0.5,,till-1,2026-02-31,',
      'from: "2026-02-31" is not a day or a time with its zone, such as 2026-01-15 or 2026-01-15T10:00:00Z',
    ],
    ['10.1.0.5,,till-1,2026-01-15,2026-01-14', 'it ends before it begins'],
    ['"10.1.0.5,,till-1,2026-01-15,', 'a quote is not closed'],
  ])('names what is wrong with %s', (line, message) => {
    expect(read(HEAD, line)).toEqual([`line 2: ${message}`]);
  });

  it('needs its columns named', () => {
    expect(read('host,vlan')).toEqual(['line 1: the first line must name the columns address, from and mac or name']);
  });
});
