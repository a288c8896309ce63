import { Worker } from 'node:worker_threads';
import type { ExportDatagram } from '@scopemap/flow-codec';
import { ListenError } from './listen-error.ts';
import { CONTROL, COUNTER, createPacketRing } from './packet-ring.ts';
import { PacketRingReader } from './packet-ring-reader.ts';
import type { ReceiveCommand, ReceiveEvent, ReceiveWorkerData } from './receive-messages.ts';
import type { Listening, ReceiveOptions } from './receive-options.ts';

/** Counts since the start. Received = read by `next()` + dropped + refused + still in the ring. */
export interface ReceiveCounts {
  readonly datagrams: number;
  readonly octets: number;
  /** Found no room in the ring. */
  readonly dropped: number;
  /** Came from senders that are not on the list of exporters. */
  readonly refused: number;
  /** Dropped by the kernel before this process saw them, in the order of the sockets; null where it does not say. */
  readonly kernelDrops: readonly number[] | null;
}

export interface ReceiveThreadEvents {
  /** There is something to read again after `sleep()`. */
  readonly onWake: () => void;
  readonly onSocketFailed: (message: string) => void;
  /** The thread ended without being asked to. */
  readonly onDied: (error: Error) => void;
}

type Ready = Extract<ReceiveEvent, { kind: 'ready' }>;

/** Sockets in a thread of their own, and this side of the ring that they fill. */
export class ReceiveThread {
  readonly sockets: readonly Listening[];
  readonly path: Ready['path'];
  /** Why it is not the batch path, where any would have done. */
  readonly reason: string | null;
  readonly #reader: PacketRingReader;
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #stopping = false;

  private constructor(worker: Worker, reader: PacketRingReader, ready: Ready, events: ReceiveThreadEvents) {
    this.sockets = ready.sockets;
    this.path = ready.path;
    this.reason = ready.reason;
    this.#worker = worker;
    this.#reader = reader;
    worker.on('message', (event: ReceiveEvent) => {
      if (event.kind === 'wake') events.onWake();
      else if (event.kind === 'socket-failed') events.onSocketFailed(event.message);
      else if (event.kind === 'failed') events.onDied(revive(event));
    });
    worker.on('error', (error: Error) => events.onDied(error));
    this.#ended = new Promise((resolve) => {
      worker.on('exit', (code) => {
        resolve();
        if (!this.#stopping) events.onDied(new Error(`the receiving thread ended by itself with code ${code}`));
      });
    });
  }

  /** Binds all sockets or none. Rejects with ListenError when a port can't be had. */
  static start(options: ReceiveOptions, events: ReceiveThreadEvents): Promise<ReceiveThread> {
    const ring = createPacketRing(options.queueOctets);
    const workerData: ReceiveWorkerData = { options, ring };
    const worker = new Worker(new URL('./receive-worker.ts', import.meta.url), { workerData });
    return new Promise((resolve, reject) => {
      const ended = (code: number) => reject(new Error(`the receiving thread ended at its start with code ${code}`));
      worker.once('error', reject);
      worker.once('exit', ended);
      worker.once('message', (event: ReceiveEvent) => {
        worker.off('error', reject);
        worker.off('exit', ended);
        if (event.kind === 'ready') resolve(new ReceiveThread(worker, new PacketRingReader(ring), event, events));
        else if (event.kind === 'failed') worker.once('exit', () => reject(revive(event)));
      });
    });
  }

  get counts(): ReceiveCounts {
    const { counters } = this.#reader.views;
    const count = (at: number) => counters[at] as number;
    const kernelDrops = [...counters.subarray(COUNTER.kernelDrops, COUNTER.kernelDrops + this.sockets.length)];
    return {
      datagrams: count(COUNTER.datagrams),
      octets: count(COUNTER.octets),
      dropped: count(COUNTER.dropped),
      refused: count(COUNTER.refused),
      kernelDrops: kernelDrops.some(Number.isNaN) ? null : kernelDrops,
    };
  }

  /** Octets of the ring that are in use. */
  get backlog(): number {
    return this.#reader.used;
  }

  /** As {@link PacketRingReader.next}. */
  next(): ExportDatagram | null {
    return this.#reader.next();
  }

  /** Asks for `onWake`; false when there is something to read already. */
  sleep(): boolean {
    return this.#reader.sleep();
  }

  takeDropped(): ReadonlyMap<string, number> {
    return this.#reader.takeDropped();
  }

  takeRefused(): ReadonlyMap<string, number> {
    return this.#reader.takeRefused();
  }

  /** Ends receiving. Settles when everything that had reached this machine is in the ring; read on meanwhile, or it may be full. */
  async stop(): Promise<void> {
    if (!this.#stopping) {
      this.#stopping = true;
      Atomics.store(this.#reader.views.control, CONTROL.stop, 1);
      const command: ReceiveCommand = { kind: 'stop' };
      this.#worker.postMessage(command);
    }
    await this.#ended;
  }
}

/** The error of the thread with its name and code. */
function revive({ name, message, code }: Extract<ReceiveEvent, { kind: 'failed' }>): Error {
  if (name === 'ListenError') return new ListenError(message, code ?? 'UNKNOWN');
  const error = new Error(message);
  error.name = name;
  return code === null ? error : Object.assign(error, { code });
}
