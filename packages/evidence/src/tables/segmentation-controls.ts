import { defineTable, instant, text, yesNo } from './evidence-table.ts';
import { latestTest, testDue } from './latest-test.ts';

/** T9: what separates which places, and when that was last tested, in each direction. */
export const segmentationControls = defineTable({
  id: 'T9',
  name: 't09-segmentation-controls',
  title: 'Segmentation controls and their tests',
  requirements: ['1.2.3', '11.4.5', '11.4.6', '12.5.2'],
  columns: {
    control: text('Control'),
    description: text('Type, make, model, version'),
    from: text('From'),
    to: text('To'),
    rulesKnown: yesNo('Rules imported'),
    defaultAction: text('What no line matches'),
    changedAt: instant('Last change'),
    testedAt: instant('Last test'),
    tester: text('Tester'),
    independent: yesNo('Tester independent'),
    result: text('Result'),
    changedSince: yesNo('Changed since the test'),
    due: instant('Next test due'),
    evidence: text('Evidence'),
  },
  *rows(view) {
    for (const control of view.controls) {
      const ways = control.separates.flatMap(
        ([a, b]) =>
          [
            [a, b],
            [b, a],
          ] as const,
      );
      for (const [from, to] of ways) {
        const test = latestTest(view, from, to);
        yield {
          control: control.name,
          description: control.description,
          from: view.placeLabel(from),
          to: view.placeLabel(to),
          rulesKnown: control.ruleSet !== null,
          defaultAction: control.ruleSet?.defaultAction ?? null,
          changedAt: control.changedAt,
          testedAt: test?.at ?? null,
          tester: test?.tester ?? null,
          independent: test?.independent ?? null,
          result: test?.result ?? 'never tested',
          changedSince: test && control.changedAt !== null ? control.changedAt > test.at : null,
          due: test && testDue(view, test),
          evidence: test?.evidence ?? null,
        };
      }
    }
  },
});
