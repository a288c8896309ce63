import type { GraphBudget } from '@scopemap/database';

/** What the picture can carry; see the contract of the graph. */
export const BUDGET: GraphBudget = { hosts: 600, namedPairs: 4 };
