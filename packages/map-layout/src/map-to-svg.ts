import type { ChipGeometry, EdgeGeometry, HostGeometry, LaneGeometry, MapGeometry, ZoneGeometry } from './geometry.ts';
import { LANES } from './map-input.ts';
import { MARGIN } from './metrics.ts';
import { PALETTES, type Palette, type Theme } from './palette.ts';
import { edgeLabelMarkup, edgeMarkup } from './svg-edges.ts';
import { badgeGlyph, ghostGlyph, hostGlyph } from './svg-glyphs.ts';
import { headingMarkup } from './svg-heading.ts';
import { legendMarkup } from './svg-legend.ts';
import { element, escapeXml, rectElement, textElement } from './svg-markup.ts';
import { overlayMarkup, paled, type SvgOverlay } from './svg-overlay.ts';

export interface SvgOptions {
  /** Explains shapes and lines under the picture; default true. */
  readonly legend?: boolean;
  /** Name for people who do not see the picture. */
  readonly title?: string;
  readonly description?: string;
  /** A title and lines under it, above the picture. */
  readonly heading?: readonly string[];
  /** Ids (`edge:…`, `chip:…`) that are left out. */
  readonly hidden?: ReadonlySet<string>;
  readonly overlay?: SvgOverlay;
}

/**
 * The picture as one self-contained SVG document: no script, no style sheet, no reference to anything outside, all text
 * escaped. The font is Inter where the reader has it.
 */
export function mapToSvg(geometry: MapGeometry, theme: Theme, options: SvgOptions = {}): string {
  const palette = PALETTES[theme];
  const { overlay = {}, hidden = new Set() } = options;
  const { width } = geometry;
  const heading = headingMarkup(options.heading ?? [], width, palette);
  const legend =
    options.legend === false
      ? { markup: '', height: 0 }
      : legendMarkup(MARGIN, geometry.height, width - 2 * MARGIN, palette, overlay.changes !== undefined);
  const height = heading.height + geometry.height + (legend.height === 0 ? 0 : legend.height + MARGIN);
  const edges = geometry.edges.filter((edge) => !hidden.has(`edge:${edge.id}`));
  const onTop = (edge: EdgeGeometry) =>
    edge.status === 'violation' || edge.status === 'unreviewed' || overlay.changes?.has(`edge:${edge.id}`) === true;
  const exceptions = edges.filter(onTop);
  const drawEdge = (edge: EdgeGeometry) =>
    paled(`edge:${edge.id}`, overlay, edgeMarkup(edge, palette, overlay.changes?.get(`edge:${edge.id}`)));
  const chips = geometry.chips.filter((chip) => !hidden.has(`chip:${chip.id}`));
  const picture = [
    ...geometry.lanes.map((lane) => laneMarkup(lane, palette)),
    boundaryMarkup(geometry, palette),
    ...edges.filter((edge) => !onTop(edge)).map(drawEdge),
    ...geometry.zones.map((zone) => paled(`zone:${zone.id}`, overlay, zoneMarkup(zone, palette))),
    ...geometry.ghosts.map((ghost) => ghostGlyph(ghost, ghost.radius, palette)),
    ...geometry.hosts.map((host) => paled(`host:${host.id}`, overlay, hostMarkup(host, palette))),
    ...chips.map((chip) => paled(`chip:${chip.id}`, overlay, chipMarkup(chip, palette))),
    ...exceptions.map(drawEdge),
    ...exceptions.map((edge) => paled(`edge:${edge.id}`, overlay, edgeLabelMarkup(edge, palette))),
    overlayMarkup(overlay, palette),
    legend.markup,
  ].join('');
  const content = [
    element('title', {}, escapeXml(options.title ?? 'Scope map')),
    options.description === undefined ? '' : element('desc', {}, escapeXml(options.description)),
    rectElement({ x: 0, y: 0, width, height }, { fill: palette.background }),
    heading.markup,
    heading.height === 0 ? picture : element('g', { transform: `translate(0 ${heading.height})` }, picture),
  ];
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'font-family': 'Inter, "Helvetica Neue", Arial, sans-serif',
    },
    content.join(''),
  );
}

function laneMarkup(lane: LaneGeometry, palette: Palette): string {
  const background = rectElement(lane.rect, { fill: palette.lane[LANES.indexOf(lane.lane)] });
  const turned = lane.collapsed ? { transform: `rotate(-90 ${lane.title.x} ${lane.title.y})` } : {};
  const title = textElement(lane.title, lane.collapsed ? palette.muted : palette.text, turned);
  return background + title + (lane.subtitle === undefined ? '' : textElement(lane.subtitle, palette.muted));
}

function boundaryMarkup({ boundary }: MapGeometry, palette: Palette): string {
  const line = element('line', {
    x1: boundary.x,
    y1: boundary.y1,
    x2: boundary.x,
    y2: boundary.y2,
    stroke: palette.boundary,
    'stroke-width': 2,
    'stroke-dasharray': '8 5',
  });
  return line + textElement(boundary.inScope, palette.boundary) + textElement(boundary.outOfScope, palette.boundary);
}

function zoneMarkup(zone: ZoneGeometry, palette: Palette): string {
  const border = rectElement(zone.rect, {
    rx: 7,
    fill: palette.box,
    stroke: palette.glyph[zone.glyph],
    'stroke-width': zone.glyph === 'cde' ? 2 : 1.5,
    'stroke-dasharray': zone.dashed ? '4 3' : undefined,
  });
  const strip = zone.strip.map((item) => textElement(item.text, palette.ink[item.status]));
  return [
    border,
    badgeGlyph(zone.glyph, zone.badge, palette),
    textElement(zone.title, palette.text),
    textElement(zone.caption, palette.muted),
    ...strip,
    zone.stripMore === undefined ? '' : textElement(zone.stripMore, palette.text),
    zone.footer === undefined ? '' : textElement(zone.footer, palette.muted),
  ].join('');
}

function hostMarkup(host: HostGeometry, palette: Palette): string {
  const glyph = hostGlyph(host.glyph, host.server, host.status, host, host.radius, palette);
  return glyph + (host.label === undefined ? '' : textElement(host.label, palette.ink[host.status]));
}

function chipMarkup(chip: ChipGeometry, palette: Palette): string {
  const exception = chip.status === 'violation' || chip.status === 'unreviewed';
  const plate = rectElement(chip.rect, {
    rx: 3,
    fill: palette.chip[chip.status],
    stroke: palette.line[chip.status],
    'stroke-width': exception ? 1.6 : 0.9,
  });
  return plate + textElement(chip.text, palette.ink[chip.status]);
}
