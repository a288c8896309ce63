import type { ScopeRole } from '../facts/tag-fact.ts';
import { serviceText } from '../network/service-text.ts';
import { listNames } from '../rules/fact-refs.ts';
import { tagIndex } from '../rules/place-tags.ts';
import { roleOfService } from './role-ports.ts';
import type { ScopeSuggestion } from './scope-suggestion.ts';
import { contactEvidence, listAt, type SuggestionContext, type SuggestionFinder, tagOn } from './suggestion-context.ts';

/** Roles that pass on what they are given: names, updates. */
const FED: readonly ScopeRole[] = ['dns', 'patch'];

/** What feeds a security service of the CDE: the resolver it forwards to, the source of its updates (DOMAIN 2.5). */
export const upstreamFeeders: SuggestionFinder = (context) => {
  const { contacts } = context.network;
  const pairs = new Map<string, number[]>();
  for (let row = 0; row < contacts.count; row++) {
    if (!isFeeding(context, row)) continue;
    listAt(pairs, `${contacts.to[row]} ${contacts.from[row]}`).push(row);
  }
  return [...pairs].flatMap(([key, rows]) => {
    const [feeder = 0, fed = 0] = key.split(' ').map(Number);
    return suggestionFor(context, feeder, fed, rows);
  });
};

/** True when a service of the CDE asks another server of its own kind. */
function isFeeding(context: SuggestionContext, row: number): boolean {
  const { contacts } = context.network;
  const role = roleOfService(contacts.protocol(row), contacts.port(row))?.role;
  if (!role || !FED.includes(role) || !contacts.isEstablished(row) || !contacts.isDirected(row)) return false;
  const [fed, feeder] = [contacts.from[row] as number, contacts.to[row] as number];
  const matters = context.category(fed) === 'SECURITY_IMPACTING' && context.hasRole(fed, role);
  return matters && !contacts.isScan(row) && !context.isCde(feeder) && !context.isExternal(feeder);
}

function suggestionFor(
  { network }: SuggestionContext,
  feeder: number,
  fed: number,
  rows: readonly number[],
): ScopeSuggestion[] {
  const { contacts, systems } = network;
  const target = systems.ids[fed] as string;
  const isAnswered = (['manages', 'no-influence'] as const).some((kind) =>
    tagIndex(network, kind)
      .ofSystem(feeder)
      .some(({ statement }) => statement.target === target),
  );
  if (isAnswered) return [];
  const services = listNames(rows.map((row) => serviceText(contacts.protocol(row), contacts.port(row))));
  return [
    {
      id: `feeds ${systems.ids[feeder]} ${target}`,
      code: 'feeds',
      text: `${systems.name(feeder)} feeds ${systems.name(fed)}, which serves the CDE (${services}).`,
      becomes: [tagOn(network, feeder, { kind: 'manages', target })],
      otherwise: [tagOn(network, feeder, { kind: 'no-influence', target })],
      segment: null,
      ...contactEvidence(network, rows),
    },
  ];
}
