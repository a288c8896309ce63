import type { EdgeGeometry, HostGeometry, LaneGeometry, MapGeometry, ZoneGeometry } from '@scopemap/map-layout';
import { GLYPH_LETTER } from '../ui/words.ts';
import { selectBundles } from '../url/view-state.ts';
import { toSegments } from './edge-segments.ts';
import { boxElement, type MapElement, NO_TARGET, pointElement, type Target, textElement } from './map-element.ts';

/**
 * The geometry as Cytoscape elements, in drawing order. Zones and lanes are plain nodes with explicit sizes: compound parents
 * would cost up to 35 times as much per frame. Hosts become nodes and relationships become edges here and nowhere else.
 *
 * @param names name of every host by id, for the selected one: in a grid of glyphs it has no label
 */
export function toElements(geometry: MapGeometry, names: ReadonlyMap<string, string>): readonly MapElement[] {
  return [
    ...geometry.lanes.flatMap(laneElements),
    ...boundaryElements(geometry),
    ...geometry.edges.flatMap(edgeElements),
    ...geometry.zones.flatMap(zoneElements),
    ...geometry.ghosts.map((ghost) =>
      boxElement(`ghost:${ghost.id}`, square(ghost, ghost.radius), 'ghost', zoneTarget(ghost.zone)),
    ),
    ...geometry.hosts.map((host) => hostElement(host, names.get(host.id) ?? '')),
    ...geometry.chips.map((chip) => {
      const classes = `chip ${chip.status}${chip.infrastructure ? ' infrastructure' : ''}`;
      const { data, ...rest } = boxElement(
        `chip:${chip.id}`,
        chip.rect,
        classes,
        bundleTarget(chip.bundles),
        chip.text.text,
      );
      return { ...rest, data: { ...data, size: chip.text.size } };
    }),
  ];
}

/** Half the size of the letter badge in a zone's header. */
const BADGE_RADIUS = 7;

function laneElements(lane: LaneGeometry): readonly MapElement[] {
  const turned = lane.collapsed ? ' turned' : '';
  return [
    boxElement(`lane:${lane.lane}`, lane.rect, `lane lane-${lane.lane}`, NO_TARGET),
    textElement(`lane-title:${lane.lane}`, lane.title, `lane-title${turned}`, NO_TARGET),
    ...(lane.subtitle ? [textElement(`lane-subtitle:${lane.lane}`, lane.subtitle, 'muted', NO_TARGET)] : []),
  ];
}

function boundaryElements({ boundary }: MapGeometry): readonly MapElement[] {
  const { x, y1, y2 } = boundary;
  return [
    pointElement('boundary:top', { x, y: y1 }, 'tip', NO_TARGET),
    pointElement('boundary:bottom', { x, y: y2 }, 'tip', NO_TARGET),
    {
      group: 'edges',
      data: { id: 'boundary', source: 'boundary:top', target: 'boundary:bottom', ...NO_TARGET },
      classes: 'boundary',
    },
    textElement('boundary:in', boundary.inScope, 'boundary-text', NO_TARGET),
    textElement('boundary:out', boundary.outOfScope, 'boundary-text', NO_TARGET),
  ];
}

function zoneElements(zone: ZoneGeometry): readonly MapElement[] {
  const target = zoneTarget(zone.id);
  const dashed = zone.dashed ? ' dashed' : '';
  const badge = square(zone.badge, BADGE_RADIUS);
  return [
    boxElement(`zone:${zone.id}`, zone.rect, `zone glyph-${zone.glyph}${dashed}`, target),
    boxElement(`badge:${zone.id}`, badge, `badge glyph-${zone.glyph}`, target, GLYPH_LETTER[zone.glyph]),
    textElement(`title:${zone.id}`, zone.title, 'zone-title', target),
    textElement(`caption:${zone.id}`, zone.caption, 'muted', target),
    ...zone.strip.map((item) =>
      textElement(`strip:${zone.id}:${item.host}`, item.text, `strip ${item.status}`, { kind: 'host', ref: item.host }),
    ),
    ...(zone.stripMore ? [textElement(`strip-more:${zone.id}`, zone.stripMore, 'muted', target)] : []),
    ...(zone.footer ? [textElement(`footer:${zone.id}`, zone.footer, 'muted', target)] : []),
  ];
}

function hostElement(host: HostGeometry, name: string): MapElement {
  const named = host.label ? ` named ${host.label.weight}` : '';
  const classes = `host glyph-${host.glyph} ${host.server ? 'server' : 'client'} ${host.status}${named}`;
  const { data, ...rest } = boxElement(`host:${host.id}`, square(host, host.radius), classes, {
    kind: 'host',
    ref: host.id,
  });
  if (!host.label) return { ...rest, data: { ...data, name } };
  const gap = host.label.x - host.x - host.radius;
  return { ...rest, data: { ...data, name, label: host.label.text, size: host.label.size, gap } };
}

function edgeElements(edge: EdgeGeometry): readonly MapElement[] {
  const first = edge.points[0];
  const last = edge.points.at(-1);
  if (!first || !last) return [];
  const target = bundleTarget(edge.bundles);
  const segments = toSegments(edge.points);
  const classes = [
    'line',
    edge.status,
    edge.directed ? 'directed' : 'undirected',
    ...(edge.infrastructure ? ['infrastructure'] : []),
    ...(edge.dashed ? ['dashed'] : []),
    ...(segments ? ['bent'] : []),
  ].join(' ');
  return [
    pointElement(`tail:${edge.id}`, first, `tail ${edge.status}`, target),
    pointElement(`head:${edge.id}`, last, edge.directed ? 'tip' : `tail ${edge.status}`, target),
    {
      group: 'edges',
      data: {
        id: `edge:${edge.id}`,
        source: `tail:${edge.id}`,
        target: `head:${edge.id}`,
        width: edge.width,
        ...segments,
        kind: target.kind,
        ref: target.ref,
      },
      classes,
    },
    ...(edge.label ? [labelElement(edge.id, edge.label, edge.status, target)] : []),
  ];
}

function labelElement(
  id: string,
  label: NonNullable<EdgeGeometry['label']>,
  status: EdgeGeometry['status'],
  target: Target,
): MapElement {
  const { data, ...rest } = boxElement(`label:${id}`, label.rect, `edge-label ${status}`, target, label.text.text);
  return { ...rest, data: { ...data, size: label.text.size } };
}

function zoneTarget(id: string): Target {
  return id.startsWith('folded:') ? NO_TARGET : { kind: 'zone', ref: id };
}

function bundleTarget(bundles: readonly string[]): Target {
  return { kind: 'bundle', ref: selectBundles(bundles).id };
}

function square(centre: { x: number; y: number }, radius: number) {
  return { x: centre.x - radius, y: centre.y - radius, width: 2 * radius, height: 2 * radius };
}
