import { expect, test } from 'vitest';
import type { Line } from './drawn-network.ts';
import { assignTracks, type Vertical } from './gutter-tracks.ts';

const BOX = {
  id: 'a',
  lane: 0,
  name: '',
  caption: '',
  glyph: 'cde',
  hostCount: 0,
  folded: false,
  zones: [],
  hosts: [],
} as const;

function line(id: string): Line {
  const traits = {
    service: '',
    status: 'approved',
    infrastructure: false,
    directed: true,
    pairs: 1,
    bundles: [],
  } as const;
  return { id, source: BOX, target: BOX, ...traits };
}

function through(id: string, left: number, right: number): Vertical {
  return {
    line: line(id),
    ends: [
      { side: 'left', y: left },
      { side: 'right', y: right },
    ],
  };
}

function turn(id: string, from: number, to: number): Vertical {
  return {
    line: line(id),
    ends: [
      { side: 'left', y: from },
      { side: 'left', y: to },
    ],
  };
}

test.each([
  ['a straight line needs none', [through('a', 10, 10)], {}, 0],
  ['falling lines: the lower one first', [through('a', 10, 110), through('b', 40, 140)], { b: 0, a: 1 }, 2],
  ['rising lines: the upper one first', [through('a', 110, 10), through('b', 140, 40)], { a: 0, b: 1 }, 2],
  ['lines that do not meet share a track', [through('a', 10, 40), through('b', 100, 140)], { a: 0, b: 0 }, 1],
  ['a line that turns back stays at its boxes', [through('a', 10, 200), turn('b', 50, 150)], { b: 0, a: 1 }, 2],
] as const)('%s', (_, verticals, tracks, count) => {
  const assigned = assignTracks(verticals);
  expect(Object.fromEntries(assigned.trackOf)).toEqual(tracks);
  expect(assigned.count).toBe(count);
});

test('knows how many tracks must stay on the left side', () => {
  expect(assignTracks([through('a', 10, 200), turn('b', 50, 150)]).leftCount).toBe(1);
  expect(assignTracks([through('a', 10, 200)]).leftCount).toBe(0);
});
