import { serviceText } from '../network/service-text.ts';
import { listNames } from '../rules/fact-refs.ts';
import { Influences } from '../rules/influences.ts';
import type { ScopeCategory } from '../scope-category.ts';
import type { ScopeSuggestion } from './scope-suggestion.ts';
import { contactEvidence, listAt, type SuggestionFinder, tagOn } from './suggestion-context.ts';

/** Power over these makes somebody more than he was. */
const MATTERS: ReadonlySet<ScopeCategory> = new Set([
  'CDE_CHD',
  'CDE_CONTAMINATED',
  'SEGMENTING',
  'SECURITY_IMPACTING',
  'CONNECTED',
]);

/** Who uses administrative services of systems in scope, and has not been answered for (DOMAIN 2.5, `influence_candidate`). */
export const influenceQuestions: SuggestionFinder = (context) => {
  const { network } = context;
  const { contacts, systems } = network;
  const pairs = new Map<string, number[]>();
  new Influences(network).eachCandidate((from, on, row) => {
    if (MATTERS.has(context.category(on)) && !context.isCde(from)) listAt(pairs, `${from} ${on}`).push(row);
  });
  return [...pairs].map(([key, rows]): ScopeSuggestion => {
    const [from = 0, on = 0] = key.split(' ').map(Number);
    const target = systems.ids[on] as string;
    const services = listNames(rows.map((row) => serviceText(contacts.protocol(row), contacts.port(row))));
    return {
      id: `influence ${systems.ids[from]} ${target}`,
      code: 'influence',
      text: `Does ${systems.name(from)} administer ${systems.name(on)}? It uses ${services} there.`,
      becomes: [tagOn(network, from, { kind: 'manages', target })],
      otherwise: [tagOn(network, from, { kind: 'no-influence', target })],
      segment: null,
      ...contactEvidence(network, rows),
    };
  });
};
