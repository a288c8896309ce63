import { createSocket, type Socket, type SocketType } from 'node:dgram';
import type { ExportDatagram } from '@scopemap/flow-codec';
import { canonicalIp } from '@scopemap/net';

export interface UdpListenerOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** Address to bind; without one all addresses of IPv6 and IPv4. */
  readonly address?: string | undefined;
  /** Octets of the kernel's receive buffer to ask for. */
  readonly receiveBuffer: number;
  /** Called for every datagram; it must return at once. */
  readonly onDatagram: (datagram: ExportDatagram) => void;
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

/** A port that can't be listened on; the message is one sentence for people. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  readonly code: string;

  constructor(message: string, code: string, cause: Error) {
    super(message, { cause });
    this.code = code;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program already uses it',
  EACCES: 'this account may not use it',
  EADDRNOTAVAIL: 'this machine does not have that address',
};

const WITHOUT_IPV6 = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL']);

const MAPPED = '::ffff:';

/** Canonical address of a sender: an IPv4 sender on an IPv6 socket is the IPv4 address; a link-local one loses its interface. */
export function senderAddress(address: string): string {
  const plain = address.startsWith(MAPPED) && address.includes('.') ? address.slice(MAPPED.length) : address;
  const zone = plain.indexOf('%');
  const bare = zone < 0 ? plain : plain.slice(0, zone);
  return canonicalIp(bare) ?? bare;
}

function listenError(error: Error & { code?: string }, address: string, port: number): ListenError {
  const code = error.code ?? 'UNKNOWN';
  const where = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  return new ListenError(
    `cannot listen on UDP port ${port} (${where}): ${REASONS[code] ?? error.message}`,
    code,
    error,
  );
}

function bind(type: SocketType, address: string, options: UdpListenerOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type });
    socket.once('error', (error) => {
      socket.close();
      reject(listenError(error, address, options.port));
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

/**
 * Listens on one UDP port. The handler only stamps a datagram with its time of receipt and hands it on. Rejects with
 * {@link ListenError} when the port can't be had.
 */
export async function listenUdp(options: UdpListenerOptions): Promise<UdpListener> {
  const socket = await bindAny(options);
  // An exporter has one address for years, and text is costly at full rate.
  const addresses = new Map<string, string>();
  const canonical = (address: string): string => {
    let known = addresses.get(address);
    if (known === undefined) {
      if (addresses.size >= 10_000) addresses.clear();
      known = senderAddress(address);
      addresses.set(address, known);
    }
    return known;
  };
  socket.on('message', (payload, sender) =>
    options.onDatagram({
      exporter: canonical(sender.address),
      port: sender.port,
      receivedAt: Date.now(),
      payload,
    }),
  );
  socket.on('error', options.onError);
  socket.setRecvBufferSize(options.receiveBuffer);
  const { port, address } = socket.address();
  return {
    port,
    address,
    receiveBuffer: socket.getRecvBufferSize(),
    close: () => new Promise((resolve) => socket.close(resolve)),
  };
}
