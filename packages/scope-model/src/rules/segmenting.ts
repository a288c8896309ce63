import type { ScopeReason } from '../classification/classification.ts';
import type { ControlFact } from '../facts/control-fact.ts';
import { factRef, listNames, placeRef } from './fact-refs.ts';
import type { ScopeRule } from './scope-rule.ts';
import type { ScopeState } from './scope-state.ts';

/** R2: the device of a control that separates a place with account data from another (SSC guidance K6). */
export const segmenting: ScopeRule = {
  name: 'R2',
  category: 'SEGMENTING',
  mark(state) {
    const { network } = state;
    const marks = new Uint8Array(network.systems.count);
    for (const control of network.controls) {
      if (control.asset === null || separatedCde(state, control).length === 0) continue;
      for (const system of network.systems.named(control.asset)) marks[system] = 1;
    }
    return marks;
  },
  explain(state, system) {
    const { network } = state;
    return network.controls.flatMap((control): ScopeReason[] => {
      if (control.asset === null || !network.systems.named(control.asset).includes(system)) return [];
      const cde = separatedCde(state, control);
      if (cde.length === 0) return [];
      return [
        {
          rule: 'R2',
          category: 'SEGMENTING',
          code: 'separates-cde',
          text: `It is the control ${control.name}, which separates ${listNames(cde.map((place) => network.places.names[place] as string))} from other places.`,
          facts: [
            factRef('control', control),
            ...cde.slice(0, 10).map((place) => placeRef(network.places.refs[place] as { kind: 'zone'; id: string })),
          ],
        },
      ];
    });
  },
};

/** Places with account data on one side of the control, with another place on the other. */
function separatedCde({ network: { places }, accountPlaces }: ScopeState, { separates }: ControlFact): number[] {
  const found = new Set<number>();
  for (const [a, b] of separates) {
    const [one, other] = [places.expand(a), places.expand(b)];
    for (const place of one) if (accountPlaces.has(place) && other.some((far) => far !== place)) found.add(place);
    for (const place of other) if (accountPlaces.has(place) && one.some((far) => far !== place)) found.add(place);
  }
  return [...found].sort((a, b) => a - b);
}
