import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createExporter } from '@scopemap/flow-codec/encode';
import { answer, request } from '../testing/traffic.ts';

/** Conversations, both halves each, in one datagram: they arrive together or not at all. */
const PER_DATAGRAM = 10;
export const RECORDS_PER_DATAGRAM: number = PER_DATAGRAM * 2;

export interface CountedExporter {
  /** Flow records of all datagrams sent so far, whether anybody received them or not. */
  readonly records: number;
  /** Sends so many datagrams, each with conversations that no other has. */
  send(port: number, datagrams?: number): Promise<void>;
  /** Sends so many in one go, and then does something else before it lets this thread's other work go on. */
  burst(port: number, datagrams: number, then: () => void): Promise<void>;
  /** Begins anew, as a device does that was switched off and on: its numbering and its uptime start at 0. */
  restart(): void;
  /** Sends the datagram before once more. */
  repeat(port: number): Promise<void>;
  close(): Promise<void>;
}

export interface CountedExporterOptions {
  readonly version: 5 | 10;
  /** It sends its template again after so many messages; with every one by default. */
  readonly templateRefresh?: number;
  /** Its clock is wrong by so much, milliseconds. */
  readonly clockError?: () => number;
}

/** An exporter that counts what it sends. Its numbering (v5, IPFIX) counts flow records, so what is missing is known exactly. */
export function openCountedExporter(options: CountedExporterOptions): CountedExporter {
  const { version, clockError = () => 0, templateRefresh = 1 } = options;
  // Every message brings its template: what a killed process had not saved is there again with the next one.
  const started = (bootTime: number) => createExporter({ version, bootTime, templateRefresh });
  let exporter = started(Date.now() - 3_600_000);
  const socket = createSocket('udp4');
  let conversations = 0;
  let last: Uint8Array[] = [];
  let records = 0;
  let isConnected = false;
  const next = () => {
    const now = Date.now() + clockError();
    const flows = Array.from({ length: PER_DATAGRAM }, () => {
      const i = conversations++;
      const client = `10.${1 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`;
      const contact = { client, clientPort: 50_000 + (i % 1_000), server: '10.200.0.7', port: 443, start: now - 3_000 };
      return [request(contact), answer(contact)];
    });
    last = exporter.exportFlows(flows.flat(), now);
    records += RECORDS_PER_DATAGRAM;
    return last;
  };
  const post = (port: number, payload: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      const done = (error: Error | null) => (error ? reject(error) : resolve());
      if (isConnected) socket.send(payload, done);
      else socket.send(payload, port, '127.0.0.1', done);
    });
  return {
    get records() {
      return records;
    },
    async send(port, datagrams = 1) {
      for (let i = 0; i < datagrams; i++) for (const payload of next()) await post(port, payload);
    },
    async burst(port, datagrams, then) {
      // Sent at once then. It stays connected: else its port would be another one from now on.
      isConnected = true;
      socket.connect(port, '127.0.0.1');
      await once(socket, 'connect');
      for (let i = 0; i < datagrams; i++) for (const payload of next()) socket.send(payload);
      then();
    },
    restart() {
      // Its flows have begun since.
      exporter = started(Date.now() - 10_000);
    },
    async repeat(port) {
      for (const payload of last) await post(port, payload);
    },
    close: () => new Promise((resolve) => socket.close(resolve)),
  };
}
