import type { RelationshipSide } from '@scopemap/contract';
import { CATEGORY_DRAWING } from '@scopemap/map-layout';
import type { z } from 'zod';
import { GlyphIcon } from '../ui/glyph-icon.tsx';
import { CATEGORY_WORDS } from '../ui/words.ts';

/** One end of a relationship: category, name or address, zone. */
export function SideCell({ side }: { side: z.output<typeof RelationshipSide> }) {
  return (
    <span title={`${side.address} · ${side.zoneName ?? 'no zone'} · ${CATEGORY_WORDS[side.category]}`}>
      <GlyphIcon glyph={CATEGORY_DRAWING[side.category].glyph} size={14} />{' '}
      {side.name ?? <span className="mono">{side.address}</span>}
      <span className="muted"> {side.zoneName ?? 'no zone'}</span>
    </span>
  );
}
