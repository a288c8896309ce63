import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { referenceFacts } from '@scopemap/reference-network';
import { afterAll, describe, expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, '../main.ts');
const folder = mkdtempSync(join(tmpdir(), 'scopemap-classify-'));
const period = { end: Date.UTC(2026, 9, 1), days: 35 };
const facts = referenceFacts(period, 'withRulesAndTests');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

function scopemap(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { status, lines: stdout.split('\n').filter(Boolean), errors: stderr.split('\n').filter(Boolean) };
}

const now = file('now.json', facts);
const before = file('before.json', referenceFacts(period, 'asFirstImported'));

describe('classify', () => {
  test('prints what traffic suggests, with the tag that a yes becomes', () => {
    const { status, lines } = scopemap('classify', before, '--suggestions');
    expect(status).toBe(0);
    const at = lines.findIndex((line) => line.startsWith('influence: Does build-03 administer pay-app-07?'));
    expect(lines.slice(at + 1, at + 4)).toEqual([
      '    yes: tag build-03: manages pay-app-07',
      '    no: tag build-03: no-influence pay-app-07',
      '    from contact build-03>pay-app-07/22/tcp',
    ]);
  });

  test('prints a line per system, counts, and what to look at', () => {
    const { status, lines } = scopemap('classify', now);
    expect(status).toBe(0);
    expect(lines).toContainEqual(
      expect.stringMatching(/^CONNECTED +bi-02 \(conflict\): It is in contact with the CDE/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^ +\d+ {2}CDE_CHD$/));
    expect(lines).toContainEqual(expect.stringMatching(/of \d+; what is undetermined counts as in scope$/));
  });

  test('prints decisions as ndjson and everything as json', () => {
    const decisions = scopemap('classify', now, '--format', 'ndjson').lines.map((line) => JSON.parse(line));
    expect(decisions.length).toBeGreaterThan(facts.assets.length - 1);
    expect(decisions.find(({ id }) => id === 'bi-02')).toMatchObject({
      category: 'CONNECTED',
      reasons: [{ rule: 'R5' }],
    });
    const [json] = scopemap('classify', now, '--format', 'json').lines;
    expect(JSON.parse(json ?? '')).toMatchObject({
      assets: decisions,
      places: expect.anything(),
      items: expect.anything(),
    });
  });

  test('explains one system, in the words of a vocabulary with its credit', () => {
    const { lines } = scopemap('classify', now, '--explain', 'bi-02', '--vocabulary', 'pci-resources');
    expect(lines[0]).toBe('bi-02: Connected/communicating (CONNECTED), in scope, conflict');
    expect(lines).toContain('      contact bi-02>vault-db-03/5432/tcp');
    expect(lines.at(-1)).toMatch(/Yves Desharnais.*CC BY-SA 4\.0/);
  });

  test('says what moved since, and because of which fact', () => {
    const { lines } = scopemap('classify', now, '--since', before);
    const at = lines.findIndex((line) => line.startsWith('test-08: UNDETERMINED -> CDE_CONTAMINATED'));
    expect(at).toBeGreaterThan(-1);
    expect(lines.slice(at + 1, at + 4)).toContain('    because rule cde-fw-1:400 added');
    expect(lines.at(-1)).toMatch(/^\d+ moved, 0 new, 0 gone; \d+ facts differ$/);
    expect(scopemap('classify', now, '--since', now).lines).toEqual(['0 moved, 0 new, 0 gone; 0 facts differ']);
  });

  test.each<[string, unknown, RegExp]>([
    ['form', { ...facts, contacts: [{ ...facts.contacts[0], port: 70_000 }] }, /: contacts\[0\]\.port: /],
    ['unknown-field', { ...facts, surprise: 1 }, /surprise/],
    [
      'reference',
      { ...facts, bindings: [{ ...facts.bindings[0], asset: 'nobody' }] },
      /: bindings\[0\]\.asset: .*nobody/,
    ],
  ])('names what is wrong with a file: %s', (name, value, message) => {
    const { status, lines, errors } = scopemap('classify', file(`${name}.json`, value));
    expect({ status, lines }).toEqual({ status: 1, lines: [] });
    expect(errors[0]).toMatch(message);
    expect(errors.at(-1)).toMatch(/^scopemap: .*\d errors? in the facts$/);
  });

  test.each<[string[], number, RegExp]>([
    [['classify'], 2, /name one facts file/],
    [['classify', now, '--format', 'xml'], 2, /--format takes table or ndjson or json/],
    [['classify', now, '--explain', 'a', '--since', now], 2, /exclude each other/],
    [['classify', now, '--explain', 'nobody'], 1, /no system, zone or segment "nobody"/],
    [['classify', join(folder, 'none.json')], 1, /there is no file/],
    [['classify', file('broken.json', '{')], 1, /broken\.json: no JSON: /],
    [['plan', 'allow', now], 2, /--from and --to name two zones/],
    [['plan', 'allow', now, '--from', 'Moon', '--to', 'DMZ'], 1, /there is no zone or segment "Moon"/],
  ])('%j is refused', (args, code, message) => {
    const { status, errors } = scopemap(...args);
    expect(status).toBe(code);
    expect(errors.join('\n')).toMatch(message);
  });
});

test('plan reduce finds the leftover rule first and says that it is used', () => {
  const { lines } = scopemap('plan', 'reduce', now, '--steps', '1');
  expect(lines[2]).toMatch(/^ {2}end rule cde-fw-1:400: \d+ flows, last 2026-/);
});
