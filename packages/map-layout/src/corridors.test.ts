import { expect, test } from 'vitest';
import { completeRoutes, placeCorridorTracks } from './corridors.ts';
import type { Box, Line } from './drawn-network.ts';
import { LANE_END } from './lane-order.ts';
import type { VerticalPlacement } from './placement.ts';

const TRAITS = { name: '', caption: '', glyph: 'cde', hostCount: 0, folded: false, zones: [], hosts: [] } as const;
const CDE: Box = { ...TRAITS, id: 'cde', lane: 0 };
const EXTERNAL: Box = { ...TRAITS, id: 'external', lane: 4 };

const LINES = Array.from({ length: 60 }, (_, index): Line => {
  const traits = {
    service: '',
    status: 'approved',
    infrastructure: false,
    directed: true,
    pairs: 1,
    bundles: [],
  } as const;
  return { id: `line${index}`, source: CDE, target: EXTERNAL, ...traits };
});

const gap = (lane: number, below: string, top: number, bottom: number) => ({ lane, below, top, bottom, reserved: 48 });

const PLACEMENT: VerticalPlacement = {
  boxTop: new Map(),
  gaps: [[], [gap(1, LANE_END, 60, 260)], [gap(2, 'x', 100, 148), gap(2, LANE_END, 240, 288)], []],
  top: 60,
  bottom: 300,
};

const middle = () => 130;

test('crowded tracks stay inside their corridors and apart from all other lines', () => {
  const routes = new Map(
    LINES.map((line) => [
      line.id,
      new Map([
        [1, LANE_END],
        [2, 'x'],
      ]),
    ]),
  );
  const tracks = placeCorridorTracks(LINES, routes, PLACEMENT, middle);
  const heights = (lane: number) => LINES.map((line) => tracks.get(line.id)?.get(lane) ?? 0);
  expect(Math.min(...heights(2))).toBeGreaterThanOrEqual(103);
  expect(Math.max(...heights(2))).toBeLessThanOrEqual(145);
  expect(new Set([...heights(1), ...heights(2)]).size).toBeGreaterThanOrEqual(LINES.length * 2 - countStraight(tracks));
});

function countStraight(tracks: ReadonlyMap<string, ReadonlyMap<number, number>>): number {
  return [...tracks.values()].filter((track) => track.get(1) === track.get(2)).length;
}

test('a known route is kept, a new line takes the nearest corridor until it is crowded', () => {
  const known = new Map([['line0', new Map([[2, LANE_END]])]]);
  const routes = completeRoutes(LINES, known, PLACEMENT, middle);
  const taken = LINES.map((line) => routes.get(line.id)?.get(2));
  expect(taken.slice(0, 3)).toEqual([LANE_END, 'x', 'x']);
  expect(taken.filter((below) => below === LANE_END).length).toBeGreaterThan(20);
});

test('a route through a corridor that is gone is chosen anew', () => {
  const known = new Map([['line0', new Map([[2, 'deleted']])]]);
  expect(completeRoutes(LINES.slice(0, 1), known, PLACEMENT, middle).get('line0')?.get(2)).toBe('x');
});
