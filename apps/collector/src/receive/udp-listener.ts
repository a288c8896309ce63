import { createSocket, type Socket, type SocketType } from 'node:dgram';
import { ListenError, listenError } from './listen-error.ts';
import { grantedOctets } from './receive-buffer.ts';
import { SenderTexts } from './sender-text.ts';

export interface UdpListenerOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** Address to bind; without one all addresses of IPv6 and IPv4. */
  readonly address?: string | undefined;
  /** Octets of the kernel's receive buffer to ask for. */
  readonly receiveBuffer: number;
  /** Called for every datagram with the canonical address of its sender; it must return at once. */
  readonly onDatagram: (sender: string, port: number, payload: Uint8Array) => void;
  /** A socket that works no more. */
  readonly onError: (error: Error) => void;
}

export interface UdpListener {
  readonly port: number;
  readonly address: string;
  /** Octets that the kernel granted. */
  readonly receiveBuffer: number;
  close(): Promise<void>;
}

/** Errors of a machine without IPv6. */
export const WITHOUT_IPV6: ReadonlySet<string> = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL']);

function bind(type: SocketType, address: string, options: UdpListenerOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type });
    socket.once('error', (error) => {
      socket.close();
      const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException;
      reject(listenError({ code, message, address, port: options.port, cause: error }));
    });
    socket.bind({ port: options.port, address, exclusive: true }, () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}

async function bindAny(options: UdpListenerOptions): Promise<Socket> {
  if (options.address) return bind(options.address.includes(':') ? 'udp6' : 'udp4', options.address, options);
  try {
    return await bind('udp6', '::', options);
  } catch (error) {
    if (error instanceof ListenError && WITHOUT_IPV6.has(error.code)) return bind('udp4', '0.0.0.0', options);
    throw error;
  }
}

/** Listens on one UDP port. Rejects with {@link ListenError} when the port can't be had. */
export async function listenUdp(options: UdpListenerOptions): Promise<UdpListener> {
  const socket = await bindAny(options);
  const senders = new SenderTexts();
  socket.on('message', (payload, { address, port }) => options.onDatagram(senders.canonical(address), port, payload));
  socket.on('error', options.onError);
  socket.setRecvBufferSize(options.receiveBuffer);
  const { port, address } = socket.address();
  return {
    port,
    address,
    receiveBuffer: grantedOctets(socket.getRecvBufferSize()),
    close: () => new Promise((resolve) => socket.close(resolve)),
  };
}
