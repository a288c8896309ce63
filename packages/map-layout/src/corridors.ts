import type { Line } from './drawn-network.ts';
import { lanesBetween } from './drawn-network.ts';
import { CORRIDOR_PITCH } from './metrics.ts';
import { pack } from './pack.ts';
import type { Gap, VerticalPlacement } from './placement.ts';
import { clearWithin } from './separation.ts';

export type Routes = ReadonlyMap<string, ReadonlyMap<number, string>>;

/** Line id -> lane -> y of its track in that lane. */
export type CorridorTracks = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Space kept free between a box and the nearest track. */
const CLEARANCE = 10;
/** The least of it, where lines have to make way for each other. */
const NARROW = 3;
/** What one line already in a corridor costs when another chooses, in pixels of detour. */
const CROWDING = 12;

/** Keeps the known route of each line; a line without one takes the corridor nearest to the middle between its ends. */
export function completeRoutes(
  lines: readonly Line[],
  known: Routes,
  placement: VerticalPlacement,
  middle: (boxId: string) => number,
): Routes {
  const load = new Map<Gap, number>();
  const routes = new Map<string, Map<number, string>>();
  const choose = (line: Line, lane: number, allowed: (gap: Gap) => boolean) => {
    const wanted = (middle(line.source.id) + middle(line.target.id)) / 2;
    const cost = (gap: Gap) => distanceTo(gap, wanted) + (load.get(gap) ?? 0) * CROWDING;
    const [gap] = (placement.gaps[lane] ?? []).filter(allowed).sort((a, b) => cost(a) - cost(b));
    if (gap === undefined) return;
    load.set(gap, (load.get(gap) ?? 0) + 1);
    routes.set(line.id, (routes.get(line.id) ?? new Map<number, string>()).set(lane, gap.below));
  };
  const passages = lines.flatMap((line) => lanesBetween(line).map((lane) => ({ line, lane })));
  const isKnown = ({ line, lane }: { line: Line; lane: number }) => {
    const below = known.get(line.id)?.get(lane);
    return placement.gaps[lane]?.some((gap) => gap.below === below) === true;
  };
  for (const passage of passages.filter(isKnown)) {
    const below = known.get(passage.line.id)?.get(passage.lane);
    choose(passage.line, passage.lane, (gap) => gap.below === below);
  }
  for (const passage of passages.filter((each) => !isKnown(each))) {
    choose(passage.line, passage.lane, () => true);
  }
  return routes;
}

/** Lines per gap: lane -> id of the box below -> count. */
export function countTracks(routes: Routes, laneCount: number): readonly ReadonlyMap<string, number>[] {
  const counts = Array.from({ length: laneCount }, () => new Map<string, number>());
  for (const route of routes.values()) {
    for (const [lane, below] of route) {
      counts[lane]?.set(below, (counts[lane]?.get(below) ?? 0) + 1);
    }
  }
  return counts;
}

/** Gives each line in each corridor its own y. A line that passes two lanes keeps its y where it can. */
export function placeCorridorTracks(
  lines: readonly Line[],
  routes: Routes,
  placement: VerticalPlacement,
  middle: (boxId: string) => number,
): CorridorTracks {
  const tracks = new Map<string, Map<number, number>>();
  for (const gaps of placement.gaps) {
    for (const gap of gaps) {
      const members = lines.filter((line) => routes.get(line.id)?.get(gap.lane) === gap.below);
      const before = (line: Line) => tracks.get(line.id)?.get(gap.lane - 1);
      const wanted = (line: Line) => before(line) ?? (middle(line.source.id) + middle(line.target.id)) / 2;
      const sorted = [...members].sort((a, b) => wanted(a) - wanted(b));
      const places = trackPlaces(sorted.map(wanted), gap);
      for (const [index, line] of sorted.entries()) {
        const others = lines
          .filter((other) => other !== line)
          .flatMap((other) => tracks.get(other.id)?.get(gap.lane - 1) ?? []);
        const place = places[index] as number;
        const low = halfway(place, places[index - 1], gap.top + NARROW);
        const high = halfway(place, places[index + 1], gap.bottom - NARROW);
        const clear = clearWithin(place, others, before(line), low, high);
        tracks.set(line.id, (tracks.get(line.id) ?? new Map<number, number>()).set(gap.lane, clear));
      }
    }
  }
  return tracks;
}

/** How far a track may give way: not quite half way to its neighbour, or all the way to the edge. */
function halfway(place: number, neighbour: number | undefined, edge: number): number {
  return neighbour === undefined ? edge : place + (neighbour - place) * 0.45;
}

function trackPlaces(wanted: readonly number[], gap: Gap): readonly number[] {
  const low = gap.top + CLEARANCE;
  const high = gap.bottom - CLEARANCE;
  const pitch = wanted.length < 2 ? 0 : Math.min(CORRIDOR_PITCH, (high - low) / (wanted.length - 1));
  const places = pack(
    wanted.map((ideal) => ({ ideal, low, high })),
    wanted.slice(1).map(() => pitch),
  );
  return places ?? wanted.map((_, index) => low + index * pitch);
}

function distanceTo(gap: Gap, y: number): number {
  return Math.max(0, gap.top + CLEARANCE - y, y - gap.bottom + CLEARANCE);
}
