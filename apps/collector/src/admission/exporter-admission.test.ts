import { expect, test } from 'vitest';
import { ExporterAdmission } from './exporter-admission.ts';

const LIMITS = { maxLearned: 2, maxWaiting: 3 };

test('the first senders are learned, further ones wait and are counted', () => {
  const admission = new ExporterAdmission(LIMITS);
  expect(['a', 'b', 'a', 'c', 'c', 'd'].map((sender, at) => admission.admits(sender, at))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(admission.takeUnadmitted()).toEqual({
    senders: [
      { address: 'c', first: 3, last: 4, datagrams: 2 },
      { address: 'd', first: 5, last: 5, datagrams: 1 },
    ],
    datagrams: 3,
  });
  expect(admission.takeUnadmitted()).toEqual({ senders: [], datagrams: 0 });
});

test('memory is bounded, the count is not', () => {
  const admission = new ExporterAdmission(LIMITS);
  for (let i = 0; i < 100_000; i++) admission.admits(`sender ${i}`, i);
  const { senders, datagrams } = admission.takeUnadmitted();
  expect([senders.length, datagrams, admission.admitted]).toEqual([3, 99_998, 2]);
});

test('what was decided holds: allowed beyond the limit, refused although heard before, asked from now on', () => {
  const admission = new ExporterAdmission(LIMITS);
  admission.admits('learned', 0);
  admission.restore({ mode: 'ask', admitted: ['x', 'y', 'z'], refused: ['bad'] });
  const senders = ['x', 'y', 'z', 'learned', 'bad', 'new'];
  expect(senders.filter((sender) => admission.admits(sender, 1))).toEqual(['x', 'y', 'z', 'learned']);
  admission.restore({ mode: 'learn', admitted: ['x'], refused: ['learned', 'y', 'z', 'bad'] });
  expect(senders.filter((sender) => admission.admits(sender, 1))).toEqual(['x', 'new']);
});
