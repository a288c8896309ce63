import type { MessageSummary } from '@scopemap/flow-codec';

/** What a datagram brought. */
export interface TakenDatagram extends MessageSummary {
  /** Flow records decoded with it, those of earlier sets that had waited included. */
  readonly records: number;
  /** Largest N of "1 in N" among them; null when none said. */
  readonly sampling: number | null;
}
