import type { Box, Line } from './drawn-network.ts';
import { isException, lanesBetween } from './drawn-network.ts';
import { LANES } from './map-input.ts';

/** Order of boxes per lane, and where lines that skip a lane pass between them. */
export interface LaneOrder {
  /** Box ids per lane, top to bottom. */
  readonly boxes: readonly (readonly string[])[];
  /** Line id -> lane -> id of the box below the line, or `LANE_END`. */
  readonly routes: ReadonlyMap<string, ReadonlyMap<number, string>>;
}

/** Stands for a box id below the last corridor of a lane; the brackets keep it apart from ids. */
export const LANE_END = '(end)';

/** A box, or the place where a line passes a lane. */
interface Node {
  readonly key: string;
  readonly box: string | undefined;
  readonly line: string | undefined;
  readonly neighbours: { readonly node: Node; readonly weight: number }[];
  position: number;
}

const SWEEPS = 8;
const EXCEPTION_WEIGHT = 3;

/**
 * Arranges all lanes anew: barycentre sweeps to and fro (Sugiyama, Tagawa and Toda 1981), keeping the arrangement with
 * the fewest weighted crossings.
 */
export function proposeOrder(boxes: readonly Box[], lines: readonly Line[]): LaneOrder {
  const { lanes, segments, detours } = buildNodes(boxes, lines);
  const cost = () => crossings(segments) + detourLength(detours, lanes);
  let best = lanes.map((lane) => [...lane]);
  let fewest = cost();
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep += 1) {
    const sequence = sweep % 2 === 0 ? lanes : [...lanes].reverse();
    for (const lane of sequence) {
      sortByBarycentre(lane);
    }
    const count = cost();
    if (count < fewest) {
      fewest = count;
      best = lanes.map((lane) => [...lane]);
    }
  }
  return toOrder(best);
}

interface Link {
  readonly left: Node;
  readonly right: Node;
  readonly weight: number;
}

/** A link between neighbouring lanes. */
interface Segment extends Link {
  readonly gutter: number;
}

function connect(left: Node, right: Node, weight: number): Link {
  left.neighbours.push({ node: right, weight });
  right.neighbours.push({ node: left, weight });
  return { left, right, weight };
}

function buildNodes(boxes: readonly Box[], lines: readonly Line[]) {
  const lanes: Node[][] = LANES.map(() => []);
  const add = (lane: number, key: string, box?: string, line?: string): Node => {
    const node: Node = { key, box, line, neighbours: [], position: 0 };
    lanes[lane]?.push(node);
    return node;
  };
  const nodeOfBox = new Map(boxes.map((box) => [box, add(box.lane, box.id, box.id)]));
  const segments: Segment[] = [];
  const detours: Link[] = [];
  for (const line of lines) {
    const from = line.source.lane <= line.target.lane ? line.source : line.target;
    const to = from === line.source ? line.target : line.source;
    const weight = isException(line.status) ? EXCEPTION_WEIGHT : 1;
    if (from.lane === to.lane) {
      if (from !== to) detours.push(connect(nodeOfBox.get(from) as Node, nodeOfBox.get(to) as Node, weight / 2));
      continue;
    }
    const path = [
      nodeOfBox.get(from) as Node,
      ...lanesBetween(line).map((lane) => add(lane, line.id, undefined, line.id)),
      nodeOfBox.get(to) as Node,
    ];
    for (let index = 1; index < path.length; index += 1) {
      const left = path[index - 1] as Node;
      const right = path[index] as Node;
      segments.push({ ...connect(left, right, weight), gutter: from.lane + index - 1 });
    }
  }
  for (const lane of lanes) {
    spread(lane);
  }
  return { lanes, segments, detours };
}

/** Positions 0..1, so that lanes of different length compare. */
function spread(lane: readonly Node[]): void {
  for (const [index, node] of lane.entries()) {
    node.position = (index + 0.5) / lane.length;
  }
}

function sortByBarycentre(lane: Node[]): void {
  const wanted = new Map(
    lane.map((node) => {
      const total = node.neighbours.reduce((sum, { weight }) => sum + weight, 0);
      const sum = node.neighbours.reduce((acc, { node: other, weight }) => acc + other.position * weight, 0);
      return [node, total === 0 ? node.position : sum / total];
    }),
  );
  lane.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || a.position - b.position);
  spread(lane);
}

function crossings(segments: readonly Segment[]): number {
  let count = 0;
  for (const [index, a] of segments.entries()) {
    for (const b of segments.slice(index + 1)) {
      if (a.gutter !== b.gutter) continue;
      const left = a.left.position - b.left.position;
      const right = a.right.position - b.right.position;
      if (left * right < 0) count += a.weight * b.weight;
    }
  }
  return count;
}

/** Lines within a lane run beside it: the fewer boxes they pass, the fewer lines they cross. */
function detourLength(detours: readonly Link[], lanes: readonly (readonly Node[])[]): number {
  const longest = Math.max(...lanes.map((lane) => lane.length));
  return detours.reduce((sum, { left, right, weight }) => {
    return sum + Math.abs(left.position - right.position) * longest * weight;
  }, 0);
}

function toOrder(lanes: readonly (readonly Node[])[]): LaneOrder {
  const routes = new Map<string, Map<number, string>>();
  for (const [lane, nodes] of lanes.entries()) {
    for (const [index, node] of nodes.entries()) {
      if (node.line === undefined) continue;
      const below = nodes.slice(index).find((other) => other.box !== undefined)?.box ?? LANE_END;
      const route = routes.get(node.line) ?? new Map<number, string>();
      routes.set(node.line, route.set(lane, below));
    }
  }
  return { boxes: lanes.map((nodes) => nodes.flatMap((node) => node.box ?? [])), routes };
}

/**
 * The stored order with what is new put in: a new box goes where the mean of its neighbours lies, and no two known boxes
 * change places. Known boxes that are missing from the picture keep their place.
 */
export function insertIntoOrder(
  stored: readonly (readonly string[])[],
  boxes: readonly Box[],
  lines: readonly Line[],
): readonly (readonly string[])[] {
  const lanes = LANES.map((_, lane) => {
    const elsewhere = new Set(boxes.filter((box) => box.lane !== lane).map((box) => box.id));
    return (stored[lane] ?? []).filter((id) => !elsewhere.has(id));
  });
  const position = new Map(lanes.flatMap((ids) => ids.map((id, index) => [id, (index + 0.5) / ids.length] as const)));
  for (const box of boxes) {
    const ids = lanes[box.lane] as string[];
    if (ids.includes(box.id)) continue;
    const peers = lines.flatMap((line) =>
      line.source === box ? [line.target.id] : line.target === box ? [line.source.id] : [],
    );
    const known = peers.flatMap((id) => position.get(id) ?? []);
    const mean = known.length === 0 ? 1 : known.reduce((sum, each) => sum + each, 0) / known.length;
    ids.splice(Math.round(mean * ids.length), 0, box.id);
    position.set(box.id, mean);
  }
  return lanes;
}
