import type { DecodedMessage, DecodedRecord, MessageSummary, OptionsRecord } from './decoded-message.ts';
import { elementRegistry } from './element-registry.ts';
import type { ExportDatagram } from './export-datagram.ts';
import { DEFAULT_LIMITS, type DecoderLimits, type FlowDecoderOptions, type FlowSink } from './flow-decoder-options.ts';
import { LayoutCache } from './layout-cache.ts';
import { MessageDecoder } from './message-decoder.ts';
import { recordFromColumns } from './record-from-columns.ts';
import type { SourceStatistics } from './source-statistics.ts';
import { Sources } from './sources.ts';
import type { StoredSequence } from './stored-sequence.ts';
import type { StoredTemplate } from './stored-template.ts';
import { TemplateMemory } from './template-memory.ts';
import { WaitingSets } from './waiting-sets.ts';

/** Decodes export datagrams of NetFlow 1, 5, 7, 9 and IPFIX, remembering templates and options data of each source. */
export interface FlowDecoder {
  /** Decodes one datagram to objects. Never throws for any payload. */
  decode(datagram: ExportDatagram): DecodedMessage;
  /** Decodes one datagram to columns, without an object per record: the way for a collector. Never throws for any payload. */
  decodeColumns(datagram: ExportDatagram, sink: FlowSink): MessageSummary;
  /** Grows whenever a template is added, redefined, withdrawn or expired: save `templates()` when it has changed. */
  readonly templateRevision: number;
  templates(): StoredTemplate[];
  /** Takes templates back that were saved; those of the same id that came since are replaced. */
  restoreTemplates(templates: readonly StoredTemplate[]): void;
  /** Positions in their numbering of the sources that were heard since the last call. */
  takeSequences(): StoredSequence[];
  /** Takes positions back, before the first datagram: what the exporters sent in between counts as lost when they go on. */
  restoreSequences(sequences: readonly StoredSequence[]): void;
  /** Forgets templates and waiting sets past their time; `now` in milliseconds since 1970 UTC. */
  expire(now: number): void;
  /** One entry per source (exporter, port, domain, version). */
  statistics(): SourceStatistics[];
}

/** Makes a decoder. Throws TypeError when an element in the options has a role that its type cannot fill. */
export function createFlowDecoder(options: FlowDecoderOptions = {}): FlowDecoder {
  return new TemplateAwareDecoder(options);
}

class TemplateAwareDecoder implements FlowDecoder {
  readonly #limits: DecoderLimits;
  readonly #sources: Sources;
  readonly #templates: TemplateMemory;
  readonly #waiting: WaitingSets;
  readonly #messages: MessageDecoder;

  constructor({ codegen = true, elements = [], limits = {} }: FlowDecoderOptions) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    const layouts = new LayoutCache(
      elementRegistry(elements),
      codegen ? this.#limits : { compiledReaders: 0, compileAfter: Infinity },
    );
    this.#sources = new Sources(this.#limits.sources, this.#limits.sourcesPerExporter, {
      forget: (source) => {
        this.#templates.forget(source);
        this.#waiting.forget(source);
      },
      takeOver: (source, before) => {
        this.#templates.takeOver(source, before);
        source.options = before.options.copy();
      },
    });
    this.#templates = new TemplateMemory(layouts, this.#limits);
    this.#waiting = new WaitingSets(this.#limits.waitingBytes, this.#limits.waitingBytesPerExporter);
    this.#messages = new MessageDecoder(this.#sources, this.#templates, this.#waiting, layouts);
  }

  decode(datagram: ExportDatagram): DecodedMessage {
    const records: DecodedRecord[] = [];
    const options: OptionsRecord[] = [];
    const summary = this.#messages.decode(datagram, {
      flows: (columns) => {
        const { set, late, firstRecord } = columns;
        const { receivedAt, packet = null } = columns.datagram;
        for (let row = 0; row < columns.rows; row++) {
          records.push({
            set,
            record: firstRecord + row,
            receivedAt,
            packet,
            late,
            flow: recordFromColumns(columns, row),
          });
        }
      },
      options: (record) => options.push(record),
    });
    return { ...summary, records, options };
  }

  decodeColumns(datagram: ExportDatagram, sink: FlowSink): MessageSummary {
    return this.#messages.decode(datagram, sink);
  }

  get templateRevision(): number {
    return this.#templates.revision;
  }

  templates(): StoredTemplate[] {
    return [...this.#sources.all()].flatMap(({ exporter, port, domain, version, templates }) =>
      [...templates.values()].map(({ templateId, scopeFields, fields, seenAt }) => ({
        exporter,
        port,
        domain,
        version: version as 9 | 10,
        templateId,
        scopeFields,
        fields,
        seenAt,
      })),
    );
  }

  restoreTemplates(templates: readonly StoredTemplate[]): void {
    for (const { exporter, port, domain, version, templateId, scopeFields, fields, seenAt } of templates) {
      const source = this.#sources.get(exporter, port, domain, version, null);
      this.#templates.add(source, { templateId, scopeFields, fields }, seenAt);
    }
  }

  takeSequences(): StoredSequence[] {
    return [...this.#sources.all()].flatMap(({ exporter, port, domain, version, sequence }) => {
      const position = sequence.takePosition();
      return position ? [{ exporter, port, domain, version, ...position }] : [];
    });
  }

  restoreSequences(sequences: readonly StoredSequence[]): void {
    for (const { exporter, port, domain, version, ...position } of sequences)
      this.#sources.get(exporter, port, domain, version, null).sequence.resume(position);
  }

  expire(now: number): void {
    this.#waiting.expire(now - this.#limits.waitingMs);
    this.#templates.expire(this.#sources.all(), now - this.#limits.templateMs);
  }

  statistics(): SourceStatistics[] {
    return [...this.#sources.all()].map((source) => source.statistics());
  }
}
