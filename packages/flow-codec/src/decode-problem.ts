/**
 * The closed list of what can be wrong with export data. `loses` tells whether data of the datagram could not be decoded;
 * the others are remarks on data that was decoded all the same.
 */
export const DECODE_PROBLEMS = {
  'datagram-too-short': { loses: true, meaning: 'The datagram ends before the message header does.' },
  'unknown-version': {
    loses: true,
    meaning: 'The first two bytes are no export version that is supported (1, 5, 7, 9, 10).',
  },
  'count-does-not-fit': {
    loses: true,
    meaning:
      'A message of version 1, 5 or 7 states more records than the datagram has room for; nothing of it is decoded.',
  },
  'trailing-bytes': {
    loses: false,
    meaning:
      'Bytes follow the last set or the stated number of records that are too few for another or were not announced.',
  },
  'message-length': {
    loses: false,
    meaning:
      'The IPFIX header states another length than the datagram has; the sets are read to the end of the datagram.',
  },
  'set-length': {
    loses: true,
    meaning: 'A set states a length below 4 or beyond the end of the datagram; it and what follows it are not decoded.',
  },
  'reserved-set-id': {
    loses: true,
    meaning: 'A set has an id that no RFC defines (IPFIX 0, 1, 4-255; v9 2-255); it is skipped.',
  },
  'template-truncated': {
    loses: true,
    meaning: 'A template states more fields than its set has room for; the templates before it in the set are kept.',
  },
  'template-id': { loses: true, meaning: 'A template has an id below 256; it is not stored.' },
  'template-scope': {
    loses: true,
    meaning: 'An IPFIX options template has no scope field or more scope fields than fields; it is not stored.',
  },
  'template-redefined': {
    loses: false,
    meaning: 'A template id came again with other fields; the new definition holds from here on.',
  },
  'template-limit': {
    loses: true,
    meaning: 'The exporter has more template fields than the configured limit; the template is not stored.',
  },
  'no-template': {
    loses: true,
    meaning: 'A data set came before its template; it waits for it within the configured bounds.',
  },
  'template-record-length-0': {
    loses: true,
    meaning: 'The template of a data set describes records without a byte; the set is not decoded.',
  },
  'record-truncated': {
    loses: true,
    meaning: 'A variable-length record runs over the end of its set; the rest of the set is not decoded.',
  },
  'element-length': {
    loses: true,
    meaning: 'An element has a length that its type cannot have; its value is null in every record of the set.',
  },
  'value-too-large': {
    loses: true,
    meaning: 'A counter or time is beyond 2^53 - 1, or a port, protocol or flags beyond 65535; its value is null.',
  },
  'list-malformed': {
    loses: true,
    meaning: 'Lengths in structured data contradict each other; nothing of the list is used, the record around it is.',
  },
  'list-template': {
    loses: true,
    meaning:
      'Structured data names a template of flow records that is not known; these records of the list are not used, the record around it is.',
  },
  'list-too-deep': {
    loses: true,
    meaning: 'Structured data is nested deeper than 4 levels; the list at that depth is not used.',
  },
  'list-ambiguous': {
    loses: true,
    meaning: 'Structured data gives several values for one value of the flow record, which is null then.',
  },
  'waiting-set-dropped': {
    loses: true,
    meaning: 'Sets that waited for their template were given up to stay within the bounds.',
  },
  'too-many-sources': {
    loses: true,
    meaning: 'More exporters, ports and domains than the configured limit: the one silent for longest was forgotten.',
  },
} as const satisfies Record<string, { loses: boolean; meaning: string }>;

export type DecodeProblemCode = keyof typeof DECODE_PROBLEMS;

/** One problem and its place; a part of the place that does not apply is null. */
export interface DecodeProblem {
  readonly code: DecodeProblemCode;
  /** Byte offset in the datagram (of a late set: in the datagram that held it). */
  readonly offset: number;
  /** Set in the datagram, from 1. */
  readonly set: number | null;
  /** Template id or set id. */
  readonly templateId: number | null;
  readonly element: { readonly enterprise: number; readonly id: number } | null;
}
