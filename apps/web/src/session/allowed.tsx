import type { RouteName } from '@scopemap/contract';
import type { ReactNode } from 'react';
import { useMay } from './session-context.ts';

/** Shows its children to those who may call a route; the server refuses the others anyway. */
export function Allowed({ to, children }: { to: RouteName; children: ReactNode }) {
  return useMay()(to) ? children : null;
}
