import type { ScopeReason } from '../classification/classification.ts';
import { contactRefs, listNames } from './fact-refs.ts';
import type { ScopeRule } from './scope-rule.ts';
import type { ScopeState } from './scope-state.ts';

/** R9: everything else. Treated as in scope. Attempts on the CDE are shown here: alone they connect nothing. */
export const undetermined: ScopeRule = {
  name: 'R9',
  category: 'UNDETERMINED',
  mark(state) {
    const marks = new Uint8Array(state.network.systems.count);
    for (let system = 0; system < marks.length; system++) if (state.isUndecided(system)) marks[system] = 1;
    return marks;
  },
  explain: (state, system) => [...(state.holdsFor('R9', system) ? [NOT_SHOWN] : []), ...notContacts(state, system)],
};

export const NOT_SHOWN: ScopeReason = {
  rule: 'R9',
  category: 'UNDETERMINED',
  code: 'not-shown',
  text: 'Neither shown to be in scope nor to be out of scope; it counts as in scope.',
  facts: [],
};

function notContacts(state: ScopeState, system: number): ScopeReason[] {
  const { network } = state;
  const { contacts, systems } = network;
  const rows = [...network.adjacency().rows(system)].filter((row) => {
    if (contacts.isEstablished(row)) return false;
    const [from, to] = [contacts.from[row] as number, contacts.to[row] as number];
    return state.isCde(from) !== state.isCde(to) && !state.isCde(system);
  });
  const byState = Map.groupBy(rows, (row) => (contacts.isRetired(row) ? 'retired' : contacts.state(row)));
  return (['unknown', 'attempted', 'denied', 'retired'] as const).flatMap((kind) => {
    const own = byState.get(kind);
    if (!own) return [];
    const peers = listNames(own.map((row) => systems.name(contacts.peer(row, system))));
    const { code, text } = NOT_CONTACT_TEXTS[kind];
    return [{ rule: 'R9', category: null, code, text: `${text}: ${peers}.`, facts: contactRefs(network, own) }];
  });
}

const NOT_CONTACT_TEXTS = {
  unknown: {
    code: 'contact-unknown',
    text: 'Packets went one way between it and the CDE, and nobody knows whether they were answered',
  },
  attempted: { code: 'attempt', text: 'Attempts between it and the CDE came to nothing' },
  denied: { code: 'denied', text: 'A control refused contact between it and the CDE' },
  retired: { code: 'retired', text: 'Its contact with the CDE was retired by a person' },
} as const;
