export { CATEGORY_DRAWING } from './category-drawing.ts';
export { forgetMissing } from './forget-missing.ts';
export type {
  BoundaryGeometry,
  ChipGeometry,
  EdgeGeometry,
  EdgeLabel,
  GhostGeometry,
  HostGeometry,
  LaneGeometry,
  LayoutOptions,
  Level,
  MapGeometry,
  Omitted,
  PlacedText,
  Point,
  Rect,
  Side,
  StoredBody,
  StoredLayout,
  StoredLevel,
  StoredZone,
  StripItem,
  ZoneGeometry,
} from './geometry.ts';
export { layoutMap } from './layout-map.ts';
export {
  type BundleStatus,
  GLYPHS,
  type Glyph,
  LANES,
  type Lane,
  type MapBundle,
  type MapHost,
  type MapInput,
  type MapZone,
} from './map-input.ts';
export { mapToSvg, type SvgOptions } from './map-to-svg.ts';
export { PALETTES, type Palette, type Theme } from './palette.ts';
export { GLYPH_LETTERS } from './svg-glyphs.ts';
export type { Change, SvgOverlay } from './svg-overlay.ts';
export { fitText, textWidth, type Weight } from './text-width.ts';
