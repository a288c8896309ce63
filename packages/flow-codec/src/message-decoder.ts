import type { DecodeProblem, DecodeProblemCode } from './decode-problem.ts';
import type { MessageSummary } from './decoded-message.ts';
import type { ExportDatagram } from './export-datagram.ts';
import { FIXED_LAYOUTS } from './fixed-layouts.ts';
import type { FlowSink } from './flow-decoder-options.ts';
import { isZero } from './is-zero.ts';
import type { Layout, LayoutCache } from './layout-cache.ts';
import { type MessageHeader, readMessageHeader } from './message-header.ts';
import { fingerprint } from './sequence-tracker.ts';
import { type RecordSet, SetDecoder } from './set-decoder.ts';
import type { Source } from './source.ts';
import type { Sources } from './sources.ts';
import { readTemplate } from './template.ts';
import type { TemplateMemory } from './template-memory.ts';
import type { WaitingSets } from './waiting-sets.ts';

/** Takes a datagram apart, set by set; what it carries goes to the sink, what is wrong with it into the summary. */
export class MessageDecoder {
  readonly #sources: Sources;
  readonly #templates: TemplateMemory;
  readonly #waiting: WaitingSets;
  readonly #fixed: ReadonlyMap<number, Layout>;
  readonly #sets: SetDecoder;

  constructor(sources: Sources, templates: TemplateMemory, waiting: WaitingSets, layouts: LayoutCache) {
    this.#sources = sources;
    this.#templates = templates;
    this.#waiting = waiting;
    this.#sets = new SetDecoder(layouts);
    this.#fixed = new Map(
      ([1, 5, 7] as const).map((version) => [version, layouts.layout(FIXED_LAYOUTS[version].fields, version)]),
    );
  }

  decode(datagram: ExportDatagram, sink: FlowSink): MessageSummary {
    const { payload } = datagram;
    const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
    const header = readMessageHeader(view);
    if (typeof header === 'string') return this.#unreadable(datagram, view, header);
    const forgotten = this.#sources.forgotten;
    const source = this.#source(datagram, header.domain, header.version, header.sequence);
    const message = new Message(datagram, header, view, source, sink);
    if (this.#sources.forgotten > forgotten) message.problem('too-many-sources', {});
    const flowsBefore = source.flows;
    const units =
      header.version === 9 || header.version === 10 ? this.#decodeSets(message) : this.#decodeFixed(message);
    const sequenceOutcome =
      header.version === 1
        ? null
        : source.sequence.observe({
            sequence: header.sequence,
            units: header.version === 9 ? 1 : units,
            flows: source.flows - flowsBefore,
            bootTime: header.exportTime - header.uptime,
            fingerprint: fingerprint(view),
          });
    const { version, domain, sequence, exportTime } = header;
    return { version, domain, sequence, exportTime, problems: message.problems, sequenceOutcome };
  }

  #unreadable(datagram: ExportDatagram, view: DataView, code: DecodeProblemCode): MessageSummary {
    this.#source(datagram, 0, 0, null).addProblem(code);
    const version = view.byteLength >= 2 ? view.getUint16(0) : null;
    const problems = [{ code, offset: 0, set: null, templateId: null, element: null }];
    return { version, domain: null, sequence: null, exportTime: null, problems, sequenceOutcome: null };
  }

  #source({ exporter, port }: ExportDatagram, domain: number, version: number, sequence: number | null): Source {
    const source = this.#sources.get(exporter, port, domain, version, sequence);
    source.datagrams++;
    return source;
  }

  /** Versions 1, 5 and 7: a count and records of fixed layout. Returns the number of records, the unit of the sequence. */
  #decodeFixed(message: Message): number {
    const { header, view } = message;
    const { headerLength, recordLength } = FIXED_LAYOUTS[header.version as 1 | 5 | 7];
    const end = headerLength + header.count * recordLength;
    if (end > view.byteLength) {
      message.problem('count-does-not-fit', { offset: 2, set: 1 });
      return 0;
    }
    if (!isZero(view, end, view.byteLength)) message.problem('trailing-bytes', { offset: end });
    return this.#sets.readFlows(
      this.#fixed.get(header.version) as Layout,
      message.records(1, headerLength, end),
      null,
      message,
    ).records;
  }

  /** Versions 9 and 10. Returns the number of data records, or null when a set could not be counted. */
  #decodeSets(message: Message): number | null {
    const { header, view } = message;
    if (header.version === 10 && header.count !== view.byteLength) message.problem('message-length', { offset: 2 });
    let units: number | null = 0;
    let set = 0;
    let at = header.length;
    while (at + 4 <= view.byteLength) {
      const id = view.getUint16(at);
      const length = view.getUint16(at + 2);
      if (length < 4 || at + length > view.byteLength) {
        // Some exporters fill the rest of the datagram with zeros.
        const code = length >= 4 && isReserved(id, header.version) ? 'reserved-set-id' : 'set-length';
        if (isZero(view, at, view.byteLength)) return units;
        message.problem(code, { offset: at, set: set + 1, templateId: id });
        return null;
      }
      set++;
      const records = this.#decodeSet(message, id, message.records(set, at + 4, at + length));
      units = units === null || records === null ? null : units + records;
      at += length;
    }
    if (at < view.byteLength) message.problem('trailing-bytes', { offset: at, set: set + 1 });
    return units;
  }

  /** Returns the number of data records in the set, or null when it cannot be told. */
  #decodeSet(message: Message, id: number, body: RecordSet): number | null {
    const { source, header } = message;
    const [templateSet, optionsSet] = header.version === 9 ? [0, 1] : [2, 3];
    if (id === templateSet || id === optionsSet) {
      this.#readTemplates(message, body, id === optionsSet);
      return 0;
    }
    if (isReserved(id, header.version)) {
      message.problem('reserved-set-id', { offset: body.start - 4, set: body.set, templateId: id });
      return 0;
    }
    const template = source.templates.get(id);
    if (template) return this.#sets.read(template, body, message);
    this.#keep(message, id, body);
    return null;
  }

  #keep(message: Message, templateId: number, { set, start, end }: RecordSet): void {
    const { source, header, datagram } = message;
    message.problem('no-template', { offset: start - 4, set, templateId });
    const waiting = {
      source,
      templateId,
      header,
      set,
      offset: start,
      // Not slice(): on a Buffer that would share the memory of the socket's or the file's chunk.
      datagram: { ...datagram, payload: new Uint8Array(datagram.payload.subarray(start, end)) },
    };
    if (this.#waiting.add(waiting) > 0) message.problem('waiting-set-dropped', { offset: start - 4, set, templateId });
  }

  #readTemplates(message: Message, { set, start, end }: RecordSet, options: boolean): void {
    const { source, header, view } = message;
    const version = header.version as 9 | 10;
    for (let at = start; at < end; ) {
      // Padding: too short for a template, or zeros.
      if (at + 4 > end || isZero(view, at, end)) return;
      const read = readTemplate(view, at, end, version, options);
      if (!read) {
        message.problem('template-truncated', { offset: at, set });
        return;
      }
      const { templateId, fields } = read.template;
      const place = { offset: at, set, templateId };
      // RFC 7011 8.1; a v9 options template without fields is no withdrawal but a template of empty records.
      if (fields.length === 0 && (version === 10 || !options)) {
        if (templateId >= 256) this.#templates.remove(source, templateId);
        else if (version === 10) this.#templates.removeAll(source, options);
      } else if (templateId < 256) message.problem('template-id', place);
      else {
        if (version === 10 && options && scopeIsWrong(read.template)) message.problem('template-scope', place);
        this.#store(message, read.template, place);
      }
      at = read.next;
    }
  }

  #store(
    message: Message,
    template: NonNullable<ReturnType<typeof readTemplate>>['template'],
    place: Partial<DecodeProblem>,
  ): void {
    const { source } = message;
    const change = this.#templates.add(source, template, message.datagram.receivedAt);
    if (change === 'refused') message.problem('template-limit', place);
    if (change === 'redefined') message.problem('template-redefined', place);
    const known = source.templates.get(template.templateId);
    if (change === 'same' || change === 'refused' || !known) return;
    for (const [enterprise, id] of known.layout?.plan.misfits ?? [])
      message.problem('element-length', { ...place, element: { enterprise, id } });
    for (const late of this.#waiting.take(source, template.templateId)) {
      source.waitingRecovered++;
      const { payload } = late.datagram;
      this.#sets.read(
        known,
        {
          datagram: late.datagram,
          header: late.header,
          view: new DataView(payload.buffer, payload.byteOffset, payload.byteLength),
          start: 0,
          end: payload.length,
          base: late.offset,
          set: late.set,
          late: true,
        },
        message,
      );
    }
  }
}

