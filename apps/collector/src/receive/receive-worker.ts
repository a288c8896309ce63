import { parentPort, workerData } from 'node:worker_threads';
import { BatchReceiver } from './batch-receiver.ts';
import { readExporterList } from './exporter-list.ts';
import { ListenError } from './listen-error.ts';
import { CONTROL } from './packet-ring.ts';
import { PacketRingWriter } from './packet-ring-writer.ts';
import { PacketSink } from './packet-sink.ts';
import { PortableReceiver } from './portable-receiver.ts';
import type { ReceiveEvent, ReceiveWorkerData } from './receive-messages.ts';
import type { Receiver } from './receiver.ts';

/** Time for telling what was dropped last, when the ring is full at the end. */
const FINISH_MS = 2_000;

const { options, ring } = workerData as ReceiveWorkerData;

function tell(event: ReceiveEvent): void {
  parentPort?.postMessage(event);
}

/** The way that works, and why it is not the first choice. */
async function open(sink: PacketSink, control: Int32Array): Promise<{ receiver: Receiver; reason: string | null }> {
  const onError = ({ message }: Error) => tell({ kind: 'socket-failed', message });
  const stop = new Promise<void>((resolve) => parentPort?.once('message', resolve));
  const portable = () => PortableReceiver.open(options, { sink, stop, onError });
  if (options.path === 'portable') return { receiver: await portable(), reason: null };
  try {
    const stopped = () => Atomics.load(control, CONTROL.stop) !== 0;
    return { receiver: await BatchReceiver.open(options, { sink, stopped, onError }), reason: null };
  } catch (error) {
    if (options.path === 'batch' || error instanceof ListenError) throw error;
    return { receiver: await portable(), reason: (error as Error).message };
  }
}

/** The entry of the receiving thread: nothing but sockets and the ring, so that it is never late. */
async function main(): Promise<void> {
  try {
    const writer = new PacketRingWriter(ring, () => tell({ kind: 'wake' }));
    const sink = new PacketSink(writer, readExporterList(options.exporters));
    const { receiver, reason } = await open(sink, writer.views.control);
    const { path, sockets } = receiver;
    const plain = sockets.map(({ port, address, receiveBuffer }) => ({ port, address, receiveBuffer }));
    tell({ kind: 'ready', path, reason, sockets: plain });
    await receiver.run();
    sink.finish(FINISH_MS);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    tell({ kind: 'failed', name, message, code });
  }
  parentPort?.close();
}

void main();
