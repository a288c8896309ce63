import { describe, expect, it } from 'vitest';
import { DhcpdLeaseReader } from './dhcpd-leases.ts';

/** `address machine from-to` of all leases, hours of 15 January 2026, and `line N: …` of what is wrong. */
function read(text: string): string[] {
  const reader = new DhcpdLeaseReader();
  const lines = text.split('\n').map((line, i) => ({ number: i + 1, text: line, isCut: false }));
  const findings = [...lines.flatMap((line) => reader.read(line)), ...reader.finish()];
  const hour = (date: Date | null) => (date === null ? 'ever' : date.toISOString().slice(8, 13).replace('15T', ''));
  return findings.map((finding) => {
    if ('problem' in finding) return `line ${finding.problem.line}: ${finding.problem.message}`;
    const { address, mac, name, from, to } = finding.stated;
    return `${address} ${mac ?? '-'} ${name ?? '-'} ${hour(from)}-${hour(to)}`;
  });
}

const time = (hour: string) => `4 2026/01/15 ${hour}:00:00`;

function lease(starts: string, ends: string, mac: string, more = '', address = '10.1.0.5'): string {
  const client = mac === '' ? '' : `  hardware ethernet ${mac};\n`;
  const until = ends === 'never' ? ends : time(ends);
  return `lease ${address} {\n  starts ${time(starts)};\n  ends ${until};\n  cltt ${time(starts)};\n${client}${more}}\n`;
}

const A = '02:00:5e:00:53:0a';
const B = '02:00:5e:00:53:0b';

describe('dhcpd.leases', () => {
  it.each<[string, string, string[]]>([
    ['one lease, with its name', lease('10', '22', A, '  client-hostname "till-1";\n'), [`10.1.0.5 ${A} till-1 10-22`]],
    ['a renewal goes on', lease('10', '14', A) + lease('12', '16', A), [`10.1.0.5 ${A} - 10-16`]],
    ['a release ends it early', lease('10', '22', A) + lease('10', '11', A), [`10.1.0.5 ${A} - 10-11`]],
    [
      'another client gets the address while the old lease still ran',
      lease('10', '22', A) + lease('12', '23', B),
      [`10.1.0.5 ${A} - 10-12`, `10.1.0.5 ${B} - 12-23`],
    ],
    [
      'the same client after a pause',
      lease('01', '02', A) + lease('05', '06', A),
      [`10.1.0.5 ${A} - 01-02`, `10.1.0.5 ${A} - 05-06`],
    ],
    ['a free address has no client', lease('01', '09', A) + lease('04', '05', ''), [`10.1.0.5 ${A} - 01-04`]],
    ['a lease for ever', lease('10', 'never', A), [`10.1.0.5 ${A} - 10-ever`]],
    [
      'each address by itself',
      lease('10', '12', A) + lease('10', '12', A, '', '10.1.0.6'),
      [`10.1.0.5 ${A} - 10-12`, `10.1.0.6 ${A} - 10-12`],
    ],
    [
      'times as seconds, comments and other blocks',
      `# written by the server\nserver-duid "x";\nfailover peer "p" state {\n  my state normal;\n}\nlease 10.1.0.5 {\n  starts epoch 1768471200; # Thu\n  ends never;\n  hardware ethernet ${A};\n}\n`,
      [`10.1.0.5 ${A} - 10-ever`],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['no address', lease('10', '12', A, '', 'till'), ['line 1: "till" is not an IP address']],
    ['no MAC address', lease('10', '12', 'aa:bb'), ['line 5: "aa:bb" is not a MAC address']],
    [
      'no time',
      lease('10', '12', A).replace('2026/01', '2026/99'),
      ['line 2: "4 2026/99/15 10:00:00" is not a time of a lease'],
    ],
    ['ends first', lease('10', '09', A), ['line 1: the lease ends before it begins']],
    ['cut off', lease('10', '12', A).slice(0, -3), ['line 1: the file ends within this lease']],
  ])('names the line: %s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});
