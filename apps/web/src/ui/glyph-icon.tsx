import type { Glyph } from '@scopemap/map-layout';
import { GLYPH_LETTER } from './words.ts';

interface GlyphIconProps {
  glyph: Glyph;
  /** CSS pixels. */
  size?: number;
  /** Draw the letter too; below about 14 px it cannot be read. */
  letter?: boolean;
}

/** The shape of a category as on the map. Decoration: the words stand beside it. */
export function GlyphIcon({ glyph, size = 16, letter = true }: GlyphIconProps) {
  const hollow = glyph === 'out-of-scope';
  const color = `var(--c-${glyph})`;
  return (
    <svg className="glyph" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <GlyphShape glyph={glyph} fill={hollow ? 'none' : color} stroke={color} />
      {letter && (
        <text
          x="10"
          y={glyph === 'external' ? 16.2 : 13.8}
          textAnchor="middle"
          fontSize={glyph === 'external' ? 9 : 11}
          fontWeight="700"
          fill={hollow ? 'var(--c-text)' : 'var(--c-canvas)'}
        >
          {GLYPH_LETTER[glyph]}
        </text>
      )}
    </svg>
  );
}

function GlyphShape({ glyph, fill, stroke }: { glyph: Glyph; fill: string; stroke: string }) {
  const paint = { fill, stroke, strokeWidth: 2 };
  switch (glyph) {
    case 'cde':
      return <rect x="2" y="2" width="16" height="16" rx="2.5" {...paint} />;
    case 'security':
      return <path d="M5.5 2h9L19 10l-4.5 8h-9L1 10z" {...paint} strokeWidth={1} />;
    case 'external':
      return <path d="M10 2l8.7 16H1.3z" {...paint} strokeWidth={1} strokeLinejoin="round" />;
    case 'undetermined':
      return <path d="M10 1l9 9-9 9-9-9z" {...paint} strokeWidth={1} strokeLinejoin="round" />;
    default:
      return <circle cx="10" cy="10" r="8" {...paint} />;
  }
}
