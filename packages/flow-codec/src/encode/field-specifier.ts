/** Length that says "the length stands in the record" (RFC 7011 section 7). */
export const VARIABLE_LENGTH = 65_535;

/** A field of a template (RFC 7011 section 3.2, RFC 3954 section 5.2). */
export interface FieldSpecifier {
  /** Private enterprise number; IPFIX only. Absent or 0: IANA. */
  readonly enterprise?: number;
  /** Information element id: 15 bits in IPFIX, 16 in v9. */
  readonly id: number;
  /** Bytes in the record (a reduced size is simply a smaller number), or {@link VARIABLE_LENGTH}. */
  readonly length: number;
  /** Variable length only: write the 3-byte length even where one byte would do. */
  readonly longForm?: boolean;
}

/** Numbers are written big-endian in the field's length, negative ones in two's complement; bytes as they are. */
export type FieldValue = number | bigint | Uint8Array;

export interface Template {
  /** 256 to 65535. */
  readonly id: number;
  readonly fields: readonly FieldSpecifier[];
}

export interface OptionsTemplate extends Template {
  /** Scope fields, which come first in a record. */
  readonly scopeFields: readonly FieldSpecifier[];
}

/**
 * One set (v9: flowset) of a message. `padding` is the number of zero bytes at its end; without it, as many as align it
 * to 4 bytes, or none when they could be taken for a record.
 */
export type MessageSet =
  | { readonly kind: 'templates'; readonly templates: readonly Template[]; readonly padding?: number }
  | { readonly kind: 'options-templates'; readonly templates: readonly OptionsTemplate[]; readonly padding?: number }
  | {
      readonly kind: 'data';
      readonly template: Template | OptionsTemplate;
      /** One list of values per record, in the order of the template, scope fields first. */
      readonly records: readonly (readonly FieldValue[])[];
      readonly padding?: number;
    }
  /** IPFIX withdrawal (RFC 7011 section 8.1): template ids, or 2 for all templates, 3 for all options templates. */
  | {
      readonly kind: 'withdrawals';
      readonly ids: readonly number[];
      readonly options?: boolean;
      readonly padding?: number;
    }
  /** Any bytes under any set id, for tests of decoders. */
  | { readonly kind: 'raw'; readonly setId: number; readonly bytes: Uint8Array };