function isReserved(id: number, version: number): boolean {
  return id < 256 && (version === 9 ? id > 1 : id !== 2 && id !== 3);
}

function scopeIsWrong({ scopeFields, fields }: { scopeFields: number | null; fields: readonly unknown[] }): boolean {
  return scopeFields === 0 || (scopeFields ?? 0) > fields.length;
}

/** The datagram being decoded. */
class Message {
  readonly problems: DecodeProblem[] = [];
  readonly datagram: ExportDatagram;
  readonly header: MessageHeader;
  readonly view: DataView;
  readonly source: Source;
  readonly sink: FlowSink;

  constructor(datagram: ExportDatagram, header: MessageHeader, view: DataView, source: Source, sink: FlowSink) {
    this.datagram = datagram;
    this.header = header;
    this.view = view;
    this.source = source;
    this.sink = sink;
  }

  /** The body of a set of this datagram. */
  records(set: number, start: number, end: number): RecordSet {
    return { datagram: this.datagram, header: this.header, view: this.view, start, end, base: 0, set, late: false };
  }

  problem(code: DecodeProblemCode, place: Partial<Omit<DecodeProblem, 'code'>>): void {
    this.source.addProblem(code);
    this.problems.push({ code, offset: 0, set: null, templateId: null, element: null, ...place });
  }
}
