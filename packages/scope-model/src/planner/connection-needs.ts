import type { ScopeClassification, ScopeReason } from '../classification/classification.ts';
import { type ConnectionCut, cutKey, isByConnection } from './connection-cut.ts';

/** Reasons name at most fifty facts and may uncover others once these are gone; more rounds than this find nothing new. */
const MOST_ROUNDS = 12;

/**
 * For every system that is in scope by connection, everything that would have to end for it to leave. Systems that stay
 * whatever is cut (claimed, in the segment itself, under a default that allows) are in `stuck`.
 */
export interface ConnectionNeeds {
  readonly needs: ReadonlyMap<string, ReadonlyMap<string, ConnectionCut>>;
  readonly stuck: readonly string[];
}

/**
 * Finds them by cutting all that the reasons name, and looking again. `classify` gives the classification with everything cut
 * that it is handed.
 */
export function connectionNeeds(
  now: ScopeClassification,
  classify: (cuts: readonly ConnectionCut[]) => ScopeClassification,
): ConnectionNeeds {
  const needs = new Map<string, Map<string, ConnectionCut>>();
  for (const { id, category } of now.assets) if (isByConnection(category)) needs.set(id, new Map());
  const cuts = new Map<string, ConnectionCut>();
  let left = [...needs.keys()];
  let classification = now;
  for (let round = 0; left.length > 0 && round < MOST_ROUNDS; round++) {
    const known = cuts.size;
    for (const id of left) {
      for (const cut of cutsOf(classification.explain(id)?.reasons ?? [])) {
        needs.get(id)?.set(cutKey(cut), cut);
        cuts.set(cutKey(cut), cut);
      }
    }
    if (cuts.size === known) break;
    classification = classify([...cuts.values()]);
    const still = new Set(classification.assets.filter(({ category }) => isByConnection(category)).map(({ id }) => id));
    left = left.filter((id) => still.has(id));
  }
  for (const id of left) needs.delete(id);
  return { needs, stuck: left };
}

function cutsOf(reasons: readonly ScopeReason[]): ConnectionCut[] {
  return reasons
    .filter(({ category }) => category !== null && isByConnection(category))
    .flatMap(({ facts }) =>
      facts.flatMap(({ kind, id }): ConnectionCut[] => (kind === 'rule' || kind === 'contact' ? [{ kind, id }] : [])),
    );
}
