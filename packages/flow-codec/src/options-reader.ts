import type { OptionsField } from './decoded-message.ts';
import { type Template, VARIABLE_LENGTH } from './template.ts';

/** The values of one options data record, scope fields apart. */
export interface OptionsValues {
  readonly scope: OptionsField[];
  readonly fields: OptionsField[];
}

/** Reads the options record at `offset`; null when it does not end before `end`. The values are copies. */
export function readOptionsRecord(
  view: DataView,
  offset: number,
  end: number,
  template: Template,
): { values: OptionsValues; next: number } | null {
  const values: OptionsValues = { scope: [], fields: [] };
  let at = offset;
  for (const [i, [enterprise, element, fixed]] of template.fields.entries()) {
    let length = fixed;
    if (fixed === VARIABLE_LENGTH) {
      if (at + 1 > end) return null;
      length = view.getUint8(at++);
      if (length === 255) {
        if (at + 2 > end) return null;
        length = view.getUint16(at);
        at += 2;
      }
    }
    if (at + length > end) return null;
    const value = new Uint8Array(view.buffer, view.byteOffset + at, length).slice();
    (i < (template.scopeFields ?? 0) ? values.scope : values.fields).push({ enterprise, element, value });
    at += length;
  }
  return { values, next: at };
}
