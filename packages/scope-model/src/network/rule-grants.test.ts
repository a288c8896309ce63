import { describe, expect, test } from 'vitest';
import type { RuleFact, RuleSetFact } from '../facts/control-fact.ts';
import { defaultSettings } from '../facts/scope-settings.ts';
import { allow, ruleSet } from '../testing/facts-setting.ts';
import { addressNumber, inRanges } from './address-ranges.ts';
import { compileRules, judge } from './compiled-rules.ts';
import { createPlaceTable } from './place-table.ts';
import { ruleGrants } from './rule-grants.ts';

const segment = (id: string, prefix: string) => ({
  id,
  name: id,
  zone: null,
  prefixes: [prefix],
  vlan: null,
  wireless: false,
});
const places = createPlaceTable(
  [],
  [segment('cde', '10.1.0.0/24'), segment('office', '10.2.0.0/24'), segment('other', '10.3.0.0/24')],
);
const deny = (source: string, destination: string, what: string, more: Partial<RuleFact> = {}) =>
  allow(source, destination, what, { action: 'deny', id: `deny ${source} ${destination} ${what}`, ...more });

/** Grants between office and CDE, each as `who>whom` with a mark for what is uncertain or broad. */
function grants(rules: readonly RuleFact[], more: Partial<RuleSetFact> = {}): string[] {
  const side = (id: string) => {
    const place = places.indexOf({ kind: 'segment', id });
    return { place, ranges: places.ranges[place]! };
  };
  const compiled = compileRules(ruleSet('r', rules, more), places);
  return ruleGrants(compiled, side('office'), side('cde'), defaultSettings('merchant')).map(
    ({ rule, certain, broad, outward }) =>
      [rule.fact?.id ?? 'default', outward ? 'out' : 'in', certain ? null : 'uncertain', broad]
        .filter(Boolean)
        .join(', '),
  );
}

const web = allow('10.2.0.9', '10.1.0.1', '443/tcp', { id: 'web' });
const any = allow('any', 'any', 'any', { id: 'any' });

describe('what a rule set allows between two places', () => {
  test.each<[string, readonly RuleFact[], Partial<RuleSetFact>, readonly string[]]>([
    ['nothing', [], {}, []],
    ['a specific line', [web], {}, ['web, out']],
    ['a line towards it', [allow('10.1.0.1', '10.2.0.9', '443/tcp', { id: 'back' })], {}, ['back, in']],
    ['a line about others', [allow('10.3.0.9', '10.1.0.1', '443/tcp')], {}, []],
    ['any service', [any], {}, ['any, out, any service', 'any, in, any service']],
    ['any source', [allow('any', '10.1.0.1', '443/tcp', { id: 'x' })], {}, ['x, out, any source']],
    ['a short prefix', [allow('10.2.0.0/16', '10.1.0.1', '443/tcp', { id: 'x' })], {}, ['x, out, source 10.2.0.0/16']],
    ['a prefix just long enough', [allow('10.2.0.0/17', '10.1.0.1', '443/tcp', { id: 'x' })], {}, ['x, out']],
    ['every port', [{ ...web, ports: null }], {}, ['web, out, every port']],
    ['1,024 ports', [{ ...web, ports: [[1, 1024]] }], {}, ['web, out']],
    ['1,025 ports', [{ ...web, ports: [[1, 1025]] }], {}, ['web, out, a range of 1025 ports']],
    ['a protocol without ports', [{ ...web, protocol: 50, ports: null }], {}, ['web, out']],
    [
      'the default',
      [],
      { defaultAction: 'allow' },
      ['default, out, the default allows everything', 'default, in, the default allows everything'],
    ],
    ['a default that is denied before', [deny('any', 'any', 'any')], { defaultAction: 'allow' }, []],
    ['an earlier line that denies all of it', [deny('10.2.0.0/24', '10.1.0.0/24', 'any'), web], {}, []],
    ['an earlier line for the same service', [deny('any', '10.1.0.1', '443/tcp'), web], {}, []],
    ['an earlier line for another service', [deny('any', '10.1.0.1', '80/tcp'), web], {}, ['web, out']],
    ['a later line', [web, deny('any', 'any', 'any')], {}, ['web, out']],
    [
      'an earlier line for a part',
      [deny('10.2.0.9', '10.1.0.0/24', 'any'), any],
      {},
      ['any, out, any service', 'any, in, any service'],
    ],
    ['an uncertain line', [{ ...web, uncertain: true }], {}, ['web, out, uncertain']],
    ['an uncertain denial before', [deny('any', 'any', 'any', { uncertain: true }), web], {}, ['web, out, uncertain']],
    [
      'an uncertain denial of others before',
      [deny('10.2.0.8', 'any', 'any', { uncertain: true }), web],
      {},
      ['web, out'],
    ],
    ['lines not understood', [web], { linesNotUnderstood: ['7'] }, ['web, out, uncertain']],
  ])('%s', (_, rules, more, expected) => {
    expect(grants(rules, more)).toEqual(expected);
  });

  test('who is denied before does not take part', () => {
    const compiled = compileRules(ruleSet('r', [deny('10.2.0.9', '10.1.0.0/24', 'any'), any]), places);
    const side = (id: string) => {
      const place = places.indexOf({ kind: 'segment', id });
      return { place, ranges: places.ranges[place]! };
    };
    const [outward] = ruleGrants(compiled, side('office'), side('cde'), defaultSettings('merchant'));
    expect(inRanges(outward!.near, addressNumber('10.2.0.9')!)).toBe(false);
    expect(inRanges(outward!.near, addressNumber('10.2.0.10')!)).toBe(true);
  });
});

describe('what a rule set says of a packet', () => {
  const at = (address: string) => {
    const number = addressNumber(address)!;
    return { address: number, place: places.find(number) };
  };
  const say = (rules: readonly RuleFact[], port: number | null, more: Partial<RuleSetFact> = {}) =>
    judge(compileRules(ruleSet('r', rules, more), places), at('10.2.0.9'), at('10.1.0.1'), 6, port)?.action ?? null;

  test.each<[string, readonly RuleFact[], number | null, Partial<RuleSetFact>, 'allow' | 'deny' | null]>([
    ['the line', [web], 443, {}, 'allow'],
    ['the default', [web], 80, {}, 'deny'],
    ['a default not known', [web], 80, { defaultAction: 'unknown' }, null],
    ['a default that allows', [web], 80, { defaultAction: 'allow' }, 'allow'],
    ['the first line', [deny('any', 'any', '443/tcp'), web], 443, {}, 'deny'],
    ['an uncertain line', [{ ...web, uncertain: true }], 443, {}, null],
    ['an uncertain line that does not match', [{ ...web, uncertain: true }], 80, {}, 'deny'],
    ['a port not known', [web], null, {}, null],
    ['lines not understood', [web], 443, { linesNotUnderstood: ['7'] }, null],
  ])('%s', (_, rules, port, more, expected) => {
    expect(say(rules, port, more)).toBe(expected);
  });
});
