import type { FieldSpecifier, FieldValue, MessageSet, OptionsTemplate, Template } from './field-specifier.ts';

const SET_HEADER_LENGTH = 4;

type OpenSet =
  | { kind: 'templates'; templates: Template[] }
  | { kind: 'options-templates'; templates: OptionsTemplate[] }
  | { kind: 'data'; template: Template; records: FieldValue[][] };

const padded = (length: number) => (length + 3) & ~3;

function specifiersLength(fields: readonly FieldSpecifier[]): number {
  return fields.reduce((sum, field) => sum + (field.enterprise ? 8 : 4), 0);
}

function recordLength(fields: readonly FieldSpecifier[]): number {
  return fields.reduce((sum, field) => sum + field.length, 0);
}

/** Collects the sets of one message while they fit into `room` bytes; fixed-length templates only. */
export class PacketFiller {
  readonly #room: number;
  readonly #sets: OpenSet[] = [];
  /** Bytes of all sets but the last, and of the last without its padding. */
  #closed = 0;
  #open = 0;
  hasRecords = false;

  constructor(room: number) {
    this.#room = room;
  }

  /** The sets so far, in order; each keeps the default padding. */
  get sets(): readonly MessageSet[] {
    return this.#sets;
  }

  /** Bytes of the sets so far, with padding. */
  get length(): number {
    return this.#closed + padded(this.#open);
  }

  /** Adds an options template and one record of it; false when they do not fit. */
  addOptions(template: OptionsTemplate, values: FieldValue[]): boolean {
    const fields = [...template.scopeFields, ...template.fields];
    const templateLength = SET_HEADER_LENGTH + 6 + specifiersLength(fields);
    const dataLength = SET_HEADER_LENGTH + recordLength(fields);
    if (this.#closed + padded(this.#open) + padded(templateLength) + padded(dataLength) > this.#room) return false;
    this.#openSet({ kind: 'options-templates', templates: [template] }, templateLength);
    this.#openSet({ kind: 'data', template, records: [values] }, dataLength);
    return true;
  }

  /** Adds a template; false when it does not fit. */
  addTemplate(template: Template): boolean {
    const length = 4 + specifiersLength(template.fields);
    const last = this.#sets.at(-1);
    if (last?.kind === 'templates') {
      if (!this.#fits(length, false)) return false;
      last.templates.push(template);
      this.#open += length;
      return true;
    }
    if (!this.#fits(length, true)) return false;
    this.#openSet({ kind: 'templates', templates: [template] }, SET_HEADER_LENGTH + length);
    return true;
  }

  /** Adds a data record, and its template in front when asked; false when that does not fit together. */
  addRecord(template: Template, values: FieldValue[], withTemplate: boolean): boolean {
    const length = recordLength(template.fields);
    if (withTemplate) {
      const templateLength = SET_HEADER_LENGTH + 4 + specifiersLength(template.fields);
      if (!this.#fits(padded(templateLength) + length, true)) return false;
      this.addTemplate(template);
    }
    const last = this.#sets.at(-1);
    if (last?.kind === 'data' && last.template === template) {
      if (!this.#fits(length, false)) return false;
      last.records.push(values);
      this.#open += length;
    } else {
      if (!this.#fits(length, true)) return false;
      this.#openSet({ kind: 'data', template, records: [values] }, SET_HEADER_LENGTH + length);
    }
    this.hasRecords = true;
    return true;
  }

  #fits(length: number, newSet: boolean): boolean {
    const last = newSet ? padded(this.#open) + padded(SET_HEADER_LENGTH + length) : padded(this.#open + length);
    return this.#closed + last <= this.#room;
  }

  #openSet(set: OpenSet, length: number): void {
    this.#closed += padded(this.#open);
    this.#open = length;
    this.#sets.push(set);
  }
}
