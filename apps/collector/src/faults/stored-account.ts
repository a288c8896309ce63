import type { Db } from '@scopemap/database';

/** What the database says became of the records that exporters sent. */
export interface StoredAccount {
  /** Flow records received, those of windows that were lost included. */
  readonly records: number;
  /** Missing by the exporters' own numbering. */
  readonly lost: number;
  /** Of those received: in windows that never reached the database. */
  readonly windowLost: number;
  /** Datagrams that found no room while decoding lagged behind. */
  readonly queueFull: number;
  readonly undecodable: number;
  /** Conversations of the relationships, and their packets. */
  readonly flows: number;
  readonly packets: number;
}

/** Adds up the account of all exporters and the relationships that came of their records. */
export async function storedAccount(db: Db): Promise<StoredAccount> {
  const health = await db
    .selectFrom('exporter_health')
    .select(['records', 'lost', 'undecodable_sets', 'problems'])
    .execute();
  const days = await db.selectFrom('relationship_day').select(['flows', 'packets']).execute();
  const sum = <Row>(rows: readonly Row[], countOf: (row: Row) => number) =>
    rows.reduce((total, row) => total + countOf(row), 0);
  return {
    records: sum(health, ({ records }) => Number(records)),
    lost: sum(health, ({ lost }) => Number(lost)),
    windowLost: sum(health, ({ problems }) => problems['window-lost'] ?? 0),
    queueFull: sum(health, ({ problems }) => problems['receive-queue-full'] ?? 0),
    undecodable: sum(health, ({ undecodable_sets }) => undecodable_sets),
    flows: sum(days, ({ flows }) => Number(flows)),
    packets: sum(days, ({ packets }) => Number(packets)),
  };
}
