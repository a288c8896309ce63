import { type BatchSocket, openBatchSocket, socketDrops } from './batch-socket.ts';
import { type Libc, loadLibc } from './libc.ts';
import { BATCH, MessageBatch } from './message-batch.ts';
import type { PacketSink } from './packet-sink.ts';
import { endpointsOf, type ReceiveOptions } from './receive-options.ts';
import { DRAIN_MS, DROPS_EVERY_MS, type Receiver, type Stopped } from './receiver.ts';

/** From so many datagrams in one round on, the next ones are let gather for a moment: it saves most of the system calls. */
const BUSY = 4;
const GATHER_MS = 1;
/** Longest sleep without traffic: stopping waits for its end. */
const IDLE_MS = 100;

const POLLIN = 1;
/** sizeof(struct pollfd) */
const POLLFD = 8;

/** Receives through `recvmmsg`, many datagrams with one call. It blocks its thread. */
export class BatchReceiver implements Receiver {
  readonly path = 'batch';
  readonly sockets: readonly BatchSocket[];
  readonly #libc: Libc;
  readonly #batch: MessageBatch;
  readonly #sink: PacketSink;
  readonly #stopped: Stopped;
  readonly #onError: (error: Error) => void;
  readonly #polled: Uint8Array;
  #broken = new Set<BatchSocket>();
  #nextLook = 0;

  private constructor(
    sockets: readonly BatchSocket[],
    libc: Libc,
    { sink, stopped, onError }: { sink: PacketSink; stopped: Stopped; onError: (error: Error) => void },
  ) {
    this.sockets = sockets;
    this.#libc = libc;
    this.#batch = new MessageBatch(libc);
    this.#sink = sink;
    this.#stopped = stopped;
    this.#onError = onError;
    this.#polled = new Uint8Array(new ArrayBuffer(POLLFD * sockets.length));
    this.#watch();
  }

  /** Binds all sockets or none. Rejects with ListenError when a port can't be had, with any other error when this path does not work. */
  static async open(
    options: ReceiveOptions,
    duties: { sink: PacketSink; stopped: Stopped; onError: (error: Error) => void },
  ): Promise<BatchReceiver> {
    const libc = await loadLibc();
    const sockets: BatchSocket[] = [];
    try {
      for (const endpoint of endpointsOf(options))
        sockets.push(openBatchSocket(libc, { ...endpoint, receiveBuffer: options.receiveBuffer }));
      const receiver = new BatchReceiver(sockets, libc, duties);
      receiver.#probe();
      return receiver;
    } catch (error) {
      for (const { fd } of sockets) libc.close(fd);
      throw error;
    }
  }

  /** One call on every socket: where the system refuses `recvmmsg` (a sandbox, an old kernel), that is known before it counts. */
  #probe(): void {
    for (const { fd } of this.sockets) this.#batch.receive(fd, this.#sink);
  }

  async run(): Promise<void> {
    while (!this.#stopped()) {
      const most = this.#round();
      this.#sink.publish();
      this.#look();
      if (most === BATCH) continue;
      if (most >= BUSY) this.#libc.poll(this.#polled, 0, GATHER_MS);
      else this.#libc.poll(this.#polled, this.sockets.length, IDLE_MS);
    }
    const until = Date.now() + DRAIN_MS;
    while (this.#round() > 0 && Date.now() < until) this.#sink.publish();
    this.#nextLook = 0;
    this.#look();
    this.#sink.publish();
    await this.close();
  }

  /** Reads every socket once; returns the most that one of them gave. */
  #round(): number {
    let most = 0;
    for (const socket of this.sockets) {
      if (this.#broken.has(socket)) continue;
      try {
        most = Math.max(most, this.#batch.receive(socket.fd, this.#sink));
      } catch (error) {
        this.#broken.add(socket);
        this.#watch();
        this.#onError(error as Error);
      }
    }
    return most;
  }

  #watch(): void {
    const view = new DataView(this.#polled.buffer);
    for (const [i, socket] of this.sockets.entries()) {
      // poll(2) passes over negative numbers.
      view.setInt32(i * POLLFD, this.#broken.has(socket) ? -1 : socket.fd, true);
      view.setInt16(i * POLLFD + 4, POLLIN, true);
    }
  }

  #look(): void {
    const now = Date.now();
    if (now < this.#nextLook) return;
    this.#nextLook = now + DROPS_EVERY_MS;
    this.#sink.noteKernelDrops(this.sockets.map((socket) => socketDrops(this.#libc, socket)));
  }

  async close(): Promise<void> {
    for (const { fd } of this.sockets) this.#libc.close(fd);
  }
}
