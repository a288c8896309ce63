import type { Point, Rect } from '@scopemap/map-layout';

/** Below this zoom names are hard to read. */
const LEGIBLE = 0.62;
const LARGEST_LEGIBLE = 0.78;
const LARGEST = 1.5;
const PADDING = 12;

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Viewport {
  readonly zoom: number;
  /** Where the origin of the picture stands in the canvas. */
  readonly pan: Point;
}

/**
 * The view that shows a picture in a canvas: all of it, if names can be read then. Otherwise as wide as the canvas and from
 * the top, or around `around` (what is selected), so that names stay legible and the rest is a drag away.
 *
 * @param whole show all of it however small that is
 */
export function fitView(picture: Rect, canvas: Size, whole: boolean, around: Rect | null): Viewport {
  const wide = (canvas.width - 2 * PADDING) / picture.width;
  const high = (canvas.height - 2 * PADDING) / picture.height;
  let zoom = Math.min(wide, high, LARGEST);
  if (!whole && zoom < LEGIBLE) zoom = Math.min(Math.max(wide, LEGIBLE), LARGEST_LEGIBLE);
  return {
    zoom,
    pan: {
      x: place(picture.x, picture.width, canvas.width, zoom, around && around.x + around.width / 2),
      y: place(picture.y, picture.height, canvas.height, zoom, around && around.y + around.height / 2),
    },
  };
}

/** Pan along one axis: centred if it has room, else around a coordinate without leaving the picture, else from its begin. */
function place(begin: number, length: number, room: number, zoom: number, around: number | null): number {
  const first = PADDING - begin * zoom;
  const spare = room - 2 * PADDING - length * zoom;
  if (spare >= 0) return first + spare / 2;
  if (around === null) return first;
  return Math.min(Math.max(room / 2 - around * zoom, first + spare), first);
}
