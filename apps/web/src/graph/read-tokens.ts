import { GLYPHS, LANES } from '@scopemap/map-layout';
import type { REVIEW_STATUSES } from '@scopemap/scope-model';

const NAMES = [
  ...GLYPHS,
  ...LANES.map((lane) => `lane-${lane}` as const),
  'approved',
  'approved-plate',
  'unreviewed',
  'unreviewed-plate',
  'violation',
  'violation-plate',
  'added',
  'removed',
  'text',
  'muted',
  'accent',
  'canvas',
  'surface',
  'line',
] as const;

/** Colours of the current scheme by name. The canvas cannot read CSS variables itself. */
export type Tokens = Readonly<Record<(typeof NAMES)[number], string>>;

export function readTokens(): Tokens {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--c-${name}`).trim()])) as Tokens;
}

/** The colour of a line's status; ordinary lines look like approved ones: neither needs anybody. */
export function statusColor(tokens: Tokens, status: (typeof REVIEW_STATUSES)[number]): string {
  return status === 'ordinary' ? tokens.approved : tokens[status];
}
