import type { IpPrefix } from '@scopemap/net';
import { isAllowed } from './exporter-list.ts';
import { ACCOUNT, COUNTER } from './packet-ring.ts';
import type { PacketRingWriter } from './packet-ring-writer.ts';

/** Senders that are told apart in the ring; a number of the ring fits in 16 bits. */
const MAX_NUMBERED = 65_536;

/** Exporters whose drops and refusals are told apart; those of further ones go under the empty name. */
const MAX_NAMED = 1_000;

/**
 * What both ways of receiving do with a datagram: it goes into the ring, or it is counted. Nothing here looks into it, and nothing
 * waits.
 */
export class PacketSink {
  readonly #writer: PacketRingWriter;
  readonly #allowed: readonly IpPrefix[];
  #numbers = new Map<string, number>();
  #datagrams = 0;
  #octets = 0;
  #dropped = 0;
  #refused = 0;
  /** By ACCOUNT: address -> datagrams that are not told yet. */
  readonly #untold: readonly Map<string, number>[] = [new Map(), new Map()];

  constructor(writer: PacketRingWriter, allowed: readonly IpPrefix[]) {
    this.#writer = writer;
    this.#allowed = allowed;
  }

  /** `sender` is canonical text. */
  take(sender: string, port: number, receivedAt: number, payload: Uint8Array): void {
    this.#datagrams++;
    this.#octets += payload.length;
    const number = this.#numbers.get(sender) ?? this.#introduce(sender);
    if (number === null) {
      this.#refused++;
      this.#note(ACCOUNT.refused, sender);
    } else if (number < 0 || !this.#writer.datagram(number, port, receivedAt, payload)) {
      this.#dropped++;
      this.#note(ACCOUNT.dropped, sender);
    }
  }

  /** Datagrams that the kernel dropped before this process saw them, by socket; NaN where it does not say. */
  noteKernelDrops(totals: readonly number[]): void {
    const { counters } = this.#writer.views;
    const last = counters.length - COUNTER.kernelDrops - 1;
    counters.set(totals.slice(0, last), COUNTER.kernelDrops);
    // More sockets than counts: the last is that of all further ones.
    if (totals.length > last)
      counters[COUNTER.kernelDrops + last] = totals.slice(last).reduce((sum, more) => sum + more);
  }

  /** Shows the reader what has come, and what was dropped as far as there is room to tell. */
  publish(): void {
    this.#tell();
    const { counters } = this.#writer.views;
    counters[COUNTER.datagrams] = this.#datagrams;
    counters[COUNTER.octets] = this.#octets;
    counters[COUNTER.dropped] = this.#dropped;
    counters[COUNTER.refused] = this.#refused;
    this.#writer.publish();
  }

  /** Tells everything that is still to be told, waiting for room at most so long. */
  finish(milliseconds: number): void {
    const until = Date.now() + milliseconds;
    this.publish();
    while (!this.#tell() && Date.now() < until) {
      this.#writer.publish();
      this.#writer.waitForRoom(5);
    }
    this.#writer.publish();
  }

  /** The number of a new sender. -1: there is no room for its name; null: it is not on the list of exporters. */
  #introduce(sender: string): number | null {
    if (!isAllowed(this.#allowed, sender)) return null;
    // Addresses can be forged without end: numbers are given anew.
    if (this.#numbers.size >= MAX_NUMBERED) this.#numbers = new Map();
    const number = this.#numbers.size;
    if (!this.#writer.exporter(number, sender)) return -1;
    this.#numbers.set(sender, number);
    return number;
  }

  #note(kind: number, sender: string): void {
    const counts = this.#untold[kind] as Map<string, number>;
    const name = counts.has(sender) || counts.size < MAX_NAMED ? sender : '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }

  /** False when there was no room for all of it. */
  #tell(): boolean {
    for (const [kind, counts] of this.#untold.entries()) {
      for (const [sender, count] of counts) {
        if (!this.#writer.account(kind, sender, count)) return false;
        counts.delete(sender);
      }
    }
    return true;
  }
}
