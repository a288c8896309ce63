import type { Listening } from './receive-options.ts';

/** Open sockets of the receiving thread. */
export interface Receiver {
  readonly path: 'batch' | 'portable';
  readonly sockets: readonly Listening[];
  /** Moves datagrams to the sink until it is told to stop, then what the kernel still holds; closes the sockets. */
  run(): Promise<void>;
  close(): Promise<void>;
}

/** Longest time for what the kernel still holds when receiving ends: a sender at full rate would never let it end. */
export const DRAIN_MS = 500;

/** How often the kernel is asked for its drops. */
export const DROPS_EVERY_MS = 1_000;

/** A sink's side of the end: true from the moment on that no more is to be received. */
export type Stopped = () => boolean;
