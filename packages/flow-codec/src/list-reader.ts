import type { DecodeProblemCode } from './decode-problem.ts';
import { BATCH_ROWS, type ColumnName, FlowColumns } from './flow-columns.ts';
import { isZero } from './is-zero.ts';
import type { Layout, LayoutCache } from './layout-cache.ts';
import { ListFindings } from './list-findings.ts';
import type { ReadPlan } from './read-plan.ts';
import type { ReadState } from './read-state.ts';
import type { Source } from './source.ts';
import type { StoredField } from './stored-template.ts';
import { type ListPart, NONE_OF, parseList } from './structured-data.ts';

/** Lists in lists in lists: exporters use two levels. */
const MAX_DEPTH = 4;

/** The set whose records hold the lists. */
export interface ListContext {
  readonly source: Source;
  readonly receivedAt: number;
  /** Says what is wrong with a list, or with an element in it; `offset` is a position in the view of the set. */
  problem(code: DecodeProblemCode, offset: number, enterprise: number, element: number): void;
}

/**
 * Reads structured data (RFC 6313) in flow records: what a list says of the record goes into columns that the template
 * does not fill itself. It works on records that a reader has read before, by the same readers.
 */
export class ListReader {
  readonly #layouts: LayoutCache;
  /** Contained records; read and merged run by run, so that all depths share it. Made when the first list comes. */
  #batch: FlowColumns | null = null;
  #wanted: ReadonlySet<ColumnName> = new Set();

  constructor(layouts: LayoutCache) {
    this.#layouts = layouts;
  }

  /** Fills the rows of `columns`, whose records lie one after the other from `start` on. */
  fill(columns: FlowColumns, plan: ReadPlan, outer: ReadState, start: number, context: ListContext): void {
    this.#wanted = plan.listColumns;
    columns.clear(plan.listColumns, outer.rows);
    let at = start;
    for (let row = 0; row < outer.rows; row++) {
      const findings = new ListFindings();
      const begin = at;
      at = this.#readRecord(plan, outer, at, findings, 1, context);
      const [first] = plan.lists;
      if (!findings.writeTo(columns, row) && first) context.problem('list-ambiguous', begin, 0, first.element);
    }
  }

  /** Reads the lists of the record at `start`; returns where the next record begins. */
  #readRecord(
    { segments, lists }: ReadPlan,
    outer: ReadState,
    start: number,
    findings: ListFindings,
    depth: number,
    context: ListContext,
  ): number {
    const { view } = outer;
    let at = start;
    let next = 0;
    for (let i = 0; i < segments.length; i++) {
      for (let list = lists[next]; list?.place.segment === i && !list.place.variable; list = lists[++next]) {
        const from = at + list.place.offset;
        this.#readList(list.element, outer, from, from + list.place.length, findings, depth, context);
      }
      at += segments[i] as number;
      if (i === segments.length - 1) break;
      let length = view.getUint8(at++);
      if (length === 255) {
        length = view.getUint16(at);
        at += 2;
      }
      const list = lists[next];
      if (list?.place.segment === i) {
        this.#readList(list.element, outer, at, at + length, findings, depth, context);
        next++;
      }
      at += length;
    }
    return at;
  }

  #readList(
    element: number,
    outer: ReadState,
    start: number,
    end: number,
    findings: ListFindings,
    depth: number,
    context: ListContext,
  ): void {
    if (depth > MAX_DEPTH) {
      context.problem('list-too-deep', start, 0, element);
      return;
    }
    const list = parseList(outer.view, element, start, end);
    if (!list) {
      context.problem('list-malformed', start, 0, element);
      return;
    }
    if (list.semantic === NONE_OF) return;
    const own = new ListFindings();
    for (const part of list.parts) {
      const code = this.#readPart(part, outer, own, depth, context);
      if (code) context.problem(code, part.start, 0, element);
      // Nothing of a list that contradicts itself is believed.
      if (code === 'list-malformed') return;
    }
    findings.addAll(own);
  }

  #readPart(
    { layout: which, start, end }: ListPart,
    outer: ReadState,
    findings: ListFindings,
    depth: number,
    context: ListContext,
  ): DecodeProblemCode | null {
    const { source, receivedAt } = context;
    if (typeof which !== 'number') return this.#readValues(which, outer, start, end, findings, depth, context);
    const template = source.templates.get(which);
    if (!template?.layout) return 'list-template';
    template.seenAt = Math.max(template.seenAt, receivedAt);
    const records = this.#readRecords(template.layout, outer, start, end, findings, depth, context);
    if (records === null) return 'list-malformed';
    template.records += records;
    return null;
  }

  /** The values of a basic list: each is a record of one field. */
  #readValues(
    field: StoredField,
    outer: ReadState,
    start: number,
    end: number,
    findings: ListFindings,
    depth: number,
    context: ListContext,
  ): DecodeProblemCode | null {
    const layout = this.#layouts.listLayout(field);
    if (!layout) {
      context.source.addUnknownElement(field);
      return null;
    }
    for (const [enterprise, id] of layout.plan.misfits) context.problem('element-length', start, enterprise, id);
    return this.#readRecords(layout, outer, start, end, findings, depth, context) === null ? 'list-malformed' : null;
  }

  /** Reads all records of a run; returns how many, or null when they do not fill it. */
  #readRecords(
    layout: Layout,
    outer: ReadState,
    start: number,
    end: number,
    findings: ListFindings,
    depth: number,
    context: ListContext,
  ): number | null {
    const { plan } = layout;
    this.#batch ??= new FlowColumns();
    const batch = this.#batch;
    const state: ReadState = { ...outer, offset: start, end, rows: 0, truncated: false, tooLarge: new Set() };
    let records = 0;
    do {
      let at = state.offset;
      layout.read(state, batch);
      const { rows } = state;
      records += rows;
      findings.addRows(batch, plan.columns, this.#wanted, rows);
      for (let row = 0; plan.lists.length > 0 && row < rows; row++)
        at = this.#readRecord(plan, state, at, findings, depth + 1, context);
    } while (state.rows === BATCH_ROWS && !state.truncated);
    for (const step of state.tooLarge) {
      const [enterprise, id] = plan.elements[step] as readonly [number, number];
      context.problem('value-too-large', start, enterprise, id);
    }
    return state.truncated || !isZero(state.view, state.offset, end) ? null : records;
  }
}
