import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyScope } from '../classification/classify-scope.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import { DAY, type FactsSetting, NOW, network } from '../testing/facts-setting.ts';
import { randomFacts } from '../testing/random-facts.ts';
import { applyChanges } from '../what-if/apply-changes.ts';
import type { ScopeSuggestion } from './scope-suggestion.ts';
import { suggestScope } from './suggest-scope.ts';

const setting = () =>
  network()
    .segment('cde', '10.1.0.0/24')
    .segment('office', '10.2.0.0/24')
    .zone('outside', '0.0.0.0/0')
    .tag('outside', { kind: 'claim', claim: 'external' })
    .asset('vault', '10.1.0.1')
    .asset('till', '10.1.0.2')
    .holdsAccountData('vault')
    .asset('server', '10.2.0.5')
    .asset('desk', '10.2.0.6');

function suggestions(facts: FactsSetting | ScopeFacts): ScopeSuggestion[] {
  const value = 'version' in facts ? facts : facts.facts();
  return suggestScope(value, classifyScope(value));
}

const find = (facts: FactsSetting, id: string) => suggestions(facts).find((suggestion) => suggestion.id === id);

/** The facts with the tags that a yes becomes. */
function confirmed(facts: ScopeFacts, { becomes }: ScopeSuggestion): ScopeFacts {
  return applyChanges(
    facts,
    becomes.map((tag) => ({ kind: 'add-tag', ...tag })),
  );
}

describe('roles that the CDE uses', () => {
  test.each([
    ['directory', 'vault', 'server', '88/tcp'],
    ['directory', 'vault', 'server', '389/tcp'],
    ['dns', 'vault', 'server', '53/udp'],
    ['ntp', 'vault', 'server', '123/udp'],
    ['log', 'vault', 'server', '514/udp'],
    ['patch', 'vault', 'server', '8530/tcp'],
    ['config-mgmt', 'vault', 'server', '8140/tcp'],
    ['monitoring', 'server', 'vault', '161/udp'],
    ['backup', 'server', 'vault', '9102/tcp'],
    ['backup', 'vault', 'server', '873/tcp'],
  ])('%s: %s -> %s %s', (role, from, to, service) => {
    const facts = setting().contact(from, to, service);
    expect(find(facts, `role ${role} server`)).toMatchObject({
      becomes: [
        { subject: { kind: 'asset', id: 'server' }, statement: { kind: 'role', role } },
        { subject: { kind: 'asset', id: 'server' }, statement: { kind: 'serves-cde' } },
      ],
      evidence: [{ kind: 'contact', id: `${from} > ${to} ${service}` }],
      evidenceCount: 1,
    });
  });

  test('a time source without a known client is the end outside the CDE', () => {
    const facts = setting().contact('server', 'vault', '123/udp', { directed: false, method: 'peer' });
    expect(find(facts, 'role ntp server')).toBeDefined();
  });

  test.each<[string, FactsSetting]>([
    ['the CDE serves others', setting().contact('server', 'vault', '53/udp')],
    ['nobody of the CDE uses it', setting().contact('desk', 'server', '53/udp')],
    ['an attempt', setting().contact('vault', 'server', '53/udp', { state: 'attempted' })],
    ['a scan', setting().contact('vault', 'server', '53/udp', { scanner: true })],
    ['somebody else is asked', setting().contact('vault', '198.51.100.1', '53/udp')],
    ['both are of the CDE', setting().contact('vault', 'till', '53/udp')],
    [
      'it has been confirmed',
      setting()
        .contact('vault', 'server', '53/udp')
        .tag('server', { kind: 'role', role: 'dns' })
        .tag('server', { kind: 'serves-cde' }),
    ],
  ])('none when %s', (_, facts) => {
    expect(suggestions(facts).filter(({ code }) => code === 'role')).toEqual([]);
  });

  test('a known role is only asked whether it serves the CDE', () => {
    const facts = setting().contact('vault', 'server', '53/udp').tag('server', { kind: 'role', role: 'dns' });
    expect(find(facts, 'role dns server')?.becomes.map(({ statement }) => statement.kind)).toEqual(['serves-cde']);
  });
});

describe('power over systems in scope', () => {
  const administers = () => setting().contact('desk', 'server', '3389/tcp').contact('server', 'vault', '443/tcp');

  test('is asked about, with what yes and no become', () => {
    expect(find(administers(), 'influence desk server')).toMatchObject({
      becomes: [{ subject: { kind: 'asset', id: 'desk' }, statement: { kind: 'manages', target: 'server' } }],
      otherwise: [{ subject: { kind: 'asset', id: 'desk' }, statement: { kind: 'no-influence', target: 'server' } }],
    });
  });

  test('yes makes connected indirectly, and neither answer is asked for again', () => {
    const facts = administers().facts();
    const question = suggestions(facts).find(({ code }) => code === 'influence')!;
    const yes = confirmed(facts, question);
    expect(classifyScope(yes).explain('desk')?.category).toBe('CONNECTED_INDIRECT');
    expect(suggestions(yes).filter(({ code }) => code === 'influence')).toEqual([]);
    const no = confirmed(facts, { ...question, becomes: question.otherwise });
    expect(suggestions(no).filter(({ code }) => code === 'influence')).toEqual([]);
  });

  test('nobody is asked about systems that matter to nobody', () => {
    expect(suggestions(setting().contact('desk', 'server', '3389/tcp'))).toEqual([]);
  });

  test('the source of a resolver of the CDE feeds it', () => {
    const facts = setting()
      .contact('vault', 'server', '53/udp')
      .tag('server', { kind: 'role', role: 'dns' })
      .tag('server', { kind: 'serves-cde' })
      .contact('server', 'desk', '53/udp');
    expect(find(facts, 'feeds desk server')).toMatchObject({
      becomes: [{ statement: { kind: 'manages', target: 'server' } }],
    });
    expect(find(facts.tag('desk', { kind: 'no-influence', target: 'server' }), 'feeds desk server')).toBeUndefined();
  });
});

