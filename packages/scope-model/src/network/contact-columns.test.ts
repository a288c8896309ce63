import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { classifyScope } from '../classification/classify-scope.ts';
import { DAY, NOW, network } from '../testing/facts-setting.ts';
import { randomFacts } from '../testing/random-facts.ts';
import { type ContactColumns, readContacts, updateContacts } from './contact-columns.ts';

// A busy machine is no failure.
vi.setConfig({ testTimeout: 120_000 });

describe('contacts as columns', () => {
  test('say what the contacts say, beyond the first size of the columns', () => {
    const [contact] = network().contact('a', 'b', '443/tcp').contact('b', 'a', 'icmp').facts().contacts;
    const many = Array.from({ length: 3000 }, (_, i) => ({ ...contact!, id: `k${i}`, from: `e${i % 7}`, first: i }));
    const columns = readContacts(many);
    expect(columns.count).toBe(3000);
    expect(columns.ends).toHaveLength(8);
    for (const row of [0, 1023, 1024, 2048, 2999]) {
      expect(columns.id(row)).toBe(`k${row}`);
      expect(columns.ends[columns.from[row]!]).toBe(`e${row % 7}`);
      expect([columns.port[row], columns.protocol[row], columns.first[row]]).toEqual([443, 6, row]);
    }
  });

  test('updated say what the contacts of then and now say, and those of before stay', () => {
    const [contact] = network().contact('a', 'b', '443/tcp').facts().contacts;
    const rows = ({ count, id, ends, from, to, last }: ContactColumns) =>
      Array.from({ length: count }, (_, row) => [id(row), ends[from[row]!], ends[to[row]!], last[row]]);
    const some = fc.uniqueArray(fc.record({ id: fc.nat(12), to: fc.nat(5), last: fc.nat(9) }), {
      selector: ({ id }) => id,
    });
    const contactsOf = (drawn: readonly { id: number; to: number; last: number }[]) =>
      drawn.map(({ id, to, last }) => ({ ...contact!, id: `k${id}`, to: `e${to}`, last }));
    fc.assert(
      fc.property(some.map(contactsOf), some.map(contactsOf), (then, now) => {
        const before = readContacts(then);
        const known = rows(before);
        const merged = new Map([...then, ...now].map((one) => [one.id, one]));
        expect(rows(updateContacts(before, now))).toEqual(rows(readContacts(merged.values())));
        expect(rows(before)).toEqual(known);
      }),
    );
  });

  test('give the same result as a list, and as contacts that come one by one', () => {
    fc.assert(
      fc.property(randomFacts, (facts) => {
        const of = (contacts: Parameters<typeof classifyScope>[0]['contacts']) => {
          const { assets, places, items, explain } = classifyScope({ ...facts, contacts });
          return { assets, places, items, decisions: assets.map(({ id }) => explain(id)) };
        };
        const asList = of(facts.contacts);
        expect(of(readContacts(facts.contacts))).toEqual(asList);
        expect(of(facts.contacts.values())).toEqual(asList);
      }),
      { numRuns: 20 },
    );
  });

  test('classified again with other statements, give what they give the first time', () => {
    fc.assert(
      fc.property(randomFacts, randomFacts, (facts, other) => {
        const contacts = readContacts(facts.contacts);
        const changes = { tags: other.tags, controls: other.controls, now: facts.now + 1 };
        const whole = (value: Parameters<typeof classifyScope>[0]) => {
          const { assets, places, items, explain } = classifyScope(value);
          return { assets, places, items, decisions: assets.map(({ id }) => explain(id)) };
        };
        const first = whole({ ...facts, contacts });
        expect(whole({ ...facts, ...changes, contacts })).toEqual(whole({ ...facts, ...changes }));
        expect(whole({ ...facts, contacts })).toEqual(first);
        const fewer = { ...facts, assets: facts.assets.slice(1), contacts };
        expect(whole(fewer)).toEqual(whole({ ...fewer, contacts: facts.contacts }));
      }),
      { numRuns: 20 },
    );
  });

  test('classified again at another time, from facts read again, give what they give the first time', () => {
    const days = fc.integer({ min: -60, max: 60 });
    const span = fc.record({ from: fc.option(days), until: fc.option(days) });
    fc.assert(
      fc.property(randomFacts, fc.array(span, { maxLength: 3 }), days, days, (facts, spans, later, longer) => {
        const at = (day: number | null) => (day === null ? null : NOW + day * DAY);
        const bound = spans.map(({ from, until }, i) => ({
          asset: `p2-${i + 1}`,
          address: `10.3.0.${i + 90}`,
          from: at(from),
          until: at(until),
          basis: 'declared',
        }));
        const before = { ...facts, bindings: [...facts.bindings, ...bound] };
        const contacts = readContacts(facts.contacts);
        classifyScope({ ...before, contacts });
        const { contacts: _, ...again } = structuredClone(before);
        const move = (instant: number) => instant + later * DAY;
        const period = { start: move(facts.period.start), end: move(facts.period.end) + Math.abs(longer) * DAY };
        const moved = { ...again, period, now: move(facts.now) };
        const whole = (value: Parameters<typeof classifyScope>[0]) => {
          const { assets, explain } = classifyScope(value);
          return { assets, decisions: assets.map(({ id }) => explain(id)) };
        };
        expect(whole({ ...moved, contacts })).toEqual(whole({ ...moved, contacts: facts.contacts }));
      }),
      { numRuns: 60 },
    );
  });
});
