import type { Point } from './geometry.ts';
import type { BundleStatus, Glyph } from './map-input.ts';
import type { Palette } from './palette.ts';
import { type Attributes, element, round } from './svg-markup.ts';

/** Letter of each category, so that the picture can be read without colours. */
export const GLYPH_LETTERS: Readonly<Record<Glyph, string>> = {
  cde: 'C',
  connected: 'N',
  security: 'S',
  'out-of-scope': 'O',
  external: 'X',
  undetermined: '?',
};

/** Filled shape = in scope, hollow = not. An out-of-scope server has a thick ring, a client a thin one. */
export function hostGlyph(
  glyph: Glyph,
  server: boolean,
  status: BundleStatus,
  { x, y }: Point,
  radius: number,
  palette: Palette,
): string {
  const colour = palette.glyph[glyph];
  const flagged = status === 'violation' || status === 'unreviewed';
  if (glyph === 'out-of-scope') {
    const stroke = flagged ? palette.line[status] : colour;
    const thickness = flagged || server ? 2.4 : 1.1;
    return element('circle', {
      cx: x,
      cy: y,
      r: radius - thickness / 2 + 0.2,
      fill: palette.box,
      stroke,
      'stroke-width': thickness,
    });
  }
  const outline: Attributes = flagged ? { stroke: palette.line[status], 'stroke-width': 2 } : {};
  return shape(glyph, { x, y }, radius, { fill: colour, ...outline });
}

/** Header badge: the category's shape with its letter. */
export function badgeGlyph(glyph: Glyph, { x, y }: Point, palette: Palette): string {
  const letter = element(
    'text',
    { x, y: y + 3, 'font-size': 8, 'font-weight': 600, 'text-anchor': 'middle', fill: palette.background },
    GLYPH_LETTERS[glyph],
  );
  return shape(glyph, { x, y }, 6.5, { fill: palette.glyph[glyph] }) + letter;
}

/** Outline of a host that is no longer seen. */
export function ghostGlyph({ x, y }: Point, radius: number, palette: Palette): string {
  return element('circle', {
    cx: x,
    cy: y,
    r: radius - 0.5,
    fill: 'none',
    stroke: palette.muted,
    'stroke-width': 0.8,
    'stroke-dasharray': '1.5 1.5',
  });
}

function shape(glyph: Glyph, { x, y }: Point, radius: number, attributes: Attributes): string {
  switch (glyph) {
    case 'cde': {
      const half = radius * 0.92;
      return element('rect', { x: x - half, y: y - half, width: 2 * half, height: 2 * half, rx: 1, ...attributes });
    }
    case 'security':
      return polygon({ x, y }, radius * 1.1, [0, 60, 120, 180, 240, 300], attributes);
    case 'external':
      return polygon({ x, y: y + radius * 0.2 }, radius * 1.2, [-90, 30, 150], attributes);
    case 'undetermined':
      return polygon({ x, y }, radius * 1.2, [0, 90, 180, 270], attributes);
    default:
      return element('circle', { cx: x, cy: y, r: radius, ...attributes });
  }
}

function polygon({ x, y }: Point, radius: number, degrees: readonly number[], attributes: Attributes): string {
  const points = degrees.map((degree) => {
    const angle = (degree * Math.PI) / 180;
    return `${round(x + radius * Math.cos(angle))},${round(y + radius * Math.sin(angle))}`;
  });
  return element('polygon', { points: points.join(' '), ...attributes });
}
