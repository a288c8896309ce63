import type { ScopeCategory } from '@scopemap/scope-model';
import type { Db } from '../database.ts';
import { type ClassifiedHost, type NewScopeRun, type StoredScopeRun, storeScopeRun } from '../queries/scope-runs.ts';

/** Stores a run that found these categories, by address; a category with `!` behind it stands in conflict. */
export function seedCategories(
  db: Db,
  categories: Readonly<Record<string, ScopeCategory | `${ScopeCategory}!`>>,
  more: Partial<NewScopeRun> = {},
): Promise<StoredScopeRun> {
  const hosts = Object.entries(categories).map(([address, written]): ClassifiedHost => {
    const category = written.replace('!', '') as ScopeCategory;
    return { address, category, conflict: written.endsWith('!'), system: address };
  });
  return storeScopeRun(db, {
    factsAt: new Date(),
    modelVersion: 'test',
    factsHash: JSON.stringify(categories),
    resultHash: JSON.stringify(categories),
    durationMs: 1,
    contacts: 0,
    hosts,
    zones: [],
    reasonOf: (system) => `because of ${system}`,
    ...more,
  });
}
