import type { StoredField } from './stored-template.ts';

/** Structured data of RFC 6313, all of them IANA's elements. */
export const BASIC_LIST = 291;
export const SUB_TEMPLATE_LIST = 292;
export const SUB_TEMPLATE_MULTI_LIST = 293;

/** Semantic of a list whose values are not properties of the record (RFC 6313 4.4.1). */
export const NONE_OF = 0;
const UNDEFINED = 255;

/** Records of one layout in a list: a template id, or the one field of a basic list; they lie from `start` to `end`. */
export interface ListPart {
  readonly layout: number | StoredField;
  readonly start: number;
  readonly end: number;
}

export interface StructuredList {
  readonly semantic: number;
  readonly parts: readonly ListPart[];
}

/**
 * Takes the value of a list element apart into runs of records (RFC 6313 4.5). Null when its lengths contradict each
 * other or it names a template below 256. A value without a byte is an empty list.
 */
export function parseList(view: DataView, element: number, start: number, end: number): StructuredList | null {
  if (start === end) return { semantic: UNDEFINED, parts: [] };
  const semantic = view.getUint8(start);
  const parts =
    element === BASIC_LIST
      ? basicList(view, start + 1, end)
      : element === SUB_TEMPLATE_LIST
        ? subTemplateList(view, start + 1, end)
        : subTemplateMultiList(view, start + 1, end);
  return parts && { semantic, parts };
}

function basicList(view: DataView, at: number, end: number): ListPart[] | null {
  if (at + 4 > end) return null;
  const id = view.getUint16(at);
  const length = view.getUint16(at + 2);
  const enterprise = id >= 0x8000;
  const items = at + (enterprise ? 8 : 4);
  if (items > end || (length === 0 && items < end)) return null;
  return part(enterprise ? [view.getUint32(at + 4), id - 0x8000, length] : [0, id, length], items, end);
}

function subTemplateList(view: DataView, at: number, end: number): ListPart[] | null {
  if (at + 2 > end) return null;
  const templateId = view.getUint16(at);
  return templateId < 256 ? null : part(templateId, at + 2, end);
}

/** The length in front of each part counts its own four bytes. */
function subTemplateMultiList(view: DataView, start: number, end: number): ListPart[] | null {
  const parts: ListPart[] = [];
  let at = start;
  while (at + 4 <= end) {
    const templateId = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if (templateId < 256 || length < 4 || at + length > end) return null;
    parts.push(...part(templateId, at + 4, at + length));
    at += length;
  }
  return at === end ? parts : null;
}

/** One part, or none when it is empty. */
function part(layout: number | StoredField, start: number, end: number): ListPart[] {
  return start === end ? [] : [{ layout, start, end }];
}
