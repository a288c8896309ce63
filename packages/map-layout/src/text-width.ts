/**
 * Advance widths of Inter in thousandths of the font size for U+0020..U+007E, measured from Inter 4 (SIL Open Font
 * License) Regular and SemiBold. Digits have the width of the widest one, because counts and addresses are set in
 * tabular figures.
 */
const REGULAR = [
  281, 278, 403, 631, 638, 812, 639, 222, 362, 362, 500, 659, 280, 460, 276, 357, 642, 642, 642, 642, 642, 642, 642,
  642, 642, 642, 276, 280, 659, 659, 659, 507, 936, 676, 651, 727, 719, 598, 587, 743, 740, 264, 543, 652, 562, 889,
  753, 761, 635, 761, 639, 638, 642, 741, 676, 949, 642, 665, 625, 362, 357, 362, 469, 452, 497, 564, 621, 558, 621,
  582, 361, 609, 591, 237, 237, 544, 237, 869, 585, 597, 609, 609, 372, 523, 364, 581, 557, 812, 540, 557, 541, 362,
  327, 362, 659,
];

const BOLD = [
  248, 309, 396, 643, 649, 844, 663, 213, 393, 393, 543, 673, 295, 466, 290, 379, 667, 667, 667, 667, 667, 667, 667,
  667, 667, 667, 290, 295, 673, 673, 673, 544, 999, 724, 657, 744, 724, 608, 586, 755, 744, 275, 561, 677, 566, 906,
  741, 775, 643, 776, 651, 649, 660, 734, 724, 1007, 690, 705, 653, 393, 379, 393, 481, 468, 497, 575, 630, 577, 630,
  593, 377, 625, 613, 261, 261, 569, 261, 898, 610, 608, 625, 625, 397, 549, 380, 608, 576, 837, 562, 576, 562, 393,
  358, 393, 673,
];

/** Punctuation the layout itself writes: width regular, width bold. */
const MARKS: Readonly<Record<string, readonly [number, number]>> = {
  '·': [276, 290],
  '…': [821, 806],
  '–': [500, 500],
  '→': [955, 955],
  '✕': [838, 838],
  '◀': [915, 942],
  '▶': [915, 942],
};

/** Wider than 0.85 em among Latin letters. */
const WIDE_LATIN = /[©¼½¾ÆæŒœŴ]/u;

export type Weight = 'regular' | 'bold';

/**
 * Width of `text` in pixels at `size` pixels. Kerning is left out, and other scripts count as 0.85 em (Latin) or
 * one em, so the true width is never much larger than the answer.
 */
export function textWidth(text: string, size: number, weight: Weight): number {
  let thousandths = 0;
  for (const character of text) {
    thousandths += characterWidth(character, weight);
  }
  return (thousandths * size) / 1000;
}

/** `text` itself, or its longest beginning that fits into `room` pixels with an ellipsis; '' when not even that fits. */
export function fitText(text: string, size: number, weight: Weight, room: number): string {
  if (textWidth(text, size, weight) <= room) return text;
  const ellipsis = (characterWidth('…', weight) * size) / 1000;
  let used = ellipsis;
  let kept = '';
  for (const character of text) {
    used += (characterWidth(character, weight) * size) / 1000;
    if (used > room) break;
    kept += character;
  }
  return kept === '' ? '' : `${kept.trimEnd()}…`;
}

function characterWidth(character: string, weight: Weight): number {
  const code = character.codePointAt(0) ?? 0;
  const width = (weight === 'bold' ? BOLD : REGULAR)[code - 0x20];
  if (width !== undefined) return width;
  const mark = MARKS[character];
  if (mark !== undefined) return weight === 'bold' ? mark[1] : mark[0];
  return code < 0x250 && !WIDE_LATIN.test(character) ? 850 : 1020;
}
