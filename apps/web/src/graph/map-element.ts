import type { PlacedText, Point, Rect } from '@scopemap/map-layout';

/** A Cytoscape element as plain data. `classes` says how it looks, `target` what a click on it selects. */
export interface MapElement {
  readonly group: 'nodes' | 'edges';
  readonly data: Readonly<Record<string, string | number>> & { readonly id: string };
  readonly position?: Point;
  readonly classes: string;
}

/** What a click on an element means; `none` lets the click through to the background. */
export type TargetKind = 'host' | 'zone' | 'bundle' | 'none';

export interface Target {
  readonly kind: TargetKind;
  readonly ref: string;
}

export const NO_TARGET: Target = { kind: 'none', ref: '' };

/** A rectangle; positions of nodes are their centres. */
export function boxElement(id: string, rect: Rect, classes: string, target: Target, label = ''): MapElement {
  return {
    group: 'nodes',
    data: { id, width: rect.width, height: rect.height, label, ...target },
    position: { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 },
    classes,
  };
}

/** Share of the font size by which the middle of the letters lies over the baseline. */
const MIDDLE = 0.36;

/** Text without a shape. */
export function textElement(id: string, text: PlacedText, classes: string, target: Target): MapElement {
  return {
    group: 'nodes',
    data: { id, label: text.text, size: text.size, ...target },
    position: { x: text.x, y: text.y - text.size * MIDDLE },
    classes: `text ${text.anchor} ${text.weight} ${classes}`,
  };
}

/** A small thing at a point. */
export function pointElement(id: string, point: Point, classes: string, target: Target): MapElement {
  return { group: 'nodes', data: { id, ...target }, position: { x: point.x, y: point.y }, classes };
}
