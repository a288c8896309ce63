import { ByteWriter } from './byte-writer.ts';
import { writeField, writeRecord, writeSpecifier } from './encode-sets.ts';
import type { FieldSpecifier, FieldValue, Template } from './field-specifier.ts';

/** How the values of a list relate to the record (RFC 6313 section 4.4). */
const LIST_SEMANTICS = {
  noneOf: 0,
  exactlyOneOf: 1,
  oneOrMoreOf: 2,
  allOf: 3,
  ordered: 4,
  undefined: 255,
} as const;

export type ListSemantic = keyof typeof LIST_SEMANTICS;

/** Records of one template in a list; the template has to be sent as any other. */
export interface ListedRecords {
  readonly template: Template;
  readonly records: readonly (readonly FieldValue[])[];
}

/** Structured data (RFC 6313 section 4.5): the values of elements 291, 292 and 293. */
export type StructuredValue =
  | { readonly kind: 'basicList'; readonly field: FieldSpecifier; readonly values: readonly FieldValue[] }
  | ({ readonly kind: 'subTemplateList' } & ListedRecords)
  | { readonly kind: 'subTemplateMultiList'; readonly parts: readonly ListedRecords[] };

/** The bytes of a list, to be given as the value of its element. Throws RangeError for impossible values. */
export function encodeList(list: StructuredValue, semantic: ListSemantic = 'allOf'): Uint8Array {
  const writer = new ByteWriter().u8(LIST_SEMANTICS[semantic]);
  if (list.kind === 'basicList') {
    writeSpecifier(writer, list.field, 10);
    for (const value of list.values) writeField(writer, list.field, value);
  } else if (list.kind === 'subTemplateList') writeRecords(writer.u16(list.template.id), list);
  else {
    for (const part of list.parts) {
      const start = writer.length;
      writeRecords(writer.u16(part.template.id).u16(0), part);
      writer.setU16(start + 2, writer.length - start);
    }
  }
  return writer.toBytes();
}

function writeRecords(writer: ByteWriter, { template, records }: ListedRecords): void {
  for (const values of records) writeRecord(writer, template.fields, values);
}
