import { defineTable, instant, text, yesNo } from './evidence-table.ts';
import { latestTest, testDue } from './latest-test.ts';

/** T15: what a tester of segmentation has to try: every place outside the CDE against every place of the CDE. */
export const testPlan = defineTable({
  id: 'T15',
  name: 't15-test-plan',
  title: 'Plan for tests of segmentation',
  requirements: ['11.4.1', '11.4.5', '11.4.6'],
  columns: {
    from: text('Source'),
    fromCategory: text('Category of the source'),
    to: text('Target in the CDE'),
    ports: text('Ports'),
    expected: text('Expected'),
    lastResult: text('Last result'),
    testedAt: instant('Last test'),
    independent: yesNo('Tester independent'),
    due: instant('Next test due'),
    overdue: yesNo('Due or never tested'),
  },
  *rows(view) {
    const places = view.classification.places;
    for (const { place: from, category } of places) {
      if (view.isCdePlace(from)) continue;
      for (const { place: to } of places) {
        if (!view.isCdePlace(to)) continue;
        const test = latestTest(view, from, to);
        yield {
          from: view.placeLabel(from),
          fromCategory: category,
          to: view.placeLabel(to),
          ports: 'all of TCP and UDP, and ICMP',
          expected:
            category === 'OUT_OF_SCOPE' || category === 'UNDETERMINED'
              ? 'no answer to anything'
              : 'answers of approved services only',
          lastResult: test?.result ?? 'never tested',
          testedAt: test?.at ?? null,
          independent: test?.independent ?? null,
          due: test && testDue(view, test),
          overdue: test === null || testDue(view, test) <= view.facts.now,
        };
      }
    }
  },
});
