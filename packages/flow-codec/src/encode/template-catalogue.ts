import { EXPORTED_ELEMENTS, type ExportedElement, type ExportMoment } from './exported-elements.ts';
import type { ExportedFlow } from './exporter-options.ts';
import type { FieldValue, Template } from './field-specifier.ts';

export interface FittedFlow {
  readonly template: Template;
  /** The flow's values in the order of the template. */
  readonly values: FieldValue[];
}

/** One template per combination of elements that flows have had, made when first needed. */
export class TemplateCatalogue {
  readonly #byShape = new Map<string, Template>();
  #nextId: number;

  constructor(firstId: number) {
    this.#nextId = firstId;
  }

  get templates(): Iterable<Template> {
    return this.#byShape.values();
  }

  /** The template for what the flow has. Throws RangeError when it has nothing, or a value that is none. */
  fit(flow: ExportedFlow, moment: ExportMoment): FittedFlow {
    const values: FieldValue[] = [];
    const present: number[] = [];
    for (let i = 0; i < EXPORTED_ELEMENTS.length; i++) {
      const value = (EXPORTED_ELEMENTS[i] as ExportedElement).value(flow, moment);
      if (value === null) continue;
      values.push(value);
      present.push(i);
    }
    if (present.length === 0) throw new RangeError('a flow without any element cannot be exported');
    const shape = present.join();
    let template = this.#byShape.get(shape);
    if (!template) {
      template = { id: this.#nextId++, fields: present.map((i) => EXPORTED_ELEMENTS[i] as ExportedElement) };
      this.#byShape.set(shape, template);
    }
    return { template, values };
  }
}
