import type { MapGeometry, PlacedText, Point, Rect } from '../geometry.ts';

/** Everything that must never be seen in a picture; empty when it is sound. */
export function geometryFaults(geometry: MapGeometry): readonly string[] {
  return [
    ...boxFaults(geometry),
    ...chipFaults(geometry),
    ...hostFaults(geometry),
    ...edgeFaults(geometry),
    ...boundaryFaults(geometry),
    ...coincidences(geometry),
    ...labelFaults(geometry),
    ...textFaults(geometry),
  ];
}

function boxFaults({ zones, lanes, width, height }: MapGeometry): readonly string[] {
  const page = { x: 0, y: 0, width, height };
  return [
    ...ofPairs(zones, (a, b) => (overlap(a.rect, b.rect) ? `boxes ${a.id} and ${b.id} overlap` : undefined)),
    ...zones.flatMap((zone) => {
      const lane = lanes.find((each) => each.lane === zone.lane);
      return lane !== undefined && inside(zone.rect, lane.rect) ? [] : [`box ${zone.id} leaves its lane`];
    }),
    ...lanes.flatMap((lane) => (inside(lane.rect, page) ? [] : [`lane ${lane.lane} leaves the page`])),
    ...ofPairs(lanes, (a, b) => (overlap(a.rect, b.rect) ? `lanes ${a.lane} and ${b.lane} overlap` : undefined)),
  ];
}

function chipFaults({ chips, zones }: MapGeometry): readonly string[] {
  return [
    ...ofPairs(chips, (a, b) => (overlap(a.rect, b.rect) ? `chips ${a.id} and ${b.id} overlap` : undefined)),
    ...chips.flatMap((chip) => {
      const box = zones.find((zone) => zone.id === chip.zone)?.rect;
      const wider = box === undefined ? undefined : { ...box, x: box.x - 4, width: box.width + 8 };
      return wider !== undefined && inside(chip.rect, wider) ? [] : [`chip ${chip.id} leaves its box`];
    }),
  ];
}

function hostFaults({ hosts, ghosts, chips, zones }: MapGeometry): readonly string[] {
  const labels = new Map(hosts.map((host) => [`${host.zone} ${host.id}`, host.label]));
  const places = [...hosts, ...ghosts].map((host) => {
    const label = labels.get(`${host.zone} ${host.id}`);
    const rect = union(square(host, host.radius), label === undefined ? undefined : textRect(label));
    return { id: host.id, zone: host.zone, rect };
  });
  return [
    ...ofPairs(places, (a, b) => (overlap(a.rect, b.rect) ? `hosts ${a.id} and ${b.id} overlap` : undefined)),
    ...places.flatMap(({ id, zone, rect }) => {
      const box = zones.find((each) => each.id === zone)?.rect;
      return [
        ...(box !== undefined && inside(rect, box) ? [] : [`host ${id} leaves its box`]),
        ...chips.filter((chip) => overlap(chip.rect, rect)).map((chip) => `host ${id} lies under chip ${chip.id}`),
      ];
    }),
  ];
}

function edgeFaults({ edges, zones, chips, width, height }: MapGeometry): readonly string[] {
  const page = { x: 0, y: 0, width, height };
  return edges.flatMap((edge) => {
    const faults: string[] = [];
    for (const segment of segments(edge.points)) {
      const { from, to } = segment;
      if (from.x !== to.x && from.y !== to.y) faults.push(`line ${edge.id} has a slanted piece`);
      if (!inside(hull(from, to), page)) faults.push(`line ${edge.id} leaves the page`);
      for (const zone of zones) {
        if (crosses(hull(from, to), zone.rect)) faults.push(`line ${edge.id} crosses box ${zone.id}`);
      }
    }
    const [first, last] = [edge.points[0] as Point, edge.points.at(-1) as Point];
    const source = zones.find((zone) => zone.id === edge.source)?.rect;
    if (source === undefined || !onSide(first, source, 0)) faults.push(`line ${edge.id} does not begin at its box`);
    const chip = chips.find((each) => each.id === edge.chip)?.rect;
    const target = edge.directed ? chip : zones.find((zone) => zone.id === edge.target)?.rect;
    if (target === undefined || !onSide(last, target, 0)) faults.push(`line ${edge.id} does not reach its target`);
    return faults;
  });
}

/** A line crosses the boundary once if its ends lie on different sides, and never otherwise. */
function boundaryFaults({ edges, boundary }: MapGeometry): readonly string[] {
  const isLeft = (point: Point | undefined) => (point?.x ?? 0) < boundary.x;
  return edges.flatMap(({ id, points }) => {
    const crossings = segments(points).filter(({ from, to }) => isLeft(from) !== isLeft(to)).length;
    const needed = isLeft(points[0]) === isLeft(points.at(-1)) ? 0 : 1;
    return crossings === needed ? [] : [`line ${id} crosses the boundary ${crossings} times`];
  });
}

/** Pieces of different lines on top of each other cannot be told apart. */
function coincidences({ edges }: MapGeometry): readonly string[] {
  const pieces = edges.flatMap((edge) => segments(edge.points).map((segment) => ({ edge, ...segment })));
  return ofPairs(pieces, (a, b) => {
    if (a.edge === b.edge) return undefined;
    const vertical = a.from.x === a.to.x && b.from.x === b.to.x && a.from.x === b.from.x;
    const horizontal = a.from.y === a.to.y && b.from.y === b.to.y && Math.abs(a.from.y - b.from.y) < 1e-6;
    const shared = vertical ? common(a, b, 'y') : horizontal ? common(a, b, 'x') : 0;
    return shared > 1e-6 ? `lines ${a.edge.id} and ${b.edge.id} share ${shared.toFixed(1)} px` : undefined;
  });
}

