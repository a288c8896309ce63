import { MARGIN } from './metrics.ts';
import type { Palette } from './palette.ts';
import { placeText } from './placed-text.ts';
import { textElement } from './svg-markup.ts';

const TITLE = { size: 17, weight: 'bold' } as const;
const LINE = { size: 11.5, weight: 'regular' } as const;
const TITLE_ROW = 24;
const LINE_ROW = 17;

/** A title and lines under it, above the picture; texts too long for `width` are cut. `height` is what they take. */
export function headingMarkup(lines: readonly string[], width: number, palette: Palette) {
  const [title, ...rest] = lines;
  if (title === undefined) return { markup: '', height: 0 };
  const room = width - 2 * MARGIN;
  const first = textElement(placeText(title, MARGIN, MARGIN + 14, room, TITLE), palette.text);
  const others = rest.map((line, index) =>
    textElement(placeText(line, MARGIN, MARGIN + TITLE_ROW + 10 + index * LINE_ROW, room, LINE), palette.muted),
  );
  return { markup: first + others.join(''), height: MARGIN + TITLE_ROW + rest.length * LINE_ROW };
}
