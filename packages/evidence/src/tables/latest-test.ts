import type { PlaceRef, SegmentationTestFact } from '@scopemap/scope-model';
import { type EvidenceView, samePlace } from '../evidence-view.ts';

const DAY_MS = 86_400_000;

/** The newest segmentation test from one place, or its zone, to another; a failed one counts before one of the same instant that passed. */
export function latestTest(view: EvidenceView, from: PlaceRef, to: PlaceRef): SegmentationTestFact | null {
  const [near, far] = [view.placesWithin(from), view.placesWithin(to)];
  const tests = view.facts.segmentationTests.filter(
    (test) => near.some((place) => samePlace(place, test.from)) && far.some((place) => samePlace(place, test.to)),
  );
  return tests.sort((a, b) => b.at - a.at || (a.result === 'failed' ? -1 : 1))[0] ?? null;
}

/** When a test has to be done again (11.4.5, 11.4.6). */
export function testDue(view: EvidenceView, { at }: SegmentationTestFact): number {
  return at + view.facts.settings.testValidityDays * DAY_MS;
}
