import type { MapGeometry, Point, SvgOverlay } from '@scopemap/map-layout';
import type { DiffMarks } from './diff-marks.ts';
import type { Focus } from './focus.ts';
import type { MapElement } from './map-element.ts';

/** What the canvas shows on top of the picture, for the SVG of it. */
export function pictureOverlay(
  geometry: MapGeometry,
  focus: Focus | null,
  compared: DiffMarks | undefined,
): SvgOverlay {
  const places = placesOf(geometry);
  const elements = focus?.connectors ?? [];
  return {
    ...(focus && { lit: focus.lit }),
    ...(compared && { changes: compared.marks }),
    connectors: elements.flatMap(({ group, data, classes }) => {
      const [from, to] = [places.get(String(data.source)), places.get(String(data.target))];
      if (group !== 'edges' || !from || !to) return [];
      return [{ from, to, status: statusOf(classes) }];
    }),
    plates: elements.flatMap(({ group, data, position, classes }) =>
      group === 'nodes' && position ? [{ at: position, text: String(data.label), ...changeOf(classes) }] : [],
    ),
  };
}

function placesOf({ hosts, edges }: MapGeometry): ReadonlyMap<string, Point> {
  return new Map<string, Point>([
    ...hosts.map((host) => [`host:${host.id}`, host] as const),
    ...edges.flatMap(({ id, points }) => {
      const [first, last] = [points[0], points.at(-1)];
      return first && last
        ? ([
            [`tail:${id}`, first],
            [`head:${id}`, last],
          ] as const)
        : [];
    }),
  ]);
}

function statusOf(classes: MapElement['classes']) {
  const names = classes.split(' ');
  return (['violation', 'unreviewed', 'approved'] as const).find((status) => names.includes(status)) ?? 'ordinary';
}

function changeOf(classes: MapElement['classes']) {
  const names = classes.split(' ');
  const change = (['added', 'removed', 'changed'] as const).find((each) => names.includes(each));
  return change ? { change } : {};
}
