import type { Side } from '../conversation/side.ts';
import type { Direction } from '../direction-method.ts';

export interface Decision {
  /** Null for peers and for undecided ones; `direction.method` tells them apart. */
  readonly server: Side | null;
  readonly direction: Direction;
}

export const NOT_DECIDED: Decision = { server: null, direction: { method: 'none', confidence: 'none' } };
export const PEERS: Decision = { server: null, direction: { method: 'peer', confidence: 'none' } };
