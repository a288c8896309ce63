import type { ScopeClassification } from '../classification/classification.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import { byText } from '../network/by-text.ts';
import { readContacts } from '../network/contact-columns.ts';
import { compileNetwork } from '../network/scope-network.ts';
import { influenceQuestions } from './influence-questions.ts';
import { likelyScanners } from './likely-scanners.ts';
import { loadBalancers, proxies } from './middle-boxes.ts';
import type { ScopeSuggestion } from './scope-suggestion.ts';
import { sharedAddresses } from './shared-addresses.ts';
import { type SuggestionFinder, suggestionContext } from './suggestion-context.ts';
import { unplacedSegments } from './unplaced-segments.ts';
import { upstreamFeeders } from './upstream-feeders.ts';
import { usedRoles } from './used-roles.ts';

const FINDERS: readonly SuggestionFinder[] = [
  usedRoles,
  influenceQuestions,
  upstreamFeeders,
  unplacedSegments,
  sharedAddresses,
  loadBalancers,
  proxies,
  likelyScanners,
];

/**
 * What the facts suggest and people have not said yet, in the order of ids. `classification` is that of `facts`. A suggestion
 * decides nothing: it becomes a tag or a segment when a person confirms it.
 */
export function suggestScope(facts: ScopeFacts, classification: ScopeClassification): ScopeSuggestion[] {
  const context = suggestionContext(compileNetwork(facts, readContacts(facts.contacts)), classification);
  const byId = new Map<string, ScopeSuggestion>();
  for (const find of FINDERS)
    for (const suggestion of find(context)) if (!byId.has(suggestion.id)) byId.set(suggestion.id, suggestion);
  return [...byId.values()].sort((a, b) => byText(a.id, b.id));
}
