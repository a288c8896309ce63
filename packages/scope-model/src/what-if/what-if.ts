import type { ScopeClassification } from '../classification/classification.ts';
import { classifyScope } from '../classification/classify-scope.ts';
import { diffClassifications, type ScopeDiff } from '../diff/diff-classifications.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import { applyChanges } from './apply-changes.ts';
import type { ScopeChange } from './scope-change.ts';

/** What would follow if the changes were made; the facts stay as they are. */
export interface WhatIf {
  readonly facts: ScopeFacts;
  readonly classification: ScopeClassification;
  readonly diff: ScopeDiff;
}

/**
 * The categories that would follow from the changes. `now` is the classification of `facts`, when it is at hand. Throws
 * {@link ScopeChangeError} when a change names something that does not exist.
 */
export function whatIf(
  facts: ScopeFacts,
  changes: readonly ScopeChange[],
  now: ScopeClassification = classifyScope(facts),
): WhatIf {
  const changed = applyChanges(facts, changes);
  const classification = classifyScope(changed);
  const diff = diffClassifications({ facts, classification: now }, { facts: changed, classification });
  return { facts: changed, classification, diff };
}
