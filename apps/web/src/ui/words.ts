import type { Glyph } from '@scopemap/map-layout';
import type {
  ContactState,
  DirectionConfidence,
  DirectionMethod,
  ReviewStatus,
  ScopeCategory,
  ScopeClaim,
} from '@scopemap/scope-model';

export const CATEGORY_WORDS: Readonly<Record<ScopeCategory, string>> = {
  CDE_CHD: 'CDE · handles account data',
  CDE_CONTAMINATED: 'CDE · unrestricted contact with it',
  SEGMENTING: 'Segmenting control',
  SECURITY_IMPACTING: 'Security-impacting',
  CONNECTED: 'Connected-to',
  CONNECTED_INDIRECT: 'Connected indirectly',
  OUT_OF_SCOPE: 'Out of scope',
  UNDETERMINED: 'Undetermined · counts as in scope',
  EXTERNAL: 'External',
};

export const CLAIM_GLYPH: Readonly<Record<ScopeClaim, Glyph>> = {
  cde: 'cde',
  connected: 'connected',
  'security-impacting': 'security',
  'out-of-scope': 'out-of-scope',
  external: 'external',
  undetermined: 'undetermined',
};

export const CLAIM_WORDS: Readonly<Record<ScopeClaim, string>> = {
  cde: 'Cardholder data environment (CDE)',
  connected: 'Connected-to',
  'security-impacting': 'Security-impacting',
  'out-of-scope': 'Out of scope',
  external: 'External',
  undetermined: 'Undetermined',
};

/** What a person says with each claim. */
export const CLAIM_MEANING: Readonly<Record<ScopeClaim, string>> = {
  cde: 'Stores, processes or transmits cardholder data, or shares a network with systems that do.',
  connected: 'May talk to the CDE.',
  'security-impacting': 'Protects the CDE or could harm it: directory, patching, logging, remote access, segmentation.',
  'out-of-scope': 'Has no way to the CDE. Traffic that says otherwise shows as a violation.',
  external: 'Not yours: the Internet, partners, payment providers.',
  undetermined: 'Nobody has decided. Counts as in scope.',
};

export const GLYPH_LETTER: Readonly<Record<Glyph, string>> = {
  cde: 'C',
  connected: 'N',
  security: 'S',
  'out-of-scope': 'O',
  external: 'X',
  undetermined: '?',
};

export const GLYPH_WORDS: Readonly<Record<Glyph, string>> = {
  cde: 'CDE',
  connected: 'Connected-to',
  security: 'Security-impacting',
  'out-of-scope': 'Out of scope',
  external: 'External',
  undetermined: 'Undetermined',
};

export const STATUS_WORDS: Readonly<Record<ReviewStatus, string>> = {
  violation: 'Violation',
  unreviewed: 'Unreviewed',
  approved: 'Approved',
  ordinary: 'Outside scope',
};

export const STATUS_MARK: Readonly<Record<ReviewStatus, string>> = {
  violation: '✕',
  unreviewed: '?',
  approved: '✓',
  ordinary: '',
};

/** Worst first. */
export const STATUS_RANK: Readonly<Record<ReviewStatus, number>> = {
  violation: 0,
  unreviewed: 1,
  approved: 2,
  ordinary: 3,
};

export const METHOD_WORDS: Readonly<Record<DirectionMethod, string>> = {
  explicit: 'the exporter said who began',
  person: 'a person confirmed the service',
  scan: 'a scan found the port open',
  'tcp-flags': 'TCP flags',
  'first-seen': 'one half began earlier',
  'one-way': 'nothing came back: its sender began',
  learned: 'many peers use this endpoint',
  'known-service': 'a well-known service port',
  'port-range': 'only one port is ephemeral',
  peer: 'peers: no client and server',
  none: 'not decided',
};

export const CONFIDENCE_WORDS: Readonly<Record<DirectionConfidence, string>> = {
  certain: 'certain',
  high: 'high confidence',
  medium: 'medium confidence',
  low: 'low confidence',
  none: 'direction unknown',
};

export const CONTACT_WORDS: Readonly<Record<ContactState, string>> = {
  established: 'both sides sent',
  attempted: 'no answer, or a reset',
  denied: 'refused by a control',
  unknown: 'no answer seen; perhaps none was due, or it took another way',
};
