import type { Glyph, Lane } from './map-input.ts';

/**
 * Where a decided scope category is drawn and with which glyph, the same on the page and in evidence. What is not shown to be
 * out of scope stands inside the boundary, with a lane and a mark of its own. Indexed by every category of the scope model.
 */
export const CATEGORY_DRAWING = {
  CDE_CHD: { lane: 'cde', glyph: 'cde' },
  CDE_CONTAMINATED: { lane: 'cde', glyph: 'cde' },
  SEGMENTING: { lane: 'connected', glyph: 'security' },
  SECURITY_IMPACTING: { lane: 'connected', glyph: 'security' },
  CONNECTED: { lane: 'connected', glyph: 'connected' },
  CONNECTED_INDIRECT: { lane: 'connected', glyph: 'connected' },
  UNDETERMINED: { lane: 'undetermined', glyph: 'undetermined' },
  OUT_OF_SCOPE: { lane: 'out-of-scope', glyph: 'out-of-scope' },
  EXTERNAL: { lane: 'external', glyph: 'external' },
} as const satisfies Readonly<Record<string, { readonly lane: Lane; readonly glyph: Glyph }>>;
