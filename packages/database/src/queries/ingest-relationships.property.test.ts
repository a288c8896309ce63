import { type ContactState, DIRECTION_METHODS, type ObservedRelationship } from '@scopemap/scope-model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyDatabase, freshDatabase } from '../testing/index.ts';
import { day, directed, ingest, NOON, undirected } from '../testing/window-samples.ts';
import { STATES_STRONGEST_FIRST } from './ingest-relationship-changes.ts';
import { applyWindow } from './ingest-window.ts';

const { db } = await freshDatabase();

const EXPORTERS = ['192.0.2.1', '2001:db8::1'];
const DAYS = ['2026-01-15', '2026-01-16'];
/** Not all of them: the fewer there are, the more rows meet. */
const METHODS = DIRECTION_METHODS.slice(3, 6);

const counts = fc.record({ flows: fc.integer({ min: 1, max: 9 }), packets: fc.nat(99), octets: fc.nat(9999) });
const observed = fc.uniqueArray(
  fc.record({ day: fc.constantFrom(...DAYS), exporter: fc.constantFrom(...EXPORTERS), counts }),
  { selector: (each) => `${each.day} ${each.exporter}`, maxLength: 3 },
);

const relationship = fc
  .record({
    decided: fc.boolean(),
    port: fc.constantFrom(443, 445),
    method: fc.constantFrom(...METHODS),
    confidence: fc.constantFrom('high' as const, 'low' as const),
    state: fc.constantFrom<ContactState>('established', 'unknown', 'attempted', 'denied'),
    first: fc.nat(1000),
    span: fc.nat(1000),
    attempts: fc.nat(3),
    scanner: fc.boolean(),
    observed,
  })
  .map(({ decided, port, method, confidence, first, span, observed: seen, ...rest }): ObservedRelationship => {
    const days = seen.map(({ day: of, exporter, counts: counted }) => day({ day: of, exporter, ...counted }));
    const common = { ...rest, first: NOON + first, last: NOON + first + span, days };
    if (decided) return directed({ ...common, port, direction: { method, confidence } });
    const endpoints = [
      { address: '10.1.0.5', port: 50_000 },
      { address: '10.2.0.7', port },
    ] as const;
    return undirected({ ...common, endpoints });
  });

const windows = fc.array(fc.record({ relationships: fc.array(relationship, { maxLength: 4 }), twice: fc.boolean() }), {
  minLength: 1,
  maxLength: 4,
});

interface Expected {
  method: string;
  state: string;
  first: number;
  last: number;
  attempts: number;
  scanner: boolean;
  readonly days: Map<string, [flows: number, packets: number, octets: number]>;
}

const stronger = <Word extends string>(words: readonly Word[], a: string, b: string) =>
  words[Math.min(words.indexOf(a as Word), words.indexOf(b as Word))] as Word;

/** What the windows say, added up without a database. */
function addedUp(all: readonly ObservedRelationship[]): Map<string, Expected> {
  const sums = new Map<string, Expected>();
  for (const { endpoints, port, direction, state, first, last, attempts, scanner, days } of all) {
    const key = endpoints ? `${endpoints[1].port} ${endpoints[0].port}` : `${port} -1`;
    const { method } = direction;
    const sum = sums.get(key) ?? { method, state, first, last, attempts: 0, scanner: true, days: new Map() };
    sums.set(key, sum);
    sum.method = stronger(DIRECTION_METHODS, sum.method, method);
    sum.state = stronger(STATES_STRONGEST_FIRST, sum.state, state);
    sum.first = Math.min(sum.first, first);
    sum.last = Math.max(sum.last, last);
    sum.attempts += attempts;
    sum.scanner &&= scanner;
    for (const { day: of, exporter, flows, packets, octets } of days) {
      const [f, p, o] = sum.days.get(`${of} ${exporter}`) ?? [0, 0, 0];
      sum.days.set(`${of} ${exporter}`, [f + flows, p + packets, o + octets]);
    }
  }
  return sums;
}

async function stored(): Promise<Map<string, Expected>> {
  const rows = await db.selectFrom('relationship').selectAll().execute();
  const days = await db
    .selectFrom('relationship_day as d')
    .innerJoin('exporter as e', 'e.id', 'd.exporter_id')
    .select(['d.relationship_id', 'd.day', 'e.address', 'd.flows', 'd.packets', 'd.octets'])
    .execute();
  return new Map(
    rows.map((row) => [
      `${row.port} ${row.client_port}`,
      {
        method: row.method,
        state: row.state,
        first: row.first_seen.getTime(),
        last: row.last_seen.getTime(),
        attempts: Number(row.attempts),
        scanner: row.scanner,
        days: new Map(
          days
            .filter((each) => each.relationship_id === row.id)
            .map((each) => [
              `${each.day} ${each.address}`,
              [Number(each.flows), Number(each.packets), Number(each.octets)] as [number, number, number],
            ]),
        ),
      },
    ]),
  );
}

test('any windows, each applied once or twice, store what they add up to', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(windows, async (given) => {
      await emptyDatabase(db);
      for (const [i, { relationships, twice }] of given.entries()) {
        for (let times = twice ? 2 : 1; times > 0; times--) await applyWindow(db, ingest(`${i}`, { relationships }));
      }
      expect(await stored()).toEqual(addedUp(given.flatMap(({ relationships }) => relationships)));
    }),
    { numRuns: 40 },
  );
});
