import { describe, expect, it } from 'vitest';
import { fitView } from './fit-view.ts';

const CANVAS = { width: 1424, height: 624 };
const rect = (width: number, height: number, x = 0, y = 0) => ({ x, y, width, height });

describe('fitView', () => {
  it('shows all of a picture that is legible then, centred', () => {
    expect(fitView(rect(1400, 600), CANVAS, false, null)).toEqual({ zoom: 1, pan: { x: 12, y: 12 } });
    const { zoom, pan } = fitView(rect(1400, 300), CANVAS, false, null);
    expect(zoom).toBe(1);
    expect(pan.y).toBe(162);
  });

  it('does not blow up a small picture', () => {
    expect(fitView(rect(100, 100), CANVAS, false, null).zoom).toBe(1.5);
  });

  it('is as wide as the canvas and from the top when all of it would be illegible', () => {
    const { zoom, pan } = fitView(rect(2000, 1300), CANVAS, false, null);
    expect(zoom).toBe(0.7);
    expect(pan).toEqual({ x: 12, y: 12 });
  });

  it('shows all of it when that is asked for', () => {
    const { zoom, pan } = fitView(rect(2000, 1200), CANVAS, true, null);
    expect(zoom).toBe(0.5);
    expect(pan).toEqual({ x: 212, y: 12 });
  });

  it('stands around what is selected, without leaving the picture', () => {
    const picture = rect(2000, 1300);
    const middle = fitView(picture, CANVAS, false, rect(20, 20, 900, 640));
    expect(middle.pan.y).toBeCloseTo(312 - 650 * 0.7);
    const bottom = fitView(picture, CANVAS, false, rect(20, 20, 900, 1290));
    expect(bottom.pan.y).toBeCloseTo(624 - 12 - 1300 * 0.7);
    expect(fitView(picture, CANVAS, false, rect(20, 20, 0, 0)).pan).toEqual({ x: 12, y: 12 });
  });

  it('keeps the legible zoom in a narrow canvas', () => {
    expect(fitView(rect(2000, 1300), { width: 900, height: 600 }, false, null).zoom).toBe(0.62);
  });
});
