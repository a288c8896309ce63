import { contactRefs, distinct, listNames, systemRefs } from '../../rules/fact-refs.ts';
import { type Influence, influenceRefs } from '../../rules/influences.ts';
import { openInfluences } from '../../rules/out-of-scope.ts';
import type { ScopeState } from '../../rules/scope-state.ts';
import type { FactRef, ScopeItem } from '../classification.ts';

/** Questions about power over systems in scope, and chains of power that end at one. */
export function* influenceItems(state: ScopeState): Generator<ScopeItem> {
  const { network } = state;
  const concerned = new Set<number>();
  const note = (from: number, on: number) => {
    const category = state.category(from);
    if (category === 'UNDETERMINED' && state.category(on) !== 'UNDETERMINED') concerned.add(from);
  };
  for (const { from, on } of state.influences.confirmed) note(from, on);
  state.influences.eachCandidate(note);
  for (const system of concerned) {
    const open = openInfluences(state, system);
    const subject: FactRef = { kind: 'asset', id: network.systems.ids[system] as string };
    const names = (list: readonly Influence[]) => listNames(list.map(({ on }) => network.systems.name(on)));
    const questions = open.filter(({ code, on }) => code === 'candidate' && state.category(on) !== 'UNDETERMINED');
    if (questions.length > 0) {
      yield {
        code: 'influence-question',
        severity: 'medium',
        subject,
        text: `Does ${network.systems.name(system)} administer ${names(questions)}? It uses a service that may be used for that.`,
        facts: distinct([
          ...contactRefs(
            network,
            questions.map(({ row }) => row),
          ),
          ...systemRefs(
            network,
            questions.map(({ on }) => on),
          ),
        ]),
      };
    }
    const chain = open.filter(({ code, on }) => code !== 'candidate' && state.category(on) !== 'UNDETERMINED');
    if (chain.length > 0) {
      yield {
        code: 'review',
        severity: 'medium',
        subject,
        text: `${network.systems.name(system)} has power over ${names(chain)}, which has power over systems near the CDE.`,
        facts: distinct([
          ...influenceRefs(network, chain),
          ...systemRefs(
            network,
            chain.map(({ on }) => on),
          ),
        ]),
      };
    }
  }
}
