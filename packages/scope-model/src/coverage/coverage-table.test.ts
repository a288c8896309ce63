import { describe, expect, test } from 'vitest';
import { classifyScope } from '../classification/classify-scope.ts';
import type { ExporterFact } from '../facts/coverage-fact.ts';
import { type FactsSetting, network } from '../testing/facts-setting.ts';

function site(): FactsSetting {
  return network()
    .zone('corp')
    .segment('cde', '10.1.0.0/24')
    .segment('office', '10.2.0.0/24', { zone: 'corp' })
    .segment('desks', '10.3.0.0/24', { zone: 'corp' })
    .asset('a', '10.1.0.1')
    .holdsAccountData('a');
}

function coverage(setting: FactsSetting, id = 'office') {
  const found = classifyScope(setting.facts()).coverage.find(({ between }) => between.some((place) => place.id === id));
  if (!found) throw new Error(`no boundary of ${id}`);
  return found;
}

const watched = (exporter: Partial<ExporterFact>) => site().watched('office', 'cde', {}, exporter);

describe('coverage of a boundary', () => {
  test.each<[string, FactsSetting, string, readonly string[]]>([
    ['everything', watched({}), 'full', []],
    ['no fact', site(), 'none', ['no-exporter']],
    ['no exporter', site().watched('office', 'cde', { exporters: [] }), 'none', ['no-exporter']],
    ['exporters that nobody knows', site().watched('office', 'cde', { exporters: ['gone'] }), 'none', ['no-exporter']],
    [
      'an exporter that nobody knows beside another',
      site().watched('office', 'cde', { exporters: ['exporter office cde', 'gone'] }),
      'none',
      ['no-exporter'],
    ],
    ['up for less than 90 %', watched({ uptime: 0.899 }), 'none', ['uptime']],
    ['up for 90 %', watched({ uptime: 0.9 }), 'partial', ['uptime']],
    ['up for 99 %', watched({ uptime: 0.99 }), 'full', []],
    ['uptime not known', watched({ uptime: null }), 'none', ['uptime']],
    ['not a number', watched({ uptime: Number.NaN }), 'none', ['uptime']],
    ['0.1 % lost', watched({ sequenceLoss: 0.001 }), 'full', []],
    ['more lost', watched({ sequenceLoss: 0.0011 }), 'partial', ['loss']],
    ['sampled', watched({ sampling: 'sampled', samplingInterval: 1000 }), 'sampled', ['sampling']],
    ['sampled and seldom up', watched({ sampling: 'sampled', uptime: 0.5 }), 'none', ['sampling', 'uptime']],
    ['sampling not known', watched({ sampling: 'unknown' }), 'partial', ['sampling']],
    ['5 s off', watched({ skewSeconds: 5 }), 'full', []],
    ['6 s off', watched({ skewSeconds: 6 }), 'partial', ['skew']],
    ['a path unwatched', site().watched('office', 'cde', { everyPath: false }), 'partial', ['paths']],
    ['one half', site().watched('cde', 'office', { directions: 'one' }), 'partial', ['directions']],
  ])('%s', (_, setting, grade, codes) => {
    const found = coverage(setting);
    expect(found.grade).toBe(grade);
    expect(found.shortfalls.map(({ code }) => code)).toEqual(codes);
  });

  test('states the figure and the threshold', () => {
    expect(coverage(watched({ uptime: 0.95 })).shortfalls[0]?.text).toBe(
      'exporter office cde: up 95 % of the time, not 99 %',
    );
  });

  test('of a zone is that of its segments', () => {
    expect(coverage(site().watched('corp', 'cde'), 'desks').grade).toBe('full');
  });

  test('is the worst of several facts', () => {
    const both = site().watched('corp', 'cde', { id: 'whole' }).watched('office', 'cde', { directions: 'one' });
    expect(coverage(both).grade).toBe('partial');
    expect(coverage(both, 'desks').grade).toBe('full');
  });

  test('is none behind a control that ends a tunnel into the CDE', () => {
    const tunnel = watched({})
      .segment('transit', '10.9.0.0/24')
      .asset('router', '10.9.0.1')
      .control('edge', [['office', 'transit']], { asset: 'router' })
      .contact('router', 'a', 'gre');
    expect(coverage(tunnel).grade).toBe('none');
    expect(coverage(tunnel).shortfalls.map(({ code }) => code)).toEqual(['tunnel']);
  });
});
