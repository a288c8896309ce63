import type { DecoderLimits } from './flow-decoder-options.ts';
import type { LayoutCache } from './layout-cache.ts';
import { minRecordLength, type Source } from './source.ts';
import type { Template } from './template.ts';

export type TemplateChange = 'new' | 'same' | 'redefined' | 'refused';

/** Adds and removes the templates of all sources, within bounds, and counts changes so that they can be persisted. */
export class TemplateMemory {
  readonly #layouts: LayoutCache;
  readonly #limits: DecoderLimits;
  readonly #fieldsOf = new Map<string, number>();
  #fields = 0;
  revision = 0;

  constructor(layouts: LayoutCache, limits: DecoderLimits) {
    this.#layouts = layouts;
    this.#limits = limits;
  }

  add(source: Source, template: Template, now: number): TemplateChange {
    const known = source.templates.get(template.templateId);
    if (known && sameLayout(known, template)) {
      known.seenAt = Math.max(known.seenAt, now);
      return 'same';
    }
    const more = template.fields.length - (known?.fields.length ?? 0);
    const ofExporter = this.#fieldsOf.get(source.exporter) ?? 0;
    if (this.#fields + more > this.#limits.templateFields || ofExporter + more > this.#limits.templateFieldsPerExporter)
      return 'refused';
    this.#count(source.exporter, more);
    const layout = template.scopeFields === null ? this.#layouts.layout(template.fields, source.version) : null;
    const { templateId, scopeFields, fields } = template;
    source.setTemplate({
      templateId,
      scopeFields,
      fields,
      layout,
      minLength: minRecordLength(template),
      records: 0,
      seenAt: now,
    });
    this.revision++;
    return known ? 'redefined' : 'new';
  }

  remove(source: Source, templateId: number): void {
    const fields = source.templates.get(templateId)?.fields.length;
    if (fields === undefined) return;
    source.removeTemplate(templateId);
    this.#count(source.exporter, -fields);
    this.revision++;
  }

  /** Withdraws all templates of flow records, or all options templates (RFC 7011 8.1). */
  removeAll(source: Source, options: boolean): void {
    for (const template of source.templates.values()) {
      if ((template.scopeFields !== null) === options) this.remove(source, template.templateId);
    }
  }

  forget(source: Source): void {
    for (const templateId of source.templates.keys()) this.remove(source, templateId);
  }

  /** Gives a source the templates of another. */
  takeOver(source: Source, before: Source): void {
    for (const template of before.templates.values()) this.add(source, template, template.seenAt);
  }

  /** Removes templates last sent or used before a time. */
  expire(sources: Iterable<Source>, before: number): void {
    for (const source of sources) {
      for (const { templateId, seenAt } of source.templates.values())
        if (seenAt < before) this.remove(source, templateId);
    }
  }

  #count(exporter: string, fields: number): void {
    this.#fields += fields;
    const sum = (this.#fieldsOf.get(exporter) ?? 0) + fields;
    if (sum > 0) this.#fieldsOf.set(exporter, sum);
    else this.#fieldsOf.delete(exporter);
  }
}

function sameLayout(a: Template, b: Template): boolean {
  return (
    a.scopeFields === b.scopeFields &&
    a.fields.length === b.fields.length &&
    a.fields.every((field, i) => field.every((part, k) => part === b.fields[i]?.[k]))
  );
}
