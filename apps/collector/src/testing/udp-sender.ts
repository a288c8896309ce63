import { createSocket } from 'node:dgram';
import { once } from 'node:events';

export interface UdpSender {
  /** Sends payloads in order, over loopback. */
  send(port: number, ...payloads: Uint8Array[]): Promise<void>;
  close(): Promise<void>;
}

/** A sender with a source port of its own, as an exporter has: `family` 4 sends from 127.0.0.1, 6 from ::1. */
export function openSender(family: 4 | 6 = 4): UdpSender {
  return senderOf(createSocket(family === 6 ? 'udp6' : 'udp4'), family === 6 ? '::1' : '127.0.0.1');
}

/** A sender with this address of the loopback network, 127.0.0.0/8; Linux has all of them. */
export async function openSenderFrom(address: string): Promise<UdpSender> {
  const socket = createSocket('udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  return senderOf(socket, '127.0.0.1');
}

function senderOf(socket: ReturnType<typeof createSocket>, destination: string): UdpSender {
  return {
    async send(port, ...payloads) {
      for (const payload of payloads)
        await new Promise<void>((resolve, reject) =>
          socket.send(payload, port, destination, (error) => (error ? reject(error) : resolve())),
        );
    },
    close: () => new Promise((resolve) => socket.close(resolve)),
  };
}
