import type { PlacedText } from './geometry.ts';
import type { Weight } from './text-width.ts';
import { fitText, textWidth } from './text-width.ts';

export interface TextStyle {
  readonly size: number;
  readonly weight: Weight;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** `text` cut to `room` pixels, its baseline at `y`. */
export function placeText(text: string, x: number, y: number, room: number, style: TextStyle): PlacedText {
  const { size, weight, anchor = 'start' } = style;
  const shown = fitText(text, size, weight, room);
  return { text: shown, x, y, size, weight, anchor, width: textWidth(shown, size, weight) };
}
