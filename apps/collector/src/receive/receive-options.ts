/**
 * How datagrams are read: `batch` takes many with one system call (`recvmmsg`, on Linux), `portable` one by one through Node;
 * `auto` takes the first of them that works.
 */
export const RECEIVE_PATHS = ['auto', 'batch', 'portable'] as const;

export type ReceivePath = (typeof RECEIVE_PATHS)[number];

/** Plain data: it is handed to the receiving thread. */
export interface ReceiveOptions {
  readonly path: ReceivePath;
  readonly ports: readonly number[];
  /** None for all of this machine, IPv6 and IPv4. */
  readonly addresses: readonly string[];
  /** Octets to ask the kernel for, per socket. */
  readonly receiveBuffer: number;
  /** Octets that may wait for decoding. */
  readonly queueOctets: number;
  /** Addresses and prefixes that may send; none for everybody. */
  readonly exporters: readonly string[];
}

/** A socket as it was bound. */
export interface Listening {
  readonly port: number;
  readonly address: string;
  /** Octets of payload that the kernel granted room for. */
  readonly receiveBuffer: number;
}

/** Every port on every address. */
export function endpointsOf({ ports, addresses }: ReceiveOptions): { port: number; address: string | undefined }[] {
  return ports.flatMap((port) =>
    (addresses.length > 0 ? addresses : [undefined]).map((address) => ({ port, address })),
  );
}
