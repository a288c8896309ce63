import { isInScope, SCOPE_CATEGORIES, type ScopeCategory } from './scope-category.ts';

/**
 * Categories from the one that needs the most care to the one that needs the least: what is in scope or may be, then what is not.
 * Where several systems stand behind one address or in one group, the first of these speaks for all.
 */
export const CATEGORIES_BY_CARE: readonly ScopeCategory[] = [
  ...SCOPE_CATEGORIES.filter((category) => isInScope(category)),
  ...SCOPE_CATEGORIES.filter((category) => !isInScope(category)),
];
