import type { DecodeProblem, DecodeProblemCode } from './decode-problem.ts';
import type { ExportDatagram } from './export-datagram.ts';
import { BATCH_ROWS, FlowColumns } from './flow-columns.ts';
import type { FlowSink } from './flow-decoder-options.ts';
import { isZero } from './is-zero.ts';
import type { Layout, LayoutCache } from './layout-cache.ts';
import { type ListContext, ListReader } from './list-reader.ts';
import type { MessageHeader } from './message-header.ts';
import { readOptionsRecord } from './options-reader.ts';
import type { ReadState } from './read-state.ts';
import { fillSampling } from './sampling.ts';
import type { KnownTemplate, Source } from './source.ts';

/** A body of records and the message that it belongs to; for a set that waited, the message of then. */
export interface RecordSet {
  readonly datagram: ExportDatagram;
  readonly header: MessageHeader;
  readonly view: DataView;
  readonly start: number;
  readonly end: number;
  /** Added to a position in `view` it gives the offset in the datagram as it was sent. */
  readonly base: number;
  readonly set: number;
  readonly late: boolean;
}

/** Where records and problems of a set go. */
export interface SetContext {
  readonly source: Source;
  readonly sink: FlowSink;
  problem(code: DecodeProblemCode, place: Partial<Omit<DecodeProblem, 'code'>>): void;
}

/** How far the records of a set were read. */
interface Reading {
  readonly records: number;
  readonly offset: number;
  /** The next record runs over the end. */
  readonly truncated: boolean;
}

/** Reads the records of one set after the other into one batch of columns. */
export class SetDecoder {
  readonly #columns = new FlowColumns();
  readonly #state: ReadState = {
    view: new DataView(new ArrayBuffer(0)),
    offset: 0,
    end: 0,
    exportTime: 0,
    uptime: 0,
    rows: 0,
    truncated: false,
    tooLarge: new Set(),
  };

  readonly #lists: ListReader;

  constructor(layouts: LayoutCache) {
    this.#lists = new ListReader(layouts);
  }

  /** Reads a data set by its template; returns the number of records, or null when what is in it cannot be told. */
  read(template: KnownTemplate, body: RecordSet, context: SetContext): number | null {
    const { templateId } = template;
    template.seenAt = Math.max(template.seenAt, body.datagram.receivedAt);
    if (template.minLength === 0) {
      context.problem('template-record-length-0', { offset: body.base + body.start - 4, set: body.set, templateId });
      return null;
    }
    const reading = template.layout
      ? this.readFlows(template.layout, body, templateId, context)
      : readOptions(template, body, context);
    const { records } = reading;
    template.records += records;
    // Where not one record fits, something else than padding must be there.
    const truncated = reading.truncated || (records === 0 && !isZero(body.view, body.start, body.end));
    if (truncated)
      context.problem('record-truncated', { offset: body.base + reading.offset, set: body.set, templateId });
    return truncated ? null : records;
  }

  readFlows(layout: Layout, body: RecordSet, templateId: number | null, context: SetContext): Reading {
    const { source, sink } = context;
    const columns = this.#columns;
    const state = this.#begin(body, source);
    columns.prepare(layout.plan.present);
    const lists = layout.plan.lists.length > 0 ? listContext(body, templateId, context) : null;
    describe(columns, body, templateId, layout.plan.sourceIsClient);
    let records = 0;
    do {
      const start = state.offset;
      layout.read(state, columns);
      if (state.rows === 0) break;
      if (lists) this.#lists.fill(columns, layout.plan, state, start, lists);
      columns.rows = state.rows;
      columns.firstRecord = records + 1;
      records += state.rows;
      fillSampling(columns, body.header.sampling, source.options);
      sink.flows(columns);
    } while (state.rows === BATCH_ROWS && !state.truncated);
    source.flows += records;
    for (const step of [...state.tooLarge].sort((a, b) => a - b)) {
      const [enterprise, id] = layout.plan.elements[step] as readonly [number, number];
      context.problem('value-too-large', {
        offset: body.base + body.start,
        set: body.set,
        templateId,
        element: { enterprise, id },
      });
    }
    return { records, offset: state.offset, truncated: state.truncated };
  }

  #begin(body: RecordSet, source: Source): ReadState {
    const state = this.#state;
    const { exportTime, uptime, version } = body.header;
    state.view = body.view;
    state.offset = body.start;
    state.end = body.end;
    state.exportTime = exportTime;
    // IPFIX tells the start of the exporter in options data.
    state.uptime = version === 10 ? exportTime - (source.options.bootTime ?? Number.NaN) : uptime;
    state.truncated = false;
    if (state.tooLarge.size > 0) state.tooLarge.clear();
    return state;
  }
}

/** Names each thing that is wrong with the lists of a set once, however many records show it. */
function listContext(body: RecordSet, templateId: number | null, context: SetContext): ListContext {
  const named = new Set<string>();
  return {
    source: context.source,
    receivedAt: body.datagram.receivedAt,
    problem: (code, at, enterprise, id) => {
      const key = `${code} ${enterprise}/${id}`;
      if (named.has(key)) return;
      named.add(key);
      context.problem(code, { offset: body.base + at, set: body.set, templateId, element: { enterprise, id } });
    },
  };
}

function describe(
  columns: FlowColumns,
  { header, datagram, set, late }: RecordSet,
  templateId: number | null,
  sourceIsClient: boolean,
): void {
  columns.version = header.version;
  columns.domain = header.domain;
  columns.sequence = header.sequence;
  columns.templateId = templateId;
  columns.set = set;
  columns.late = late;
  columns.datagram = datagram;
  columns.sourceIsClient = sourceIsClient;
}

function readOptions(template: KnownTemplate, body: RecordSet, { source, sink }: SetContext): Reading {
  const { templateId, minLength } = template;
  const { header, datagram, view, end, set, late } = body;
  let records = 0;
  let at = body.start;
  let truncated = false;
  while (at + minLength <= end) {
    const read = readOptionsRecord(view, at, end, template);
    if (!read) {
      truncated = true;
      break;
    }
    records++;
    const record = {
      set,
      record: records,
      receivedAt: datagram.receivedAt,
      late,
      version: header.version as 9 | 10,
      exporter: datagram.exporter,
      domain: header.domain,
      templateId,
      ...read.values,
    };
    source.options.learn(record);
    sink.options?.(record);
    at = read.next;
  }
  source.optionsRecords += records;
  return { records, offset: at, truncated };
}
