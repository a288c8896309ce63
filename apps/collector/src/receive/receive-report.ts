import type { Logger } from 'pino';
import type { ExporterHealth } from '../exporter-health.ts';
import type { RateLimitedLog } from '../rate-limited-log.ts';
import type { ReceiveThread } from './receive-thread.ts';

/** Says what the receiving side could not do: in the log, and in the account of the exporters concerned. */
export class ReceiveReport {
  readonly #receive: ReceiveThread;
  readonly #log: Logger;
  readonly #warnings: RateLimitedLog;
  /** As already said, by socket. */
  #kernelDrops: readonly number[] = [];

  constructor(receive: ReceiveThread, log: Logger, warnings: RateLimitedLog) {
    this.#receive = receive;
    this.#log = log;
    this.#warnings = warnings;
  }

  /** How it listens, and what to do where the system grants less than was asked for. */
  begin(wantedBuffer: number): void {
    const { sockets, path, reason } = this.#receive;
    const granted = Math.min(...sockets.map(({ receiveBuffer }) => receiveBuffer));
    const ports = sockets.map(({ port }) => port);
    this.#log.info({ ports, receiveBuffer: granted, path }, 'listening for NetFlow v5, v9 and IPFIX');
    if (reason !== null)
      this.#log.info({ reason }, 'datagrams are read one by one: reading in batches does not work here');
    if (granted >= wantedBuffer) return;
    const remedy = process.platform === 'linux' ? `: run "sysctl -w net.core.rmem_max=${wantedBuffer}"` : '';
    this.#log.warn(
      { wanted: wantedBuffer, granted },
      `the system caps the receive buffer, so bursts may be lost${remedy}`,
    );
  }

  /** Accounts for what was dropped and refused since the last call; `now` in milliseconds since 1970 UTC. */
  account(health: ExporterHealth, now: number): void {
    for (const [exporter, count] of this.#receive.takeDropped()) {
      if (exporter !== '') health.noteProblem(exporter, 'receive-queue-full', count, now);
      else health.noteLoss('receive-queue-full', null, count, now);
      this.#warnings.warn('queue', { exporter, count }, 'decoding lags behind: datagrams were dropped');
    }
    for (const [sender, count] of this.#receive.takeRefused())
      this.#warnings.warn(`refused ${sender}`, { sender, count }, 'datagrams of a sender not on the list of exporters');
    const kernelDrops = this.#receive.counts.kernelDrops ?? [];
    for (const [socket, drops] of kernelDrops.entries()) {
      const count = drops - (this.#kernelDrops[socket] ?? 0);
      if (count <= 0) continue;
      // The kernel does not say whose they were.
      const port = this.#receive.sockets[socket]?.port ?? null;
      health.noteLoss('kernel-drop', port, count, now);
      this.#warnings.warn(
        `kernel ${port}`,
        { port, count },
        'the receive buffer was full: the kernel dropped datagrams',
      );
    }
    this.#kernelDrops = kernelDrops;
  }
}
