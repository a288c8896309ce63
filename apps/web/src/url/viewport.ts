/** Which part of the map is seen: how large, and the point of the picture in the middle. */
export interface Viewport {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

const TEXT = /^(\d{1,2}(?:\.\d{1,4})?),(-?\d{1,6}),(-?\d{1,6})$/;

/** Reads `1.25,800,-40`; null for anything else. */
export function readViewport(text: string | null): Viewport | null {
  const [, zoom, x, y] = TEXT.exec(text ?? '') ?? [];
  return zoom && Number(zoom) > 0 ? { zoom: Number(zoom), x: Number(x), y: Number(y) } : null;
}

export function writeViewport(viewport: Viewport | null): string | null {
  if (!viewport) return null;
  const zoom = Math.round(viewport.zoom * 1e3) / 1e3;
  return `${zoom},${Math.round(viewport.x)},${Math.round(viewport.y)}`;
}
