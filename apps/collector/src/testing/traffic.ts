import type { ExportedFlow } from '@scopemap/flow-codec/encode';

const SYN_ACK_PSH_FIN = 0x1b;

export interface TcpContact {
  readonly client: string;
  readonly clientPort: number;
  readonly server: string;
  readonly port: number;
  /** Milliseconds since 1970 UTC. */
  readonly start: number;
  readonly packets?: number;
}

/** The half that the client sent. */
export function request({ client, clientPort, server, port, start, packets = 10 }: TcpContact): ExportedFlow {
  const ends = { srcAddr: client, srcPort: clientPort, dstAddr: server, dstPort: port };
  return { ...ends, protocol: 6, tcpFlags: SYN_ACK_PSH_FIN, packets, octets: packets * 100, start, end: start + 2_000 };
}

/** The half that the server sent, begun a little later. */
export function answer({ client, clientPort, server, port, start, packets = 10 }: TcpContact): ExportedFlow {
  const ends = { srcAddr: server, srcPort: port, dstAddr: client, dstPort: clientPort };
  return {
    ...ends,
    protocol: 6,
    tcpFlags: SYN_ACK_PSH_FIN,
    packets,
    octets: packets * 1_000,
    start: start + 20,
    end: start + 2_000,
  };
}

/** Both halves. */
export function exchange(contact: TcpContact): ExportedFlow[] {
  return [request(contact), answer(contact)];
}
