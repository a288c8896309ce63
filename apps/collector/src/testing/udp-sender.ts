import { createSocket } from 'node:dgram';

export interface UdpSender {
  /** Sends payloads in order, over loopback. */
  send(port: number, ...payloads: Uint8Array[]): Promise<void>;
  close(): Promise<void>;
}

/** A sender with a source port of its own, as an exporter has: `family` 4 sends from 127.0.0.1, 6 from ::1. */
export function openSender(family: 4 | 6 = 4): UdpSender {
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  const address = family === 6 ? '::1' : '127.0.0.1';
  return {
    async send(port, ...payloads) {
      for (const payload of payloads)
        await new Promise<void>((resolve, reject) =>
          socket.send(payload, port, address, (error) => (error ? reject(error) : resolve())),
        );
    },
    close: () => new Promise((resolve) => socket.close(resolve)),
  };
}
