import type { StoredField } from './stored-template.ts';

/** Length that stands for "each record states its own" (RFC 7011 7). */
export const VARIABLE_LENGTH = 0xffff;

/** How data records are laid out, as one source announced it. */
export interface Template {
  readonly templateId: number;
  /** Number of leading scope fields of an options template; null for a template of flow records. */
  readonly scopeFields: number | null;
  readonly fields: readonly StoredField[];
}

/**
 * Reads `count` field specifiers, the one reader for templates and options templates (RFC 3954 5.2, RFC 7011 3.2). In
 * IPFIX the top bit of the element says that an enterprise number follows; v9 has no such bit, its elements have 16.
 */
function readFieldSpecifiers(view: DataView, offset: number, end: number, count: number, enterpriseBit: boolean) {
  const fields: StoredField[] = [];
  let at = offset;
  for (let i = 0; i < count; i++) {
    if (at + 4 > end) return null;
    const id = view.getUint16(at);
    const length = view.getUint16(at + 2);
    at += 4;
    if (!enterpriseBit || id < 0x8000) fields.push([0, id, length]);
    else {
      if (at + 4 > end) return null;
      fields.push([view.getUint32(at), id - 0x8000, length]);
      at += 4;
    }
  }
  return { fields, next: at };
}

/** Reads the template record at `offset`; null when it does not end before `end`. */
export function readTemplate(
  view: DataView,
  offset: number,
  end: number,
  version: 9 | 10,
  options: boolean,
): { template: Template; next: number } | null {
  if (offset + 4 > end) return null;
  const templateId = view.getUint16(offset);
  if (!options || (version === 10 && view.getUint16(offset + 2) === 0)) {
    const read = readFieldSpecifiers(view, offset + 4, end, view.getUint16(offset + 2), version === 10);
    return read && { template: { templateId, scopeFields: options ? 0 : null, fields: read.fields }, next: read.next };
  }
  if (offset + 6 > end) return null;
  const first = view.getUint16(offset + 2);
  const second = view.getUint16(offset + 4);
  // v9 states two lengths in bytes, IPFIX the count of all fields and how many of them are scope.
  const scopeFields = version === 9 ? first >>> 2 : second;
  const count = version === 9 ? scopeFields + (second >>> 2) : first;
  const read = readFieldSpecifiers(view, offset + 6, end, count, version === 10);
  return read && { template: { templateId, scopeFields, fields: read.fields }, next: read.next };
}
