import {
  CONTACT_STATES,
  DIRECTION_CONFIDENCES,
  DIRECTION_METHODS,
  REVIEW_STATUSES,
  type ScopeCategory,
} from '@scopemap/scope-model';

/** Words of a field, each with the stored values that it stands for. */
export type Words = Readonly<Record<string, readonly string[]>>;

const IN_SCOPE: readonly ScopeCategory[] = [
  'CDE_CHD',
  'CDE_CONTAMINATED',
  'SEGMENTING',
  'SECURITY_IMPACTING',
  'CONNECTED',
  'CONNECTED_INDIRECT',
  'UNDETERMINED',
];

/** Undetermined is in scope, external is neither in nor out. */
export const CATEGORY_WORDS = {
  cde: ['CDE_CHD', 'CDE_CONTAMINATED'],
  'cde-chd': ['CDE_CHD'],
  contaminated: ['CDE_CONTAMINATED'],
  segmenting: ['SEGMENTING'],
  security: ['SECURITY_IMPACTING', 'SEGMENTING'],
  connected: ['CONNECTED', 'CONNECTED_INDIRECT'],
  direct: ['CONNECTED'],
  indirect: ['CONNECTED_INDIRECT'],
  out: ['OUT_OF_SCOPE'],
  undetermined: ['UNDETERMINED'],
  external: ['EXTERNAL'],
  'in-scope': IN_SCOPE,
} as const satisfies Readonly<Record<string, readonly ScopeCategory[]>>;

function themselves(words: readonly string[]): Words {
  return Object.fromEntries(words.map((word) => [word, [word]]));
}

export const STATUS_WORDS: Words = { ...themselves(REVIEW_STATUSES), exception: ['violation', 'unreviewed'] };
export const STATE_WORDS: Words = themselves(CONTACT_STATES);
export const METHOD_WORDS: Words = themselves(DIRECTION_METHODS);
export const CONFIDENCE_WORDS: Words = themselves(DIRECTION_CONFIDENCES);
