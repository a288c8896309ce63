import type { ScopeRole } from '../facts/tag-fact.ts';
import { serviceText } from '../network/service-text.ts';
import { listNames } from '../rules/fact-refs.ts';
import { roleText, tagIndex } from '../rules/place-tags.ts';
import { roleOfService } from './role-ports.ts';
import type { ScopeSuggestion } from './scope-suggestion.ts';
import { contactEvidence, listAt, type SuggestionContext, type SuggestionFinder, tagOn } from './suggestion-context.ts';

/** Directory, name, time, log, patch, backup and other servers, as the CDE uses them. */
export const usedRoles: SuggestionFinder = (context) => {
  const { contacts } = context.network;
  const uses = new Map<string, number[]>();
  for (let row = 0; row < contacts.count; row++) {
    const use = useOf(context, row);
    if (use) listAt(uses, `${use.system} ${use.role}`).push(row);
  }
  return [...uses].flatMap(([key, rows]) => {
    const [system, role] = key.split(' ');
    return suggestionFor(context, Number(system), role as ScopeRole, rows);
  });
};

/** Who shows which role by one contact with the CDE; null for nobody. */
function useOf(context: SuggestionContext, row: number): { system: number; role: ScopeRole } | null {
  const { contacts } = context.network;
  const service = roleOfService(contacts.protocol(row), contacts.port(row));
  if (!service || !contacts.isOpen(row) || contacts.isScan(row)) return null;
  const [from, to] = [contacts.from[row] as number, contacts.to[row] as number];
  if (context.isCde(from) === context.isCde(to)) return null;
  const system = context.isCde(from) ? to : from;
  if (context.isExternal(system)) return null;
  // Where nobody knows who began, the end outside the CDE is asked about: a person decides.
  const holder = contacts.isDirected(row) ? service.holder : 'other';
  if (holder === 'server' && system !== to) return null;
  if (holder === 'client' && system !== from) return null;
  return { system, role: service.role };
}

function suggestionFor(
  context: SuggestionContext,
  system: number,
  role: ScopeRole,
  rows: readonly number[],
): ScopeSuggestion[] {
  const { network } = context;
  const { contacts, systems } = network;
  const hasRole = context.hasRole(system, role);
  if (hasRole && tagIndex(network, 'serves-cde').ofSystem(system).length > 0) return [];
  const users = listNames(rows.map((row) => systems.name(contacts.peer(row, system))));
  const services = listNames(rows.map((row) => serviceText(contacts.protocol(row), contacts.port(row))));
  return [
    {
      id: `role ${role} ${systems.ids[system]}`,
      code: 'role',
      text: `${systems.name(system)} looks like a ${roleText(role)} system that the CDE uses: ${users} (${services}).`,
      becomes: [
        ...(hasRole ? [] : [tagOn(network, system, { kind: 'role', role })]),
        tagOn(network, system, { kind: 'serves-cde' }),
      ],
      otherwise: [],
      segment: null,
      ...contactEvidence(network, rows),
    },
  ];
}
