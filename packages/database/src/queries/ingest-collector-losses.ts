import type { PoolClient } from 'pg';

/**
 * Datagrams that reached this machine and were lost by the collector, of which nobody can say whose they were. The numbering of
 * the exporters tells of them a second time, where a version has one.
 */
export interface CollectorLoss {
  /** Start of the minute in which it was noticed, milliseconds since 1970 UTC. */
  readonly minute: number;
  /** Of the socket; null where it is not the doing of one. */
  readonly port: number | null;
  /**
   * `kernel-drop`: the receive buffer was full. `receive-queue-full`: decoding lagged behind, and there were too many senders to tell
   * apart. `exporter-limit`: decoded, but there were too many senders to keep an account of each.
   * `not-admitted`: of a sender that waits to be admitted, or is refused; not read.
   */
  readonly problem: 'kernel-drop' | 'receive-queue-full' | 'exporter-limit' | 'not-admitted';
  readonly count: number;
}

/** Adds counts to those of their minutes. */
export async function addCollectorLosses(client: PoolClient, losses: readonly CollectorLoss[]): Promise<void> {
  if (losses.length === 0) return;
  await client.query(
    `insert into collector_loss (minute, port, problem, count)
     select * from unnest($1::timestamptz[], $2::int[], $3::text[], $4::bigint[]) order by 1, 2, 3
     on conflict (minute, port, problem) do update set count = collector_loss.count + excluded.count`,
    [
      losses.map(({ minute }) => new Date(minute).toISOString()),
      losses.map(({ port }) => port),
      losses.map(({ problem }) => problem),
      losses.map(({ count }) => count),
    ],
  );
}
