import { describe, expect, test } from 'vitest';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import { type FactsSetting, NOW, network } from '../testing/facts-setting.ts';
import { checkFacts } from './check-facts.ts';

/** Facts without an error, with one of everything that refers to something. */
function site(): FactsSetting {
  return network()
    .zone('corp')
    .segment('cde', '10.1.0.0/24')
    .segment('office', '10.2.0.0/24', { zone: 'corp' })
    .thirdParty('acquirer')
    .asset('a', '10.1.0.1')
    .asset('z', '10.2.0.9')
    .holdsAccountData('a')
    .isolated('office', 'cde')
    .sighting('z', 'office', 'ARP')
    .contact('z', 'a', '443/tcp')
    .contact('10.9.0.1', '10.2.0.9', '443/tcp')
    .verdict('z > a 443/tcp', 'control office cde', 'denied')
    .approval('office', 'cde', '443/tcp');
}

type Change = (facts: ScopeFacts) => ScopeFacts;

/** The facts with another value in the first row of a list. */
function first<K extends keyof ScopeFacts>(list: K, change: object): Change {
  return (facts) => ({
    ...facts,
    [list]: (facts[list] as readonly object[]).map((row, i) => (i === 0 ? { ...row, ...change } : row)),
  });
}

const tagged = (subject: object, statement: object): Change => first('tags', { subject, statement });
const nowhere = { kind: 'segment', id: 'nowhere' };

