import { encodeIpfix } from './encode-ipfix.ts';
import { encodeV9 } from './encode-v9.ts';
import type { ExportMoment } from './exported-elements.ts';
import type { ExportedFlow, ExporterOptions, FlowExporter } from './exporter-options.ts';
import type { MessageSet } from './field-specifier.ts';
import { PacketFiller } from './packet-filler.ts';
import { SAMPLING_TEMPLATE_ID, samplingOptions } from './sampling-options.ts';
import { splitBiflow } from './split-biflow.ts';
import { TemplateCatalogue } from './template-catalogue.ts';
import { uptimeOf } from './uptime.ts';

const HEADER_LENGTH = { 9: 20, 10: 16 } as const;
const DEFAULTS = { domain: 0, templateRefresh: 20, maxPayload: 1400 };

function checkFamilies({ srcAddr, dstAddr }: ExportedFlow): void {
  if (srcAddr !== null && dstAddr !== null && srcAddr.includes(':') !== dstAddr.includes(':')) {
    throw new RangeError(`a flow has one IP version, not ${srcAddr} and ${dstAddr}`);
  }
}

function countDataRecords(sets: readonly MessageSet[]): number {
  return sets.reduce((sum, set) => sum + (set.kind === 'data' ? set.records.length : 0), 0);
}

/** An exporter of NetFlow v9 (RFC 3954) or IPFIX (RFC 7011). */
export class TemplateExporter implements FlowExporter {
  readonly #version: 9 | 10;
  readonly #options: ExporterOptions & typeof DEFAULTS;
  readonly #sampling: ReturnType<typeof samplingOptions> | null;
  readonly #catalogue = new TemplateCatalogue(SAMPLING_TEMPLATE_ID + 1);
  /** Ids of the templates sent since the last refresh. */
  readonly #announced = new Set<number>();
  #packets = 0;
  #sequence = 0;
  #filler = new PacketFiller(0);
  #datagrams: Uint8Array[] = [];

  constructor(version: 9 | 10, options: ExporterOptions) {
    this.#version = version;
    this.#options = { ...DEFAULTS, ...options };
    const { domain, sampling } = this.#options;
    this.#sampling = sampling === undefined ? null : samplingOptions(version, domain, sampling);
  }

  exportFlows(flows: Iterable<ExportedFlow>, exportTime: number): Uint8Array[] {
    const { bootTime } = this.#options;
    if (exportTime < bootTime) throw new RangeError('the export time is before the boot');
    // Both headers carry whole seconds; v9's uptime has to belong to that same moment.
    const moment = { version: this.#version, bootTime, headerTime: Math.floor(exportTime / 1000) * 1000 };
    const before = { packets: this.#packets, sequence: this.#sequence };
    this.#datagrams = [];
    try {
      this.#startPacket();
      for (const flow of flows) {
        checkFamilies(flow);
        for (const half of this.#version === 10 ? [flow] : splitBiflow(flow)) this.#add(half, moment);
      }
      if (this.#filler.hasRecords) this.#endPacket(moment);
    } catch (error) {
      this.#packets = before.packets;
      this.#sequence = before.sequence;
      // What was announced went into datagrams that nobody gets.
      this.#announced.clear();
      throw error;
    }
    return this.#datagrams;
  }

  #add(flow: ExportedFlow, moment: ExportMoment): void {
    const { template, values } = this.#catalogue.fit(flow, moment);
    // The packet is full; the next one may be full of announcements; then there is nothing else in the way.
    for (let packet = 0; packet < 3; packet++) {
      if (packet > 0) this.#endPacket(moment);
      if (this.#filler.addRecord(template, values, !this.#announced.has(template.id))) {
        this.#announced.add(template.id);
        return;
      }
    }
    throw new RangeError(`a payload of ${this.#options.maxPayload} bytes is too small for a record and its template`);
  }

  #startPacket(): void {
    const { maxPayload, templateRefresh } = this.#options;
    const filler = new PacketFiller(maxPayload - HEADER_LENGTH[this.#version]);
    this.#filler = filler;
    if (this.#packets % templateRefresh !== 0) return;
    this.#announced.clear();
    if (this.#sampling) filler.addOptions(this.#sampling.template, this.#sampling.values);
    for (const template of this.#catalogue.templates) {
      // At least half of the packet stays for records and their own templates, else none might ever be sent.
      if (filler.length * 2 > maxPayload) return;
      if (filler.addTemplate(template)) this.#announced.add(template.id);
    }
  }

  #endPacket({ headerTime, bootTime }: ExportMoment): void {
    const { sets } = this.#filler;
    const { domain } = this.#options;
    const header = { exportTime: headerTime / 1000, sequence: this.#sequence, sets };
    const datagram =
      this.#version === 10
        ? encodeIpfix({ ...header, domain })
        : encodeV9({ ...header, sysUptime: uptimeOf(headerTime, bootTime, headerTime), sourceId: domain });
    this.#datagrams.push(datagram);
    this.#packets++;
    this.#sequence = (this.#sequence + (this.#version === 10 ? countDataRecords(sets) : 1)) % 2 ** 32;
    this.#startPacket();
  }
}
