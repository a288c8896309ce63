import type { ControlFact, SegmentationTestFact } from '../facts/control-fact.ts';
import type { ScopeSettings } from '../facts/scope-settings.ts';
import { byId } from '../network/by-text.ts';
import type { PlaceTable } from '../network/place-table.ts';
import type { ScopeNetwork } from '../network/scope-network.ts';

const DAY = 86_400_000;

/** Tests by the place they start from and the place they aim at; a test of a zone is one of each of its segments. */
export interface TestTable {
  between(from: number, to: number): readonly SegmentationTestFact[];
}

export function createTestTable({ facts, places }: ScopeNetwork): TestTable {
  const byPair = new Map<number, SegmentationTestFact[]>();
  const count = places.refs.length;
  for (const test of byId(facts.segmentationTests)) {
    for (const [from, to] of pairsOf(test, places)) {
      const key = from * count + to;
      const tests = byPair.get(key);
      if (tests) tests.push(test);
      else byPair.set(key, [test]);
    }
  }
  return { between: (from, to) => byPair.get(from * count + to) ?? [] };
}

function* pairsOf({ from, to }: SegmentationTestFact, places: PlaceTable): Generator<[number, number]> {
  const targets = places.expand(to);
  for (const source of places.expand(from)) for (const target of targets) if (source !== target) yield [source, target];
}

export function isExpired({ at }: SegmentationTestFact, settings: ScopeSettings, now: number): boolean {
  return now - at > settings.testValidityDays * DAY;
}

/**
 * A test that proves separation now: passed, by somebody independent, in date, after the last change of every control of the
 * pair, and not followed by a failed one (11.4.5, 11.4.6). Else the reason why none does.
 */
export function judgeTests(
  tests: readonly SegmentationTestFact[],
  controls: readonly ControlFact[],
  settings: ScopeSettings,
  now: number,
):
  | { readonly proof: SegmentationTestFact }
  | { readonly why: string; readonly tests: readonly SegmentationTestFact[] } {
  const done = tests.filter(({ at }) => at <= now);
  if (done.length === 0) return { why: 'none has been done', tests };
  const failed = done.filter(({ result }) => result === 'failed');
  const lastFailure = Math.max(...failed.map(({ at }) => at), -Infinity);
  const passed = done.filter(({ result, at }) => result === 'passed' && at > lastFailure);
  if (passed.length === 0) return { why: 'the last one failed', tests: failed };
  const independent = passed.filter((test) => test.independent);
  if (independent.length === 0) return { why: 'the tester was not independent', tests: passed };
  const inDate = independent.filter((test) => !isExpired(test, settings, now));
  if (inDate.length === 0)
    return { why: `the last one is older than ${settings.testValidityDays} days`, tests: independent };
  const unknown = controls.filter(({ changedAt }) => changedAt === null);
  if (unknown.length > 0)
    return { why: `it is not known when ${unknown.map(({ name }) => name).join(', ')} changed last`, tests: inDate };
  const change = Math.max(...controls.map(({ changedAt }) => changedAt as number), -Infinity);
  const after = inDate.filter(({ at }) => at > change);
  if (after.length === 0) return { why: 'a control has changed since', tests: inDate };
  return { proof: after.reduce((best, test) => (test.at > best.at ? test : best)) };
}
