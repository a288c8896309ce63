import { describe, expect, test } from 'vitest';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import { decided } from '../testing/decided.ts';
import { allow, DAY, type FactsSetting, NOW, network } from '../testing/facts-setting.ts';

/** Two CDE places and `z` in the office, shown to be out of scope of both. */
function shown(): FactsSetting {
  return network()
    .segment('cde', '10.1.0.0/24')
    .segment('vault', '10.1.1.0/24')
    .segment('office', '10.2.0.0/24')
    .asset('a', '10.1.0.1')
    .asset('v', '10.1.1.1')
    .holdsAccountData('a')
    .holdsAccountData('v')
    .asset('z', '10.2.0.9')
    .isolated('office', 'cde', 'vault');
}

/** Replaces the fact with the id in one of the lists; null removes it. */
function changed<K extends 'tags' | 'controls' | 'segmentationTests' | 'boundaries' | 'exporters'>(
  list: K,
  id: string,
  change: Partial<ScopeFacts[K][number]> | null,
): ScopeFacts {
  const facts = shown().facts();
  const rows: readonly { readonly id: string }[] = facts[list];
  expect(rows.map((row) => row.id)).toContain(id);
  return {
    ...facts,
    [list]: rows.flatMap((row) => (row.id !== id ? [row] : change === null ? [] : [{ ...row, ...change }])),
  };
}

describe('out of scope falls with each of its grounds', () => {
  test('and holds while all are there', () => {
    expect(decided(shown()).category('z')).toBe('OUT_OF_SCOPE');
  });

  const control = 'control office vault';
  const rules = shown()
    .facts()
    .controls.find(({ id }) => id === control)?.ruleSet;
  const withRules = (change: object) =>
    changed('controls', control, { ruleSet: rules ? { ...rules, ...change } : null });

  test.each<[string, ScopeFacts, string]>([
    ['nobody looked for account data', changed('tags', 'no-account-data office', null), 'no-account-data'],
    ['that look has expired', changed('tags', 'no-account-data office', { until: NOW }), 'no-account-data'],
    ['no justification', changed('tags', 'out-of-scope-justified office', null), 'justification'],
    [
      'the justification has expired',
      changed('tags', 'out-of-scope-justified office', { until: NOW }),
      'justification',
    ],
    ['no control towards one of the CDE places', changed('controls', control, null), 'control'],
    ['rules of a control not known', changed('controls', control, { ruleSet: null }), 'rules'],
    ['a default action not known', withRules({ defaultAction: 'unknown' }), 'rules'],
    ['lines not understood', withRules({ linesNotUnderstood: ['12: permit-ish'] }), 'rules'],
    [
      'a line that may say anything',
      withRules({ rules: [allow('10.2.0.9', '10.1.1.1', '443/tcp', { uncertain: true })] }),
      'rules',
    ],
    [
      'no test against one of the CDE places',
      changed('segmentationTests', 'test office vault', null),
      'segmentation-test',
    ],
    ['that test failed', changed('segmentationTests', 'test office vault', { result: 'failed' }), 'segmentation-test'],
    [
      'the tester was not independent',
      changed('segmentationTests', 'test office vault', { independent: false }),
      'segmentation-test',
    ],
    [
      'the test went the other way only',
      changed('segmentationTests', 'test office vault', {
        from: { kind: 'segment', id: 'vault' },
        to: { kind: 'segment', id: 'office' },
      }),
      'segmentation-test',
    ],
    [
      'the test lies in the future',
      changed('segmentationTests', 'test office vault', { at: NOW + DAY }),
      'segmentation-test',
    ],
    ['the control changed since the test', changed('controls', control, { changedAt: NOW - DAY }), 'segmentation-test'],
    ['when the control changed is not known', changed('controls', control, { changedAt: null }), 'segmentation-test'],
    ['nobody watches the boundary', changed('boundaries', 'boundary office vault', null), 'coverage'],
    ['not every path is watched', changed('boundaries', 'boundary office vault', { everyPath: false }), 'coverage'],
    ['one direction is watched', changed('boundaries', 'boundary office vault', { directions: 'one' }), 'coverage'],
    [
      'which directions are watched is unknown',
      changed('boundaries', 'boundary office vault', { directions: 'unknown' }),
      'coverage',
    ],
    ['the boundary names no exporter', changed('boundaries', 'boundary office vault', { exporters: [] }), 'coverage'],
    [
      'the exporter samples',
      changed('exporters', 'exporter office vault', { sampling: 'sampled', samplingInterval: 100 }),
      'coverage',
    ],
    ['sampling is not known', changed('exporters', 'exporter office vault', { sampling: 'unknown' }), 'coverage'],
    ['uptime is not known', changed('exporters', 'exporter office vault', { uptime: null }), 'coverage'],
    ['uptime is short', changed('exporters', 'exporter office vault', { uptime: 0.98 }), 'coverage'],
    ['loss is not known', changed('exporters', 'exporter office vault', { sequenceLoss: null }), 'coverage'],
    ['records were lost', changed('exporters', 'exporter office vault', { sequenceLoss: 0.002 }), 'coverage'],
    ['undecodable is not known', changed('exporters', 'exporter office vault', { undecodable: null }), 'coverage'],
    ['sets could not be decoded', changed('exporters', 'exporter office vault', { undecodable: 0.002 }), 'coverage'],
    ['skew is not known', changed('exporters', 'exporter office vault', { skewSeconds: null }), 'coverage'],
    ['the clock is off', changed('exporters', 'exporter office vault', { skewSeconds: 6 }), 'coverage'],
    ['the window is short', { ...shown().facts(), period: { start: NOW - 29 * DAY, end: NOW } }, 'coverage'],
    [
      'the window ended long ago',
      { ...shown().facts(), period: { start: NOW - 90 * DAY, end: NOW - 31 * DAY } },
      'coverage',
    ],
    [
      'most of the window lies ahead',
      { ...shown().facts(), period: { start: NOW - 5 * DAY, end: NOW + 35 * DAY } },
      'coverage',
    ],
    [
      'a later test found a way back out of the CDE',
      shown()
        .tested('vault', 'office', { result: 'failed', at: NOW - DAY })
        .facts(),
      'segmentation-test',
    ],
    [
      'a calendar event did not happen in the window',
      shown()
        .calendarEvent('Year end', Date.UTC(2025, 11, 31))
        .facts(),
      'coverage',
    ],
  ])('%s', (_, facts, missing) => {
    const result = decided(facts);
    expect(result.category('z')).toBe('UNDETERMINED');
    expect(result.placeCategory('office')).toBe('UNDETERMINED');
    expect(result.missing('z')).toContain(missing);
    expect(result.explain('z').inScope).toBe(true);
  });

  test('a calendar event in the window is no obstacle', () => {
    expect(decided(shown().calendarEvent('Month end', NOW - 10 * DAY)).category('z')).toBe('OUT_OF_SCOPE');
  });
});

