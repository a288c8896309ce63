import type { ExportDatagram } from '@scopemap/flow-codec';

export interface QueueLimits {
  readonly datagrams: number;
  /** Of payload. */
  readonly octets: number;
}

/** What a bounded queue had to refuse, by exporter. */
export type QueueDrops = ReadonlyMap<string, number>;

/** Exporters whose drops are told apart; those of further ones go under the empty name. */
const MAX_NAMED = 1_000;

/** Datagrams that were received and wait for decoding, oldest first. Full means refused and counted, never more memory. */
export class DatagramQueue {
  readonly #limits: QueueLimits;
  #items: ExportDatagram[] = [];
  #head = 0;
  #octets = 0;
  #drops = new Map<string, number>();

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#items.length - this.#head;
  }

  /** Takes the datagram, or counts it as dropped. */
  push(datagram: ExportDatagram): void {
    if (this.length >= this.#limits.datagrams || this.#octets + datagram.payload.length > this.#limits.octets) {
      const known = this.#drops.has(datagram.exporter) || this.#drops.size < MAX_NAMED;
      const name = known ? datagram.exporter : '';
      this.#drops.set(name, (this.#drops.get(name) ?? 0) + 1);
      return;
    }
    this.#octets += datagram.payload.length;
    this.#items.push(datagram);
  }

  shift(): ExportDatagram | undefined {
    const datagram = this.#items[this.#head];
    if (!datagram) return undefined;
    this.#head++;
    this.#octets -= datagram.payload.length;
    if (this.#head === this.#items.length) {
      this.#items = [];
      this.#head = 0;
    } else if (this.#head >= 4_096) {
      // Moved in blocks, so that taking one out costs nothing and the memory of those taken is given back.
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return datagram;
  }

  /** Drops since the last call. */
  takeDrops(): QueueDrops {
    const drops = this.#drops;
    if (drops.size > 0) this.#drops = new Map();
    return drops;
  }
}
