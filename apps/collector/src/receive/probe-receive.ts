import { COLLECTOR_DEFAULTS, type CollectorOptions } from '../collector-options.ts';
import { ReceiveThread } from './receive-thread.ts';

export interface ReceiveProbe {
  readonly path: 'batch' | 'portable';
  /** Why it is not the batch path, where any would have done. */
  readonly reason: string | null;
  /** Octets of receive buffer of the socket that got least. */
  readonly granted: number;
}

const nothing = (): void => {};

/** Opens the sockets of a collector and closes them again. Rejects with ListenError when a port can't be had. */
export async function probeReceive(options: Omit<CollectorOptions, 'database'>): Promise<ReceiveProbe> {
  const { ports, addresses, receiveBuffer, exporters, receive } = { ...COLLECTOR_DEFAULTS, ...options };
  const thread = await ReceiveThread.start(
    { path: receive, ports, addresses, receiveBuffer, exporters, queueOctets: 0 },
    { onWake: nothing, onSocketFailed: nothing, onDied: nothing },
  );
  await thread.stop();
  const granted = Math.min(...thread.sockets.map((socket) => socket.receiveBuffer));
  return { path: thread.path, reason: thread.reason, granted };
}
