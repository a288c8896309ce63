import type { ScopeSuggestion } from './scope-suggestion.ts';
import { contactEvidence, listAt, type SuggestionFinder, tagOn } from './suggestion-context.ts';

/** Who sweeps hosts or ports: a vulnerability scanner, or somebody who looks for a way in. */
export const likelyScanners: SuggestionFinder = (context) => {
  const { network } = context;
  const { contacts, systems } = network;
  const sweeps = new Map<number, number[]>();
  for (let row = 0; row < contacts.count; row++)
    if (contacts.isScan(row) && contacts.isDirected(row)) listAt(sweeps, contacts.from[row] as number).push(row);
  return [...sweeps].flatMap(([system, rows]): ScopeSuggestion[] => {
    if (context.hasRole(system, 'vulnscan') || context.isExternal(system)) return [];
    const targets = new Set(rows.map((row) => contacts.to[row] as number));
    const inCde = [...targets].filter((target) => context.isCde(target)).length;
    const serves = inCde > 0 ? [tagOn(network, system, { kind: 'serves-cde' })] : [];
    return [
      {
        id: `scanner ${systems.ids[system]}`,
        code: 'scanner',
        text: `${systems.name(system)} tries out ${targets.size} systems, ${inCde} of them in the CDE: the vulnerability scanner, or somebody who looks for a way in.`,
        becomes: [tagOn(network, system, { kind: 'role', role: 'vulnscan' }), ...serves],
        otherwise: [],
        segment: null,
        ...contactEvidence(network, rows),
      },
    ];
  });
};