describe('segments', () => {
  test('private addresses without a place, by /24 and /64', () => {
    const facts = network()
      .segment('cde', '10.1.0.0/24')
      .asset('lost', '10.99.0.7')
      .asset('six', 'fd00:1::5')
      .contact('10.99.0.8', '10.1.0.1', '443/tcp')
      .contact('198.51.100.1', '10.1.0.1', '443/tcp');
    expect(suggestions(facts).map(({ id, segment, evidenceCount }) => [id, segment, evidenceCount])).toEqual([
      ['segment 10.99.0.0/24', { prefix: '10.99.0.0/24', zone: null }, 2],
      ['segment fd00:1::/64', { prefix: 'fd00:1::/64', zone: null }, 1],
    ]);
  });

  test('what is left of a zone with segments', () => {
    const facts = network()
      .zone('shop', '10.0.0.0/8')
      .segment('tills', '10.1.0.0/24', { zone: 'shop' })
      .asset('till', '10.1.0.1')
      .asset('other', '10.2.0.1');
    expect(suggestions(facts).map(({ segment }) => segment)).toEqual([{ prefix: '10.2.0.0/24', zone: 'shop' }]);
  });
});

describe('systems that hide others', () => {
  test('an address that two assets had at one time', () => {
    const facts = setting()
      .asset('laptop-1')
      .asset('laptop-2')
      .bind('laptop-1', '10.2.0.9', null, NOW)
      .bind('laptop-2', '10.2.0.9', NOW - DAY, null);
    expect(find(facts, 'shared-address 10.2.0.9')).toMatchObject({
      becomes: [{ statement: { kind: 'hides', prefixes: [] } }],
      evidenceCount: 2,
    });
  });

  test('not one that they had one after the other', () => {
    const facts = setting()
      .asset('laptop-1')
      .asset('laptop-2')
      .bind('laptop-1', '10.2.0.9', null, NOW - DAY)
      .bind('laptop-2', '10.2.0.9', NOW - DAY, null);
    expect(suggestions(facts)).toEqual([]);
  });

  test('a client that does the work of its whole place', () => {
    const facts = setting();
    for (let n = 1; n <= 120; n++) facts.contact('desk', `198.51.100.${n}`, '443/tcp');
    for (const n of [20, 21, 22]) facts.contact(`10.2.0.${n}`, '198.51.100.1', '443/tcp');
    expect(find(facts, 'shared-address desk')).toMatchObject({ evidenceCount: 120 });
    expect(find(facts.contact('server', 'desk', '22/tcp'), 'shared-address desk')).toBeUndefined();
  });

  test('a load balancer: many use it, and it alone uses the members', () => {
    const facts = setting();
    for (const n of [31, 32, 33]) facts.contact(`10.2.0.${n}`, 'server', '443/tcp');
    facts.contact('server', '10.2.0.41', '443/tcp').contact('server', '10.2.0.42', '443/tcp');
    expect(find(facts, 'load-balancer server 443/tcp https')).toMatchObject({
      code: 'load-balancer',
      evidenceCount: 5,
    });
    facts.contact('desk', '10.2.0.42', '443/tcp');
    expect(suggestions(facts).filter(({ code }) => code === 'load-balancer')).toEqual([]);
  });

  test('a proxy: used by many on its port, and it goes outside', () => {
    const facts = setting();
    for (const n of [31, 32, 33]) facts.contact(`10.2.0.${n}`, 'server', '3128/tcp');
    for (const n of [1, 2, 3, 4, 5]) facts.contact('server', `198.51.100.${n}`, '443/tcp');
    expect(find(facts, 'proxy server')).toMatchObject({ becomes: [{ statement: { kind: 'role', role: 'proxy' } }] });
  });

  test('a scanner, and whether it touches the CDE', () => {
    const facts = setting().contact('desk', 'vault', '22/tcp', { scanner: true, state: 'denied' });
    expect(find(facts, 'scanner desk')?.becomes.map(({ statement }) => statement.kind)).toEqual(['role', 'serves-cde']);
  });
});

test('a suggestion names facts that exist, has one id, and is not made again once it is confirmed', () => {
  fc.assert(
    fc.property(randomFacts, (facts) => {
      const made = suggestions(facts);
      expect(new Set(made.map(({ id }) => id)).size).toBe(made.length);
      const contacts = new Set(facts.contacts.map(({ id }) => id));
      for (const suggestion of made) {
        for (const { kind, id } of suggestion.evidence) if (kind === 'contact') expect(contacts).toContain(id);
        expect(suggestion.becomes.length > 0 || suggestion.segment !== null).toBe(true);
        if (suggestion.segment === null)
          expect(suggestions(confirmed(facts, suggestion)).map(({ id }) => id)).not.toContain(suggestion.id);
      }
    }),
    { numRuns: 60 },
  );
});
