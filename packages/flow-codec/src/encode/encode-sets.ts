import type { ByteWriter } from './byte-writer.ts';
import {
  type FieldSpecifier,
  type FieldValue,
  type MessageSet,
  type OptionsTemplate,
  type Template,
  VARIABLE_LENGTH,
} from './field-specifier.ts';

/** Where v9 and IPFIX differ: set ids, the enterprise bit, and how an options template counts its fields. */
export type SetVersion = 9 | 10;

const TEMPLATE_SET = { 9: 0, 10: 2 } as const;
const OPTIONS_TEMPLATE_SET = { 9: 1, 10: 3 } as const;
const ENTERPRISE_BIT = 0x8000;

function isOptions(template: Template | OptionsTemplate): template is OptionsTemplate {
  return 'scopeFields' in template;
}

/** All fields of a record in wire order. */
export function recordFields(template: Template | OptionsTemplate): readonly FieldSpecifier[] {
  return isOptions(template) ? [...template.scopeFields, ...template.fields] : template.fields;
}

/** Appends the element, its length and its enterprise number. */
export function writeSpecifier(writer: ByteWriter, field: FieldSpecifier, version: SetVersion): void {
  const enterprise = field.enterprise ?? 0;
  if (version === 9) {
    if (enterprise !== 0)
      throw new RangeError(`NetFlow v9 has no enterprise numbers (element ${enterprise}/${field.id})`);
    writer.u16(field.id).u16(field.length);
    return;
  }
  if (field.id >= ENTERPRISE_BIT) throw new RangeError(`IPFIX element ids have 15 bits (element ${field.id})`);
  writer.u16(enterprise === 0 ? field.id : field.id | ENTERPRISE_BIT).u16(field.length);
  if (enterprise !== 0) writer.u32(enterprise);
}

function writeTemplate(writer: ByteWriter, template: Template | OptionsTemplate, version: SetVersion): void {
  writer.u16(template.id);
  const fields = recordFields(template);
  if (!isOptions(template)) writer.u16(fields.length);
  else if (version === 10) writer.u16(fields.length).u16(template.scopeFields.length);
  // RFC 3954 section 6.1: lengths in bytes, where IPFIX has counts.
  else writer.u16(4 * template.scopeFields.length).u16(4 * template.fields.length);
  for (const field of fields) writeSpecifier(writer, field, version);
}

/** Appends one field of a data record, with its length in front where the template leaves it open. */
export function writeField(writer: ByteWriter, field: FieldSpecifier, value: FieldValue): void {
  if (field.length !== VARIABLE_LENGTH) {
    writer.field(value, field.length);
    return;
  }
  if (!(value instanceof Uint8Array)) throw new RangeError(`element ${field.id} has a variable length: give bytes`);
  if (value.length < 255 && !field.longForm) writer.u8(value.length);
  else writer.u8(255).u16(value.length);
  writer.bytes(value);
}

/** Appends the fields of one data record. */
export function writeRecord(
  writer: ByteWriter,
  fields: readonly FieldSpecifier[],
  values: readonly FieldValue[],
): void {
  if (values.length !== fields.length) {
    throw new RangeError(`${values.length} values given for a template of ${fields.length} fields`);
  }
  for (const [i, field] of fields.entries()) writeField(writer, field, values[i] as FieldValue);
}

/** Zero bytes up to 4-byte alignment, unless a decoder could take them for a record (RFC 7011 section 3.3.1). */
function defaultPadding(set: MessageSet, length: number): number {
  const padding = -length & 3;
  if (set.kind !== 'data') return padding;
  const smallest = recordFields(set.template).reduce(
    (sum, field) => sum + (field.length === VARIABLE_LENGTH ? 1 : field.length),
    0,
  );
  return padding < smallest ? padding : 0;
}

/** Set id and number of records; the header of v9 counts the records of all sets. */
function writeSetBody(writer: ByteWriter, set: MessageSet, version: SetVersion): number {
  switch (set.kind) {
    case 'templates':
      writer.u16(TEMPLATE_SET[version]).u16(0);
      for (const template of set.templates) writeTemplate(writer, template, version);
      return set.templates.length;
    case 'options-templates':
      writer.u16(OPTIONS_TEMPLATE_SET[version]).u16(0);
      for (const template of set.templates) writeTemplate(writer, template, version);
      return set.templates.length;
    case 'withdrawals':
      if (version === 9) throw new RangeError('NetFlow v9 has no template withdrawals');
      writer.u16(set.options ? OPTIONS_TEMPLATE_SET[10] : TEMPLATE_SET[10]).u16(0);
      for (const id of set.ids) writer.u16(id).u16(0);
      return set.ids.length;
    case 'data': {
      const fields = recordFields(set.template);
      writer.u16(set.template.id).u16(0);
      for (const values of set.records) writeRecord(writer, fields, values);
      return set.records.length;
    }
    case 'raw':
      writer.u16(set.setId).u16(0).bytes(set.bytes);
      return 0;
  }
}

/** Appends sets and gives the number of records in them (a raw set counts as none). Throws RangeError for impossible values. */
export function writeSets(writer: ByteWriter, sets: readonly MessageSet[], version: SetVersion): number {
  let records = 0;
  for (const set of sets) {
    const start = writer.length;
    records += writeSetBody(writer, set, version);
    const length = writer.length - start;
    if (set.kind !== 'raw') writer.zeros(set.padding ?? defaultPadding(set, length));
    writer.setU16(start + 2, writer.length - start);
  }
  return records;
}
