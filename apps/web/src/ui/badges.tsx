import { CATEGORY_DRAWING } from '@scopemap/map-layout';
import type { ReviewStatus, ScopeCategory, ScopeClaim } from '@scopemap/scope-model';
import { GlyphIcon } from './glyph-icon.tsx';
import { CATEGORY_WORDS, CLAIM_GLYPH, CLAIM_WORDS, GLYPH_WORDS, STATUS_MARK, STATUS_WORDS } from './words.ts';

export function StatusBadge({ status }: { status: ReviewStatus }) {
  return (
    <span className={`badge badge-${status}`}>
      {STATUS_MARK[status] && <span aria-hidden="true">{STATUS_MARK[status]}</span>}
      {STATUS_WORDS[status]}
    </span>
  );
}

/** `short`: only the headline category, for tables; the title has the whole. */
export function CategoryBadge({ category, short }: { category: ScopeCategory; short?: boolean }) {
  const glyph = CATEGORY_DRAWING[category].glyph;
  return (
    <span className="badge" title={short ? CATEGORY_WORDS[category] : undefined}>
      <GlyphIcon glyph={glyph} size={14} />
      {short ? GLYPH_WORDS[glyph] : CATEGORY_WORDS[category]}
    </span>
  );
}

export function ClaimBadge({ claim }: { claim: ScopeClaim }) {
  return (
    <span className="badge">
      <GlyphIcon glyph={CLAIM_GLYPH[claim]} size={14} />
      {CLAIM_WORDS[claim]}
    </span>
  );
}

/** A claim and the traffic contradict each other. */
export function ConflictBadge() {
  return (
    <span className="badge badge-violation">
      <span aria-hidden="true">✕</span>conflicts with traffic
    </span>
  );
}
