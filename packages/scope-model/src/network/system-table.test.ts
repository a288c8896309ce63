import { describe, expect, test } from 'vitest';
import { DAY, type FactsSetting, NOW, network } from '../testing/facts-setting.ts';
import { createPlaceTable } from './place-table.ts';
import { SystemTable } from './system-table.ts';

const change = NOW - 10 * DAY;

function site(): FactsSetting {
  return network()
    .segment('office', '10.2.0.0/24')
    .asset('always', '10.2.0.1')
    .asset('before')
    .asset('after')
    .asset('10.2.0.4')
    .bind('before', '10.2.0.2', null, change)
    .bind('after', '10.2.0.2', change + DAY, null);
}

function table(setting = site()): SystemTable {
  const facts = setting.facts();
  return SystemTable.of(facts, createPlaceTable(facts.zones, facts.segments));
}

describe('who stood behind an end of a contact', () => {
  test.each([
    ['an asset by its id', 'always', [0, NOW], ['always']],
    ['the holder since ever', '10.2.0.1', [0, NOW], ['always']],
    ['the first holder', '10.2.0.2', [0, change - 1], ['before']],
    ['the second holder', '10.2.0.2', [change + DAY, NOW], ['after']],
    ['nobody between the two', '10.2.0.2', [change, change + 1], ['10.2.0.2']],
    ['all of them', '10.2.0.2', [0, NOW], ['10.2.0.2', 'after', 'before']],
    ['an address that nobody has bound', '10.2.0.3', [0, NOW], ['10.2.0.3']],
    ['the same, written otherwise', '2001:0DB8::0001', [0, NOW], ['2001:db8::1']],
    ['text that is no address', 'printer', [0, NOW], ['printer']],
    ['a group', '224.0.0.252', [0, NOW], []],
    ['a broadcast of the segment', '10.2.0.255', [0, NOW], []],
    ['a limited broadcast', '255.255.255.255', [0, NOW], []],
    ['a link-local address', 'fe80::1', [0, NOW], []],
  ] as const)('%s', (_, end, [first, last], expected) => {
    const systems = table();
    expect(
      systems
        .resolve(end, first, last)
        .map((system) => systems.ids[system])
        .sort(),
    ).toEqual(expected);
  });

  test('the holder of a broadcast address is somebody all the same', () => {
    const systems = table(site().asset('odd', '10.2.0.255'));
    expect(systems.resolve('10.2.0.255', 0, NOW).map((system) => systems.ids[system])).toEqual(['odd']);
  });
});

describe('the addresses of a system', () => {
  const places = (setting: FactsSetting, id: string) => {
    const systems = table(setting);
    return systems.sites(systems.indexOf(id)).map(({ place, basis }) => [place, basis]);
  };

  test.each([
    ['one in a place', site(), 'always', [[0, 'declared']]],
    ['one that ended within the period', site(), 'before', [[0, 'declared']]],
    [
      'one that ended before the period',
      site()
        .asset('gone')
        .bind('gone', '10.2.0.9', null, NOW - 50 * DAY),
      'gone',
      [],
    ],
    [
      'one that is yet to come',
      site()
        .asset('new')
        .bind('new', '10.2.0.9', NOW + DAY, null),
      'new',
      [],
    ],
    ['one outside of every place', site().asset('far', '172.16.0.1'), 'far', [[-1, 'declared']]],
    ['its id, where nothing else is bound', site(), '10.2.0.4', [[0, 'declared']]],
    ['none that means something on one link only', site().asset('local', 'fe80::1'), 'local', []],
  ] as const)('%s', (_, setting, id, expected) => {
    expect(places(setting, id)).toEqual(expected);
  });
});

test('an address that is only spoken of is a system once it was met, and other text is none', () => {
  const systems = table();
  const before = systems.count;
  expect(systems.named('10.2.0.77')).toEqual([]);
  for (const id of ['10.2.0.77', '10.2.0.1', 'always', 'nobody', '224.0.0.1']) systems.meet(id);
  expect(systems.ids.slice(before)).toEqual(['10.2.0.77']);
  expect(systems.named('10.2.0.77')).toEqual([before]);
});

test('a copy keeps what is added to itself', () => {
  const systems = table();
  const copy = systems.copy();
  copy.meet('10.2.0.77');
  expect([systems.indexOf('10.2.0.77'), copy.indexOf('10.2.0.77')]).toEqual([-1, systems.count]);
  expect(copy.sites(systems.count)).toHaveLength(1);
});
