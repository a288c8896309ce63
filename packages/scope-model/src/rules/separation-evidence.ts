import type { FactRef, MissingFact } from '../classification/classification.ts';
import { distinct, factRef, placeRef } from './fact-refs.ts';
import type { ScopeState } from './scope-state.ts';
import { createTestTable, judgeTests, type TestTable } from './segmentation-tests.ts';

/** What shows that a place cannot reach one of the CDE, and what lacks for that. */
export interface SeparationEvidence {
  readonly proofs: readonly FactRef[];
  readonly gaps: readonly MissingFact[];
}

/** Evidence by pairs of places, made when asked for and then kept. */
export class EvidenceTable {
  readonly #state: ScopeState;
  readonly #tests: TestTable;
  readonly #known = new Map<number, SeparationEvidence>();

  constructor(state: ScopeState) {
    this.#state = state;
    this.#tests = createTestTable(state.network);
  }

  between(place: number, cde: number): SeparationEvidence {
    const key = place * this.#state.network.places.refs.length + cde;
    let evidence = this.#known.get(key);
    if (!evidence) {
      evidence = this.#find(place, cde);
      this.#known.set(key, evidence);
    }
    return evidence;
  }

  #find(place: number, cde: number): SeparationEvidence {
    const { network, coverage } = this.#state;
    const { facts, places } = network;
    const separation = network.separations.between(place, cde);
    const about = [...new Set([place, cde])].map((one) => placeRef(places.refs[one] as { kind: 'zone'; id: string }));
    const gaps: MissingFact[] = separation.gaps.map(({ code, text, control }) => ({
      code,
      text: sentence(text),
      about: control ? [factRef('control', control), ...about] : about,
    }));
    if (place === cde) return { proofs: [], gaps };
    const names = `${places.names[place]} and ${places.names[cde]}`;
    if (separation.unrestricted)
      gaps.push({ code: 'control', text: `A control that restricts access between ${names}.`, about });
    // A way from the CDE is a way, too: what failed in that direction is not made good by this one.
    const tests = [
      ...this.#tests.between(place, cde),
      ...this.#tests.between(cde, place).filter(({ result }) => result === 'failed'),
    ];
    const judged = judgeTests(tests, separation.controls, facts.settings, facts.now);
    if ('why' in judged)
      gaps.push({
        code: 'segmentation-test',
        text: `A segmentation test from ${places.names[place]} to ${places.names[cde]}: ${judged.why}.`,
        about: [...judged.tests.map((test) => factRef('test', test)), ...about],
      });
    const shortfalls = coverage.shortfalls(place, cde);
    if (shortfalls.length > 0)
      gaps.push({
        code: 'coverage',
        text: `Full coverage of the traffic between ${names}: ${shortfalls.map(({ text }) => text).join('; ')}.`,
        about: distinct([...shortfalls.flatMap((shortfall) => shortfall.facts), ...about]),
      });
    const proofs = [
      ...separation.controls.map((control) => factRef('control', control)),
      ...('proof' in judged ? [factRef('test', judged.proof)] : []),
      ...coverage.boundaries(place, cde).map((boundary) => factRef('boundary', boundary)),
    ];
    return { proofs, gaps };
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