/** Facts that try to have `z` called out of scope although something speaks against it. */
describe('is not reached by a detour', () => {
  const notOut = (setting: FactsSetting, id = 'z') => expect(decided(setting).category(id)).not.toBe('OUT_OF_SCOPE');

  test('a second, uncontrolled path beside the tested one', () => {
    notOut(shown().control('bypass', [['office', 'vault']], { allows: null }));
    notOut(shown().control('bypass', [['office', 'vault']], { rules: { defaultAction: 'allow' } }));
  });

  test('a place that is said to be unsegmented', () => {
    const result = decided(shown().tag('office', { kind: 'unsegmented', other: { kind: 'segment', id: 'vault' } }));
    expect(result.category('z')).toBe('CDE_CONTAMINATED');
    const turned = decided(shown().tag('vault', { kind: 'unsegmented', other: { kind: 'segment', id: 'office' } }));
    expect(turned.category('z')).toBe('CDE_CONTAMINATED');
  });

  test('a second address in another place', () => {
    notOut(shown().asset('dual', '10.2.0.40', '10.9.0.1'), 'dual');
    expect(decided(shown().asset('dual', '10.2.0.41', '10.1.0.50')).category('dual')).toBe('CDE_CONTAMINATED');
    notOut(shown().asset('dual', '10.2.0.42', '2001:db8::1'), 'dual');
  });

  test('no address at all', () => {
    notOut(shown().asset('nowhere'), 'nowhere');
  });

  test('an address of long ago only', () => {
    notOut(
      shown()
        .asset('gone')
        .bind('gone', '10.2.0.50', null, NOW - 300 * DAY),
      'gone',
    );
  });

  test('it was in the segment of the CDE during the period', () => {
    const moved = shown()
      .asset('moved')
      .bind('moved', '10.1.0.51', null, NOW - 10 * DAY)
      .bind('moved', '10.2.0.51', NOW - 10 * DAY, null);
    notOut(moved, 'moved');
  });

  test('the CDE system moved into its segment', () => {
    const guest = shown()
      .asset('roaming')
      .holdsAccountData('roaming')
      .bind('roaming', '10.2.0.60', NOW - 5 * DAY, null);
    expect(decided(guest).category('z')).toBe('CDE_CONTAMINATED');
  });

  test('a CDE place that nobody named, claimed only', () => {
    notOut(shown().segment('lab', '10.8.0.0/24').tag('lab', { kind: 'cde-segment' }));
    notOut(shown().zone('lab', '10.8.0.0/24').tag('lab', { kind: 'claim', claim: 'cde' }));
  });

  test('account data on a system that stands in no place', () => {
    notOut(shown().asset('stray', '172.16.0.1').holdsAccountData('stray'));
    notOut(shown().asset('unplaced').holdsAccountData('unplaced'));
  });

  test('a contaminated place that it has not been separated from', () => {
    notOut(
      shown()
        .segment('dirty', '10.8.0.0/24')
        .asset('d', '10.8.0.1')
        .tag('dirty', { kind: 'unsegmented', other: { kind: 'segment', id: 'cde' } }),
    );
  });

  test('the contact is with a system that is contaminated only', () => {
    const result = decided(shown().asset('b', '10.1.0.2').contact('z', 'b', '443/tcp'));
    expect(result.category('z')).toBe('CONNECTED');
  });

  test('the contact is written with addresses', () => {
    expect(decided(shown().contact('10.2.0.9', '10.1.0.1', '443/tcp')).category('z')).toBe('CONNECTED');
    expect(decided(shown().contact('10.1.0.1', '10.2.0.9', '443/tcp')).category('z')).toBe('CONNECTED');
  });

  test('the contact is with an unbound address of the CDE segment', () => {
    expect(decided(shown().contact('z', '10.1.0.99', '443/tcp')).category('z')).toBe('CONNECTED');
    expect(decided(shown().contact('z', '10.1.0.99', '443/tcp')).category('10.1.0.99')).toBe('CDE_CONTAMINATED');
  });

  test('the contact is older than the period', () => {
    const old = shown().contact('z', 'a', '443/tcp', { first: NOW - 400 * DAY, last: NOW - 399 * DAY });
    expect(decided(old).category('z')).toBe('CONNECTED');
  });

  test('the rule says denied, and the contact was seen all the same', () => {
    const seen = shown().contact('z', 'a', '443/tcp').verdict('z > a 443/tcp', 'control office cde', 'denied', '99');
    const result = decided(seen);
    expect(result.category('z')).toBe('CONNECTED');
    expect(result.items('contact z > a 443/tcp')).toContain('segmentation-failure');
  });

  test('a neighbour in the same segment has an open question of influence', () => {
    notOut(
      shown()
        .asset('c', '10.3.0.1')
        .segment('third', '10.3.0.0/24')
        .contact('c', 'a', '443/tcp')
        .contact('z', 'c', '22/tcp', { directed: false, confidence: 'none', method: 'none' }),
    );
  });

  test('a rule for the whole segment names it', () => {
    const facts = shown().facts();
    const opened: ScopeFacts = {
      ...facts,
      controls: facts.controls.map((control) =>
        control.id === 'control office vault' && control.ruleSet
          ? { ...control, ruleSet: { ...control.ruleSet, rules: [allow('10.2.0.0/24', '10.1.1.1', '5432/tcp')] } }
          : control,
      ),
    };
    const result = decided(opened);
    expect(result.category('z')).toBe('CONNECTED');
    expect(result.placeCategory('office')).toBe('CONNECTED');
  });

  test('a deny line in front of a broad one covers only what it names', () => {
    const facts = shown().facts();
    const masked: ScopeFacts = {
      ...facts,
      controls: facts.controls.map((control) =>
        control.id === 'control office vault' && control.ruleSet
          ? {
              ...control,
              ruleSet: {
                ...control.ruleSet,
                rules: [
                  allow('10.2.0.9', '10.1.1.1', '443/tcp', { action: 'deny', id: 'deny' }),
                  allow('any', 'any', 'any', { id: 'broad' }),
                ],
              },
            }
          : control,
      ),
    };
    expect(decided(masked).category('z')).toBe('CDE_CONTAMINATED');
  });

  test('it hides others behind one address', () => {
    notOut(shown().asset('nat', '10.2.0.70').tag('nat', { kind: 'hides', prefixes: [] }), 'nat');
  });

  test('it runs on a hypervisor that also runs a system of the CDE', () => {
    notOut(
      shown()
        .asset('hv', '10.3.0.1')
        .tag('hv', { kind: 'hosts', guest: 'z' }, { id: 'hosts z' })
        .tag('hv', { kind: 'hosts', guest: 'a' }, { id: 'hosts a' }),
    );
  });

  test('the nearest of two overlapping places decides', () => {
    notOut(shown().segment('inner', '10.2.0.8/30'));
  });

  test('a segment of a clean zone has to be shown on its own grounds or those of its zone, against every CDE place', () => {
    const zoned = network()
      .zone('offices')
      .segment('floor', '10.2.0.0/24', { zone: 'offices' })
      .segment('cde', '10.1.0.0/24')
      .asset('a', '10.1.0.1')
      .holdsAccountData('a')
      .asset('z', '10.2.0.9')
      .isolated('offices', 'cde');
    expect(decided(zoned).category('z')).toBe('OUT_OF_SCOPE');
    notOut(zoned.tag('floor', { kind: 'claim', claim: 'cde' }));
  });
});
