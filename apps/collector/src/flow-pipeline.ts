import type { IngestWindow, StoredFlow } from '@scopemap/database';
import {
  createFlowDecoder,
  type ExportDatagram,
  type FlowColumns,
  type FlowDecoder,
  type FlowSink,
} from '@scopemap/flow-codec';
import { createRelationshipBuilder, type EndpointKnowledge } from '@scopemap/scope-model';
import { AddressEvidence } from './aggregate/address-evidence.ts';
import { ColumnIntake } from './aggregate/column-intake.ts';
import { appendStoredFlows } from './aggregate/stored-flows.ts';
import type { TakenDatagram } from './aggregate/taken-datagram.ts';
import { ExporterClock } from './exporter-clock.ts';
import { type CollectorProblemCode, ExporterHealth } from './exporter-health.ts';

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

/** Any 32 bits that a sender can't know. */
function randomSeed(): number {
  return crypto.getRandomValues(new Int32Array(1))[0] as number;
}

/**
 * The pure middle of the collector: datagrams in, windows for the database out. Live traffic and captures take the same way.
 * It neither waits nor reads a clock.
 */
export class FlowPipeline {
  readonly decoder: FlowDecoder = createFlowDecoder();
  readonly health = new ExporterHealth();
  readonly #builder;
  readonly #columns: ColumnIntake;
  readonly #addresses: AddressEvidence;
  readonly #keepFlow: FlowPipelineOptions['keepFlow'];
  readonly #sink: FlowSink = { flows: (columns) => this.#take(columns) };
  #flows: StoredFlow[] = [];
  #carried = 0;
  #records = 0;
  #datagrams = 0;
  #sampling = 0;

  constructor(options: FlowPipelineOptions) {
    const { knowledge, carryWindows, maxCarried } = options;
    this.#builder = createRelationshipBuilder({ knowledge, carryWindows, maxCarried, seed: randomSeed() });
    const clock = new ExporterClock();
    this.#columns = new ColumnIntake(this.#builder.intake, clock);
    this.#addresses = new AddressEvidence(clock);
    this.#keepFlow = options.keepFlow;
  }

  /** Records in the present window. */
  get records(): number {
    return this.#records;
  }

  /** Flows of the present window that are kept one by one. */
  get storedFlows(): number {
    return this.#flows.length;
  }

  /** What the present window adds to the conversations carried over: halves, or what takes as much memory. */
  get conversations(): number {
    return this.#builder.conversations - this.#carried;
  }

  /** True when the present window has nothing to tell. */
  get isEmpty(): boolean {
    return this.#datagrams === 0 && this.health.isEmpty;
  }

  /** Decodes a datagram and adds its records to the present window. */
  take(datagram: ExportDatagram): TakenDatagram {
    const before = this.#records;
    this.#sampling = 0;
    const summary = this.decoder.decodeColumns(datagram, this.#sink);
    this.#datagrams++;
    const sampling = this.#sampling === 0 ? null : this.#sampling;
    const taken: TakenDatagram = { ...summary, records: this.#records - before, sampling };
    this.health.note(datagram, taken);
    return taken;
  }

  #take(columns: FlowColumns): void {
    const { datagram, domain, version, rows } = columns;
    this.#records += rows;
    const note = (code: CollectorProblemCode, count: number) => {
      if (count > 0) this.health.noteProblem(datagram.exporter, code, count, datagram.receivedAt, domain, version);
    };
    note('exporter-clock', this.#columns.take(columns));
    note('address-evidence-limit', this.#addresses.take(columns, this.#columns, this.#builder.intake));
    const { sampling } = columns.column;
    for (let row = 0; row < rows; row++)
      if ((sampling[row] as number) > this.#sampling) this.#sampling = sampling[row] as number;
    if (this.#keepFlow(datagram.receivedAt))
      appendStoredFlows(this.#flows, columns, this.#columns, this.#builder.intake);
  }

  /** Ends the present window and begins the next. `now` is the time of receipt that counts: milliseconds since 1970 UTC. */
  finishWindow(id: string, now: number): IngestWindow {
    this.decoder.expire(now);
    this.health.noteSources(this.decoder.statistics(), now);
    const addresses = this.#addresses.finish();
    const contacts = this.#builder.finish();
    this.#carried = this.#builder.conversations;
    const flows = this.#flows;
    this.#flows = [];
    this.#records = 0;
    this.#datagrams = 0;
    return { id, contacts, flows, ...addresses, ...this.health.take() };
  }
}
