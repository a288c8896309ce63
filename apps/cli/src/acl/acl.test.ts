import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, '../main.ts');
const folder = mkdtempSync(join(tmpdir(), 'scopemap-acl-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

function acl(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'acl', ...args], { encoding: 'utf8' });
  return { status, lines: stdout.split('\n').filter(Boolean), errors: stderr.split('\n').filter(Boolean) };
}

const ios = file(
  'edge.txt',
  'ip access-list extended IN',
  ' permit tcp 10.1.0.0 0.0.0.255 host 10.2.0.1 eq 443',
  ' permit tcp any any eq bogus',
  ' deny ip any any',
  'ip access-list extended OTHER',
  ' deny ip any any',
);
const relationships = file(
  'flows.ndjson',
  '{"client":"10.1.0.9","server":"10.2.0.1","protocol":6,"port":443,"last":1760000000000}',
  '{"client":null,"server":null,"endpoints":[{"address":"10.1.0.9","port":5},{"address":"10.3.0.1","port":7}],"protocol":17,"port":null,"last":1760000000001}',
  '{"client":"10.1.0.9","server":"10.2.0.1","protocol":6,"port":22}',
);

test('parse prints the model and lists what was not understood', () => {
  const { status, lines, errors } = acl('parse', ios, '--format', 'ios', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(lines.join(''))).toMatchObject({ format: 'ios', unread: [{ line: 3 }] });
  expect(errors).toEqual([`scopemap: ${ios}: line 3 not understood: "bogus" is no port: permit tcp any any eq bogus`]);
  expect(acl('parse', ios, '--format', 'ios').lines).toContain('  line 2 allow tcp:443 10.1.0.0/24 -> 10.2.0.1/32');
});

test('match prints a verdict per relationship', () => {
  const { status, lines } = acl('match', ios, '--format', 'ios', '--flows', relationships, '--list', 'IN', '--json');
  expect(status).toBe(0);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { client: '10.1.0.9', port: 443, answer: 'allowed', line: 2 },
    { client: null, answer: 'denied', line: 4 },
    { port: 22, answer: 'undetermined', line: 3, because: ['line 3: not understood: "bogus" is no port'] },
  ]);
});

test('match --review prints what the relationships say of each rule', () => {
  const { lines } = acl(
    'match',
    ios,
    '--format',
    'ios',
    '--flows',
    relationships,
    '--list',
    'IN',
    '--review',
    '--json',
  );
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { line: 2, matched: 1, lastMatch: 1_760_000_000_000, shadowedBy: null, broad: [] },
    { line: 3, matched: 0, possible: 1 },
    { line: 4, matched: 1, lastMatch: 1_760_000_000_001 },
  ]);
});

test('a flows file may be CSV; its faulty lines are named and fail the run', () => {
  const flows = file(
    'flows.csv',
    'client,server,protocol,port,client_port',
    '10.1.0.9,10.2.0.1,tcp,443,',
    '10.1.0.9,10.2.0.1,nonsense,443,',
  );
  const { status, lines, errors } = acl('match', ios, '--format', 'ios', '--flows', flows, '--list', 'IN');
  expect(status).toBe(1);
  expect(lines).toEqual(['allowed by line 2\ttcp 10.1.0.9 -> 10.2.0.1 port 443']);
  expect(errors.slice(1)).toEqual([
    `scopemap: ${flows}: line 3: "nonsense" is no protocol`,
    `scopemap: ${flows}: 1 lines are no relationships and were not judged`,
  ]);
});

test.each([
  [['parse'], 2, 'name one rule file'],
  [['parse', ios, '--format', 'x'], 2, '--format takes one of'],
  [['match', ios, '--format', 'ios'], 2, '--flows names the file'],
  [['match', ios, '--format', 'ios', '--flows', relationships], 2, 'name one with --list: IN, OTHER'],
  [['parse', join(folder, 'none'), '--format', 'ios'], 1, 'there is no file'],
  [['parse', ios, '--format', 'aws-sg'], 1, `${ios}: line 1: no valid JSON`],
])('%j fails with %i', (args, code, message) => {
  const { status, errors } = acl(...args);
  expect(status).toBe(code);
  expect(errors.at(-1)).toContain(message);
});
