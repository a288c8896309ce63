import type { PacketRing } from './packet-ring.ts';
import type { Listening, ReceiveOptions } from './receive-options.ts';

export interface ReceiveWorkerData {
  readonly options: ReceiveOptions;
  readonly ring: PacketRing;
}

/** To the receiving thread; one that reads in batches looks at the flag in the ring instead. */
export type ReceiveCommand = { readonly kind: 'stop' };

/** From the receiving thread. */
export type ReceiveEvent =
  | {
      readonly kind: 'ready';
      readonly sockets: readonly Listening[];
      readonly path: 'batch' | 'portable';
      /** Why it is not the batch path, where any would have done. */
      readonly reason: string | null;
    }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string; readonly code: string | null }
  /** There is something in the ring, and the reader sleeps. */
  | { readonly kind: 'wake' }
  | { readonly kind: 'socket-failed'; readonly message: string };
