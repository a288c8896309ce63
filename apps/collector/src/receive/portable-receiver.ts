import { setImmediate as nextTurn } from 'node:timers/promises';
import { kernelDrops } from './kernel-drops.ts';
import type { PacketSink } from './packet-sink.ts';
import { endpointsOf, type ReceiveOptions } from './receive-options.ts';
import { DRAIN_MS, DROPS_EVERY_MS, type Receiver } from './receiver.ts';
import { listenUdp, type UdpListener } from './udp-listener.ts';

/** Receives through `node:dgram`. */
export class PortableReceiver implements Receiver {
  readonly path = 'portable';
  readonly sockets: readonly UdpListener[];
  readonly #sink: PacketSink;
  readonly #stop: Promise<void>;
  readonly #received: { count: number };

  private constructor(
    sockets: readonly UdpListener[],
    sink: PacketSink,
    stop: Promise<void>,
    received: { count: number },
  ) {
    this.sockets = sockets;
    this.#sink = sink;
    this.#stop = stop;
    this.#received = received;
  }

  /** Binds all sockets or none. `stop` settles when receiving is to end; `onError` hears of a socket that works no more. */
  static async open(
    options: ReceiveOptions,
    { sink, stop, onError }: { sink: PacketSink; stop: Promise<void>; onError: (error: Error) => void },
  ): Promise<PortableReceiver> {
    const received = { count: 0 };
    const onDatagram = (sender: string, port: number, payload: Uint8Array) => {
      received.count++;
      sink.take(sender, port, Date.now(), payload);
      sink.publish();
    };
    const sockets: UdpListener[] = [];
    try {
      for (const endpoint of endpointsOf(options)) {
        sockets.push(await listenUdp({ ...endpoint, receiveBuffer: options.receiveBuffer, onDatagram, onError }));
      }
    } catch (error) {
      await Promise.all(sockets.map((socket) => socket.close()));
      throw error;
    }
    return new PortableReceiver(sockets, sink, stop, received);
  }

  async run(): Promise<void> {
    const ports = this.sockets.map(({ port }) => port);
    const look = async () => {
      const drops = await kernelDrops(ports);
      this.#sink.noteKernelDrops(drops);
      this.#sink.publish();
    };
    const timer = setInterval(() => void look(), DROPS_EVERY_MS);
    await look();
    await this.#stop;
    clearInterval(timer);
    const until = Date.now() + DRAIN_MS;
    for (let before = -1; before !== this.#received.count && Date.now() < until; ) {
      before = this.#received.count;
      // The sockets are read between two of them.
      await nextTurn();
      await nextTurn();
    }
    await look();
    await this.close();
  }

  async close(): Promise<void> {
    await Promise.all(this.sockets.map((socket) => socket.close()));
  }
}