interface Piece {
  readonly from: Point;
  readonly to: Point;
}

function common(a: Piece, b: Piece, axis: 'x' | 'y'): number {
  const low = Math.max(Math.min(a.from[axis], a.to[axis]), Math.min(b.from[axis], b.to[axis]));
  return Math.min(Math.max(a.from[axis], a.to[axis]), Math.max(b.from[axis], b.to[axis])) - low;
}

function labelFaults({ edges, zones, chips }: MapGeometry): readonly string[] {
  const labels = edges.flatMap((edge) => (edge.label === undefined ? [] : [{ id: edge.id, ...edge.label }]));
  return [
    ...ofPairs(labels, (a, b) => (overlap(a.rect, b.rect) ? `labels of ${a.id} and ${b.id} overlap` : undefined)),
    ...labels.flatMap(({ id, rect, text }) => [
      ...zones.filter((zone) => overlap(zone.rect, rect)).map((zone) => `label of ${id} covers box ${zone.id}`),
      ...chips.filter((chip) => overlap(chip.rect, rect)).map((chip) => `label of ${id} covers chip ${chip.id}`),
      ...(inside(textRect(text), rect) ? [] : [`label of ${id} leaves its plate`]),
    ]),
  ];
}

function textFaults({ zones, chips, lanes }: MapGeometry): readonly string[] {
  return [
    ...zones.flatMap((zone) => {
      const texts = [zone.title, zone.caption, zone.footer, zone.stripMore, ...zone.strip.map((item) => item.text)];
      const rects = texts.flatMap((text) => (text === undefined || text.text === '' ? [] : [textRect(text)]));
      const chipRects = chips.map((chip) => chip.rect);
      return [
        ...rects.filter((rect) => !inside(rect, zone.rect)).map(() => `a text leaves box ${zone.id}`),
        ...ofPairs(rects, (a, b) => (overlap(a, b) ? `texts of box ${zone.id} overlap` : undefined)),
        ...rects
          .filter((rect) => chipRects.some((chip) => overlap(chip, rect)))
          .map(() => `a chip covers text of ${zone.id}`),
      ];
    }),
    ...chips.flatMap((chip) => (inside(textRect(chip.text), chip.rect) ? [] : [`text leaves chip ${chip.id}`])),
    ...lanes.flatMap((lane) => {
      const along = lane.collapsed ? lane.rect.height : lane.rect.width;
      return [lane.title, lane.subtitle]
        .filter((text) => (text?.width ?? 0) > along)
        .map(() => `title of ${lane.lane} is too long`);
    }),
  ];
}

function textRect({ x, y, width, size, anchor }: PlacedText): Rect {
  const left = anchor === 'start' ? x : anchor === 'middle' ? x - width / 2 : x - width;
  return { x: left, y: y - size * 0.75, width, height: size * 0.95 };
}

function square({ x, y }: Point, radius: number): Rect {
  return { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
}

function union(a: Rect, b: Rect | undefined): Rect {
  if (b === undefined) return a;
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

function segments(points: readonly Point[]): readonly Piece[] {
  return points.slice(1).map((to, index) => ({ from: points[index] as Point, to }));
}

function hull(a: Point, b: Point): Rect {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

function onSide({ x, y }: Point, rect: Rect, tolerance: number): boolean {
  const onBorder = Math.abs(x - rect.x) <= tolerance || Math.abs(x - rect.x - rect.width) <= tolerance;
  return onBorder && y > rect.y && y < rect.y + rect.height;
}

const EPSILON = 1e-6;

function overlap(a: Rect, b: Rect): boolean {
  return (
    a.x < b.x + b.width - EPSILON &&
    b.x < a.x + a.width - EPSILON &&
    a.y < b.y + b.height - EPSILON &&
    b.y < a.y + a.height - EPSILON
  );
}

/** A segment has no area, so only points strictly inside the box count. */
function crosses(segment: Rect, box: Rect): boolean {
  return (
    segment.x < box.x + box.width - EPSILON &&
    segment.x + segment.width > box.x + EPSILON &&
    segment.y < box.y + box.height - EPSILON &&
    segment.y + segment.height > box.y + EPSILON
  );
}

function inside(inner: Rect, outer: Rect): boolean {
  return (
    inner.x >= outer.x - EPSILON &&
    inner.y >= outer.y - EPSILON &&
    inner.x + inner.width <= outer.x + outer.width + EPSILON &&
    inner.y + inner.height <= outer.y + outer.height + EPSILON
  );
}

/** Faults of all pairs of items. */
function ofPairs<Item>(items: readonly Item[], fault: (a: Item, b: Item) => string | undefined): readonly string[] {
  const faults: string[] = [];
  for (let second = 1; second < items.length; second += 1) {
    for (let first = 0; first < second; first += 1) {
      const found = fault(items[first] as Item, items[second] as Item);
      if (found !== undefined) faults.push(found);
    }
  }
  return faults;
}
