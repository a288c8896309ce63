import { describe, expect, test } from 'vitest';
import { WindowPace } from './window-pace.ts';

const LIMITS = { maxConversations: 100, maxRecords: 1_000, maxFlows: 10 };

describe('a window is full', () => {
  test.each([
    [{ conversations: 99, records: 999, storedFlows: 9 }, false],
    [{ conversations: 100, records: 1, storedFlows: 0 }, true],
    [{ conversations: 1, records: 1_000, storedFlows: 0 }, true],
    [{ conversations: 1, records: 10, storedFlows: 10 }, true],
  ])('with %o: %s', (contents, isFull) => {
    expect(new WindowPace(50, LIMITS).isFull(contents)).toBe(isFull);
  });
});

describe('by the clock a window is over', () => {
  test('at once when none was before', () => {
    expect(new WindowPace(1_000, LIMITS).isOver(0)).toBe(true);
  });

  test.each([
    ['with the next tick when the end before cost a tenth of it', 100, 1_000],
    ['after ten times what the end before cost', 200, 2_000],
    ['after three seconds at the latest', 5_000, 3_000],
  ])('%s', (_, cost, length) => {
    const pace = new WindowPace(1_000, LIMITS);
    pace.noteEnd(0, cost);
    expect(pace.isOver(cost + length - 1_001)).toBe(false);
    expect(pace.isOver(cost + length - 1_000)).toBe(true);
  });
});
