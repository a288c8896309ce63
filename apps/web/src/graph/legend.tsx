import { GLYPHS } from '@scopemap/map-layout';
import { GlyphIcon } from '../ui/glyph-icon.tsx';
import { GLYPH_LETTER, GLYPH_WORDS } from '../ui/words.ts';

/** What shapes, letters and line patterns mean. */
export function Legend({ comparing }: { comparing: boolean }) {
  return (
    <ul className="legend" aria-label="Legend">
      {GLYPHS.filter((glyph) => glyph !== 'out-of-scope').map((glyph) => (
        <li key={glyph}>
          <GlyphIcon glyph={glyph} size={12} letter={false} /> {GLYPH_LETTER[glyph]} · {GLYPH_WORDS[glyph]}
        </li>
      ))}
      <li>
        <svg width="28" height="12" aria-hidden="true" fill="none" stroke="var(--c-out-of-scope)">
          <circle cx="6" cy="6" r="4" strokeWidth="3" />
          <circle cx="21" cy="6" r="4.500" strokeWidth="1.500" />
        </svg>{' '}
        O · Out of scope (server / client)
      </li>
      <li>
        <Line color="var(--c-approved)" width={2} /> Approved, outside scope
      </li>
      <li>
        <Line color="var(--c-unreviewed)" width={2.5} dash="6 3" /> ? Unreviewed
      </li>
      <li>
        <Line color="var(--c-violation)" width={3.5} /> ✕ Violation
      </li>
      <li>
        <svg width="30" height="12" aria-hidden="true">
          <path d="M3 6h24" stroke="var(--c-approved)" strokeWidth="2" />
          <circle cx="3" cy="6" r="3" fill="var(--c-approved)" />
          <circle cx="27" cy="6" r="3" fill="var(--c-approved)" />
        </svg>{' '}
        Direction unknown, or peers
      </li>
      {comparing && (
        <>
          <li>
            <Line color="var(--c-added)" width={3.5} /> + New
          </li>
          <li>
            <Line color="var(--c-removed)" width={3.5} dash="3 3" /> − No longer seen
          </li>
          <li>
            <Line color="var(--c-accent)" width={3.5} dash="6 3" /> ± Other hosts
          </li>
        </>
      )}
      <li className="muted">client → service port</li>
    </ul>
  );
}

function Line({ color, width, dash }: { color: string; width: number; dash?: string }) {
  return (
    <svg width="30" height="12" aria-hidden="true">
      <path d="M1 6h22" stroke={color} strokeWidth={width} strokeDasharray={dash} />
      <path d="M22 1.500l7 4.500-7 4.500z" fill={color} />
    </svg>
  );
}
