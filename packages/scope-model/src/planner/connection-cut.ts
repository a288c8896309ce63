import type { ScopeCategory } from '../scope-category.ts';

/** Something a person can end: a line of a rule set, or a contact. */
export interface ConnectionCut {
  readonly kind: 'rule' | 'contact';
  readonly id: string;
}

export function cutKey({ kind, id }: ConnectionCut): string {
  return `${kind} ${id}`;
}

const BY_CONNECTION: ReadonlySet<ScopeCategory> = new Set(['CDE_CONTAMINATED', 'CONNECTED', 'CONNECTED_INDIRECT']);

/** In scope for what it can reach or be reached by, and not for what it holds or does: fewer connections may take it out. */
export function isByConnection(category: ScopeCategory): boolean {
  return BY_CONNECTION.has(category);
}
