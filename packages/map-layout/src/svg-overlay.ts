import type { Point } from './geometry.ts';
import type { BundleStatus } from './map-input.ts';
import type { Palette } from './palette.ts';
import { element, rectElement, textElement } from './svg-markup.ts';
import { textWidth } from './text-width.ts';

/** What became of something between two periods. */
export type Change = 'added' | 'removed' | 'changed';

/** What is shown on top of the picture: a selection, a way, or the difference of two periods. Ids are `edge:…`, `chip:…`, `host:…`, `zone:…`. */
export interface SvgOverlay {
  /** Everything else is pale. */
  readonly lit?: ReadonlySet<string>;
  readonly changes?: ReadonlyMap<string, Change>;
  /** Thin straight lines, such as from a host to the line that carries its traffic. */
  readonly connectors?: readonly { readonly from: Point; readonly to: Point; readonly status: BundleStatus }[];
  /** Names on a plate right of a point. */
  readonly plates?: readonly { readonly at: Point; readonly text: string; readonly change?: Change }[];
}

const PALE = 0.2;
const PLATE = { size: 12, padding: 4, gap: 5 };

/** The markup, pale when something is lit and this is not. */
export function paled(id: string, { lit }: SvgOverlay, markup: string): string {
  return lit === undefined || lit.has(id) ? markup : element('g', { opacity: PALE }, markup);
}

export const CHANGE_DASH: Readonly<Record<Change, string | undefined>> = {
  added: undefined,
  removed: '2 3',
  changed: '6 3',
};

export function overlayMarkup({ connectors = [], plates = [] }: SvgOverlay, palette: Palette): string {
  const lines = connectors.map(({ from, to, status }) =>
    element('line', {
      x1: from.x,
      y1: from.y,
      x2: to.x,
      y2: to.y,
      stroke: palette.line[status],
      'stroke-width': 1.2,
      'stroke-dasharray': status === 'unreviewed' ? '4 3' : undefined,
    }),
  );
  const names = plates.map(({ at, text, change }) => {
    const colour = change === undefined ? palette.text : palette.change[change];
    const width = textWidth(text, PLATE.size, 'bold');
    const x = at.x + PLATE.gap;
    const plate = rectElement(
      {
        x: x - PLATE.padding,
        y: at.y - PLATE.size / 2 - PLATE.padding / 2,
        width: width + 2 * PLATE.padding,
        height: PLATE.size + PLATE.padding,
      },
      {
        rx: 3,
        fill: palette.box,
        stroke: change === undefined ? palette.boundary : colour,
        'stroke-width': 1.5,
        'stroke-dasharray': change && CHANGE_DASH[change],
      },
    );
    const placed = { x, y: at.y + 4.2, text, size: PLATE.size, weight: 'bold', anchor: 'start', width } as const;
    return plate + textElement(placed, colour);
  });
  return [...lines, ...names].join('');
}
