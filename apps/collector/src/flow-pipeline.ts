import type { IngestWindow, StoredFlow } from '@scopemap/database';
import {
  createFlowDecoder,
  type DecodedMessage,
  type DecodedRecord,
  type ExportDatagram,
  type FlowDecoder,
} from '@scopemap/flow-codec';
import { createRelationshipBuilder, type EndpointKnowledge } from '@scopemap/scope-model';
import { ExporterClock } from './exporter-clock.ts';
import { ExporterHealth } from './exporter-health.ts';

export interface FlowPipelineOptions {
  /** Service endpoints known before. */
  readonly knowledge: EndpointKnowledge;
  /** Whether a normalised flow with this time of receipt is kept for the database too. */
  readonly keepFlow: (receivedAt: number) => boolean;
  /** Windows without a record after which a conversation is forgotten. */
  readonly carryWindows: number;
  /** Conversations remembered for the next windows. */
  readonly maxCarried: number;
}

/**
 * The pure middle of the collector: datagrams in, windows for the database out. Live traffic and captures take the same way.
 * It neither waits nor reads a clock.
 */
export class FlowPipeline {
  readonly decoder: FlowDecoder = createFlowDecoder();
  readonly health = new ExporterHealth();
  readonly #builder;
  readonly #clock = new ExporterClock();
  readonly #keepFlow: FlowPipelineOptions['keepFlow'];
  #flows: StoredFlow[] = [];
  #carried = 0;
  #records = 0;
  #datagrams = 0;

  constructor(options: FlowPipelineOptions) {
    const { knowledge, carryWindows, maxCarried } = options;
    this.#builder = createRelationshipBuilder({ knowledge, carryWindows, maxCarried });
    this.#keepFlow = options.keepFlow;
  }

  /** Records in the present window. */
  get records(): number {
    return this.#records;
  }

  /** Conversations that the present window has added to those carried over. */
  get conversations(): number {
    return this.#builder.conversations - this.#carried;
  }

  /** True when the present window has nothing to tell. */
  get isEmpty(): boolean {
    return this.#datagrams === 0 && this.health.isEmpty;
  }

  /** Decodes a datagram and adds its records to the present window. */
  take(datagram: ExportDatagram): DecodedMessage {
    const message = this.decoder.decode(datagram);
    this.#datagrams++;
    this.health.note(datagram, message);
    for (const record of message.records) this.#add(record);
    return message;
  }

  #add({ flow, receivedAt }: DecodedRecord): void {
    this.#records++;
    const { exporter, domain, version } = flow;
    const event = flow.extra.eventTimeMs ?? null;
    const said = { start: flow.start ?? event, end: flow.end ?? event };
    const { start, end, corrected } = this.#clock.place(exporter, said, receivedAt);
    if (corrected) this.health.noteProblem(exporter, 'exporter-clock', 1, receivedAt, domain, version);
    const isAsSaid = start === flow.start && end === flow.end;
    this.#builder.add(isAsSaid ? flow : { ...flow, start, end }, receivedAt);
    if (!this.#keepFlow(receivedAt)) return;
    const { srcAddr, dstAddr, srcPort, dstPort, protocol, tcpFlags, packets, octets, extra } = flow;
    const inputIf = extra.inputIf ?? null;
    const outputIf = extra.outputIf ?? null;
    const ends = { srcAddr, dstAddr, srcPort, dstPort, inputIf, outputIf };
    const times = { receivedAt, start: flow.start, end: flow.end };
    this.#flows.push({ exporter, domain, version, protocol, tcpFlags, packets, octets, ...ends, ...times });
  }

  /** Ends the present window and begins the next. `now` is the time of receipt that counts: milliseconds since 1970 UTC. */
  finishWindow(id: string, now: number): IngestWindow {
    this.decoder.expire(now);
    this.health.noteSources(this.decoder.statistics(), now);
    const contacts = this.#builder.finish();
    this.#carried = this.#builder.conversations;
    const flows = this.#flows;
    this.#flows = [];
    this.#records = 0;
    this.#datagrams = 0;
    return { id, contacts, flows, ...this.health.take() };
  }
}