describe('facts', () => {
  test('without an error have none', () => {
    expect(checkFacts(site().facts())).toEqual([]);
  });

  test.each<[string, string, Change]>([
    ['period', 'ends before', (facts) => ({ ...facts, period: { start: NOW, end: NOW } })],
    [
      'assets[1].id',
      '"a" is taken by assets[0].id',
      (facts) => ({
        ...facts,
        assets: facts.assets.map((asset) => ({ ...asset, id: 'a' })),
        bindings: [],
        tags: [],
        sightings: [],
        contacts: [],
        verdicts: [],
      }),
    ],
    ['segments[0].zone', 'no zone "nowhere"', first('segments', { zone: 'nowhere' })],
    ['segments[1].prefixes[0]', 'belongs to segments[0].prefixes[0]', first('segments', { prefixes: ['10.2.0.0/24'] })],
    ['segments[0].prefixes[0]', 'is no prefix', first('segments', { prefixes: ['10.1.0.1/24'] })],
    ['segments[0].prefixes[0]', 'write 10.1.0.0/24', first('segments', { prefixes: ['::ffff:10.1.0.0/120'] })],
    ['segments[0].prefixes[0]', 'write 10.1.0.1/32', first('segments', { prefixes: ['10.1.0.1'] })],
    ['bindings[0].asset', 'no asset "nobody"', first('bindings', { asset: 'nobody' })],
    ['bindings[0].address', 'write 2001:db8::1', first('bindings', { address: '2001:0db8::1' })],
    ['bindings[0].address', 'write 10.1.0.1', first('bindings', { address: '::ffff:10.1.0.1' })],
    ['bindings[0]', 'ends before', first('bindings', { from: NOW, until: NOW })],
    ['sightings[0].place', 'no segment "nowhere"', first('sightings', { place: nowhere })],
    ['sightings[0].asset', 'no asset "nobody"', first('sightings', { asset: 'nobody' })],
    ['tags[0].subject.id', 'no asset "nobody"', tagged({ kind: 'asset', id: 'nobody' }, { kind: 'serves-cde' })],
    ['tags[0].subject.id', 'name the asset', tagged({ kind: 'asset', id: '10.2.0.9' }, { kind: 'serves-cde' })],
    ['tags[0].subject', 'no segment "nowhere"', tagged(nowhere, { kind: 'no-account-data' })],
    ['tags[0].subject.id', 'no contact "gone"', tagged({ kind: 'contact', id: 'gone' }, { kind: 'contact-retired' })],
    [
      'tags[0].subject.kind',
      'account-data is said of asset, not of segment',
      tagged(
        { kind: 'segment', id: 'cde' },
        { kind: 'account-data', stores: true, processes: false, transmits: false },
      ),
    ],
    [
      'tags[0].statement.target',
      'no asset "nobody"',
      tagged({ kind: 'asset', id: 'a' }, { kind: 'manages', target: 'nobody' }),
    ],
    [
      'tags[0].statement.guest',
      'no asset "nobody"',
      tagged({ kind: 'asset', id: 'a' }, { kind: 'hosts', guest: 'nobody' }),
    ],
    [
      'tags[0].statement.other',
      'no segment "nowhere"',
      tagged({ kind: 'segment', id: 'cde' }, { kind: 'unsegmented', other: nowhere }),
    ],
    [
      'tags[0].statement.prefixes[0]',
      'is no prefix',
      tagged({ kind: 'asset', id: 'a' }, { kind: 'hides', prefixes: ['x'] }),
    ],
    [
      'tags[0].statement.party',
      'no third party "x"',
      tagged({ kind: 'asset', id: 'a' }, { kind: 'third-party', party: 'x' }),
    ],
    ['controls[0].asset', 'no asset "nobody"', first('controls', { asset: 'nobody' })],
    [
      'controls[0].separates[0][1]',
      'no segment "nowhere"',
      first('controls', { separates: [[{ kind: 'segment', id: 'cde' }, nowhere]] }),
    ],
    ['verdicts[0].control', 'no control "x"', first('verdicts', { control: 'x' })],
    ['verdicts[0].contact', 'no contact "x"', first('verdicts', { contact: 'x' })],
    ['segmentationTests[0].to', 'no segment "nowhere"', first('segmentationTests', { to: nowhere })],
    ['approvals[0].from', 'no segment "nowhere"', first('approvals', { from: nowhere })],
    [
      'boundaries[0].between[0]',
      'no segment "nowhere"',
      first('boundaries', { between: [nowhere, { kind: 'segment', id: 'cde' }] }),
    ],
    ['boundaries[0].exporters[0]', 'no exporter "x"', first('boundaries', { exporters: ['x'] })],
    ['contacts[0].from', 'neither an asset nor a canonical address', first('contacts', { from: 'nobody' })],
    ['contacts[0]', 'ends before', first('contacts', { first: NOW, last: NOW - 1 })],
  ])('%s: %s', (path, message, change) => {
    const errors = checkFacts(change(site().facts()));
    expect(errors.map((error) => error.path)).toContain(path);
    expect(errors.find((error) => error.path === path)?.message).toContain(message);
  });

  test('rules of one control may not have the ids of another', () => {
    const twice = site()
      .control('other', [['cde', 'corp']], { allows: null })
      .facts();
    const rule = {
      id: 'r',
      line: '1',
      action: 'allow',
      source: ['x'],
      destination: null,
      protocol: 6,
      ports: [[9, 1]],
      uncertain: false,
      text: '',
    } as const;
    const controls = twice.controls.map((control) => ({
      ...control,
      ruleSet: {
        id: 's',
        version: '1',
        pulledAt: 0,
        defaultAction: 'deny',
        linesNotUnderstood: [],
        rules: [rule],
      } as const,
    }));
    expect(checkFacts({ ...twice, controls }).map(({ path }) => path)).toEqual([
      'controls[1].ruleSet.rules[0].id',
      'controls[0].ruleSet.rules[0].source[0]',
      'controls[0].ruleSet.rules[0].ports[0]',
      'controls[1].ruleSet.rules[0].source[0]',
      'controls[1].ruleSet.rules[0].ports[0]',
    ]);
  });

  test('are not reported on without end', () => {
    const facts = site().facts();
    const contacts = Array.from({ length: 5000 }, () => ({ ...(facts.contacts[0] as ScopeFacts['contacts'][number]) }));
    expect(checkFacts({ ...facts, contacts })).toHaveLength(1000);
  });
});
