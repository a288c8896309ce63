import type { EdgeGeometry } from './geometry.ts';
import type { BundleStatus, Glyph } from './map-input.ts';
import type { Palette } from './palette.ts';
import { placeText } from './placed-text.ts';
import { edgeMarkup } from './svg-edges.ts';
import { GLYPH_LETTERS, hostGlyph } from './svg-glyphs.ts';
import { textElement } from './svg-markup.ts';
import type { Change } from './svg-overlay.ts';
import { textWidth } from './text-width.ts';

export const LEGEND_ROW = 24;
const SIZE = 10.5;
const ENTRY_GAP = 18;
const LINE_LENGTH = 30;

const GLYPH_WORDS: readonly (readonly [Glyph, string])[] = [
  ['cde', 'CDE'],
  ['connected', 'Connected-to'],
  ['security', 'Security-impacting'],
  ['out-of-scope', 'Out of scope, hollow (thick: server, thin: client)'],
  ['external', 'External'],
  ['undetermined', 'Undetermined, counts as in scope'],
];

const LINE_WORDS: readonly (readonly [BundleStatus, string])[] = [
  ['approved', 'Approved (width: host pairs)'],
  ['unreviewed', '? Unreviewed'],
  ['violation', '✕ Violates a rule'],
];

const CHANGE_WORDS: readonly (readonly [Change, string])[] = [
  ['added', '+ New'],
  ['removed', '− No longer seen'],
  ['changed', '± Other hosts'],
];

const PLAIN_LINE: EdgeGeometry = {
  id: '',
  bundles: [],
  source: '',
  target: '',
  points: [],
  status: 'approved',
  infrastructure: false,
  directed: true,
  width: 2.5,
  dashed: false,
  pairs: 1,
};

interface Entry {
  readonly width: number;
  readonly draw: (x: number, y: number) => string;
}

/** Rows of explanations within `width`; `height` is what they take. */
export function legendMarkup(left: number, top: number, width: number, palette: Palette, comparing = false) {
  let x = left;
  let y = top + LEGEND_ROW / 2;
  let markup = '';
  for (const entry of legendEntries(palette, comparing)) {
    if (x > left && x + entry.width > left + width) {
      x = left;
      y += LEGEND_ROW;
    }
    markup += entry.draw(x, y);
    x += entry.width + ENTRY_GAP;
  }
  return { markup, height: y + LEGEND_ROW / 2 - top };
}

function legendEntries(palette: Palette, comparing: boolean): readonly Entry[] {
  const glyphs = GLYPH_WORDS.map(([glyph, words]) =>
    entry(16, `${GLYPH_LETTERS[glyph]} · ${words}`, palette, (x, y) =>
      hostGlyph(glyph, true, 'ordinary', { x: x + 6, y }, 5, palette),
    ),
  );
  const line = (words: string, look: Partial<EdgeGeometry>, change?: Change) =>
    entry(LINE_LENGTH + 8, words, palette, (x, y) =>
      edgeMarkup(
        {
          ...PLAIN_LINE,
          ...look,
          points: [
            { x, y },
            { x: x + LINE_LENGTH, y },
          ],
        },
        palette,
        change,
      ),
    );
  const lines = [
    ...LINE_WORDS.map(([status, words]) =>
      line(words, { status, width: status === 'violation' ? 3.5 : 2.5, dashed: status === 'unreviewed' }),
    ),
    line('Direction unknown, or peers', { directed: false }),
    ...(comparing ? CHANGE_WORDS.map(([change, words]) => line(words, {}, change)) : []),
  ];
  return [...glyphs, ...lines, entry(0, 'client → service port', palette, () => '')];
}

function entry(indent: number, words: string, palette: Palette, symbol: Entry['draw']): Entry {
  const width = textWidth(words, SIZE, 'regular');
  const style = { size: SIZE, weight: 'regular' } as const;
  return {
    width: indent + width,
    draw: (x, y) => symbol(x, y) + textElement(placeText(words, x + indent, y + 3.7, width + 1, style), palette.text),
  };
}
