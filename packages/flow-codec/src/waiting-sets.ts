import type { ExportDatagram } from './export-datagram.ts';
import type { MessageHeader } from './message-header.ts';

/** The source of a set, as far as waiting goes. */
export interface WaitingOwner {
  readonly exporter: string;
  waiting: WaitingSet[];
  waitingDropped: number;
}

/** A data set whose template has not come yet, with what is needed to decode it as if it came now. */
export interface WaitingSet {
  readonly source: WaitingOwner;
  readonly templateId: number;
  /** The datagram it came in, its payload cut down to the body of the set. */
  readonly datagram: ExportDatagram;
  readonly header: MessageHeader;
  readonly set: number;
  /** Offset of the body in the original datagram. */
  readonly offset: number;
}

/** What a set costs beside its bytes. */
const OVERHEAD = 256;
const cost = (set: WaitingSet) => set.datagram.payload.length + OVERHEAD;

/** Sets that wait for their template: bounded per exporter and in all, the oldest goes first. */
export class WaitingSets {
  readonly #maxBytes: number;
  readonly #maxBytesPerExporter: number;
  readonly #sets = new Set<WaitingSet>();
  readonly #exporters = new Map<string, { readonly sets: Set<WaitingSet>; bytes: number }>();
  #bytes = 0;

  constructor(maxBytes: number, maxBytesPerExporter: number) {
    this.#maxBytes = maxBytes;
    this.#maxBytesPerExporter = maxBytesPerExporter;
  }

  /** Keeps a set; returns how many sets were given up for it (1 when it is too large itself). */
  add(set: WaitingSet): number {
    const { exporter } = set.source;
    const of = this.#exporters.get(exporter) ?? { sets: new Set(), bytes: 0 };
    this.#exporters.set(exporter, of);
    this.#sets.add(set);
    of.sets.add(set);
    of.bytes += cost(set);
    this.#bytes += cost(set);
    set.source.waiting.push(set);
    let dropped = 0;
    while (of.bytes > this.#maxBytesPerExporter) dropped += this.#drop(of.sets.values().next().value as WaitingSet);
    while (this.#bytes > this.#maxBytes) dropped += this.#drop(this.#sets.values().next().value as WaitingSet);
    return dropped;
  }

  /** Takes out the sets that wait for a template, oldest first. */
  take(source: WaitingOwner, templateId: number): WaitingSet[] {
    const taken = source.waiting.filter((set) => set.templateId === templateId);
    for (const set of taken) this.#remove(set);
    if (taken.length > 0) source.waiting = source.waiting.filter((set) => set.templateId !== templateId);
    return taken;
  }

  /** Gives up the sets that arrived before a time, in milliseconds since 1970 UTC. */
  expire(before: number): void {
    for (const set of this.#sets) if (set.datagram.receivedAt < before) this.#drop(set);
  }

  /** Gives up all sets of a source that is forgotten. */
  forget(source: WaitingOwner): void {
    for (const set of source.waiting) this.#remove(set);
    source.waiting = [];
  }

  #drop(set: WaitingSet): 1 {
    this.#remove(set);
    set.source.waiting.splice(set.source.waiting.indexOf(set), 1);
    set.source.waitingDropped++;
    return 1;
  }

  #remove(set: WaitingSet): void {
    const of = this.#exporters.get(set.source.exporter);
    this.#sets.delete(set);
    of?.sets.delete(set);
    if (of) of.bytes -= cost(set);
    if (of?.sets.size === 0) this.#exporters.delete(set.source.exporter);
    this.#bytes -= cost(set);
  }
}
