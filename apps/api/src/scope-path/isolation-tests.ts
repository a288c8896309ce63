import { ISOLATION_TESTS, type IsolationTest } from '@scopemap/contract';
import type { FactRef, MissingFact } from '@scopemap/scope-model';

type IsolationTestName = IsolationTest['test'];

export interface IsolationTestResult {
  readonly test: IsolationTestName;
  readonly passed: boolean;
  readonly proofs: readonly FactRef[];
  readonly missing: readonly MissingFact[];
}

/** Which test a kind of fact is proof for. */
const PROVES: Partial<Record<FactRef['kind'], IsolationTestName>> = {
  boundary: 'no-contact',
  exporter: 'no-contact',
  event: 'no-contact',
  control: 'denied',
  rule: 'denied',
  test: 'tested',
  tag: 'justified',
};

/** Which test a missing fact keeps from being passed; what is not named here keeps the first one, since it leaves contact open. */
const KEEPS: Readonly<Record<string, IsolationTestName>> = {
  control: 'denied',
  rules: 'denied',
  segment: 'denied',
  'same-segment': 'denied',
  prefixes: 'denied',
  'guest-separation': 'denied',
  'segmentation-test': 'tested',
  justification: 'justified',
  'no-account-data': 'justified',
  claim: 'justified',
};

/** Without these it is not known between which places the other tests would have to hold. */
const FIRST: ReadonlySet<string> = new Set(['cde', 'cde-place', 'address', 'place', 'binding']);

/**
 * What became of each of the four tests of isolation (DOMAIN 2.5, R8). A test is only called passed when nothing lacks for it and
 * it could be made at all.
 *
 * @param isolated the system was decided to be out of scope: every test is passed, and `facts` are the proofs
 */
export function isolationTests(
  isolated: boolean,
  facts: readonly FactRef[],
  missing: readonly MissingFact[],
): IsolationTestResult[] {
  const canBeMade = !missing.some(({ code }) => FIRST.has(code));
  return ISOLATION_TESTS.map((test) => {
    const lacking = missing.filter(({ code }) => (KEEPS[code] ?? 'no-contact') === test);
    return {
      test,
      passed: isolated || (canBeMade && lacking.length === 0),
      proofs: isolated ? facts.filter(({ kind }) => PROVES[kind] === test) : [],
      missing: lacking,
    };
  });
}
