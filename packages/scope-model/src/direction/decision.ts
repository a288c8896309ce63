import type { Side } from '../conversation/side.ts';
import type { Direction } from '../direction-method.ts';

export interface Decision {
  /** Null for peers and for undecided ones; `direction.method` tells them apart. */
  readonly server: Side | null;
  readonly direction: Direction;
  /** Its number among all that there are. */
  readonly code: number;
}

export const NOT_DECIDED: Decision = { server: null, direction: { method: 'none', confidence: 'none' }, code: 0 };
export const PEERS: Decision = { server: null, direction: { method: 'peer', confidence: 'none' }, code: 1 };
