import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { parseIp } from '@scopemap/net';
import { UsageError } from './command.ts';

export interface UdpTarget {
  readonly host: string;
  readonly port: number;
}

/** Reads `127.0.0.1:2055`, `[::1]:2055` or `localhost:2055`. Throws {@link UsageError} for anything else. */
export function targetOf(text: string | undefined): UdpTarget {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):([0-9]+)$/.exec(text ?? '');
  const name = match?.[1] ?? match?.[2] ?? '';
  const host = name === 'localhost' ? '127.0.0.1' : name;
  const port = Number(match?.[3]);
  if (!parseIp(host) || !(port >= 1 && port <= 65535)) {
    throw new UsageError(`--to takes an address and a port such as 127.0.0.1:2055, not "${text ?? ''}"`);
  }
  return { host, port };
}

/** A socket that sends to the target only. Connected, so that a refusal comes back as an error. */
export async function connectTo({ host, port }: UdpTarget): Promise<Socket> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.connect(port, host);
  await once(socket, 'connect');
  return socket;
}

/** Sends one datagram. Rejects when nobody listens there: UDP would otherwise lose it in silence. */
export function sendDatagram(socket: Socket, payload: Uint8Array, target: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(payload, (error) => {
      if (error) reject(new Error(`nothing takes packets at ${target}: ${error.message}`));
      else resolve();
    });
  });
}
