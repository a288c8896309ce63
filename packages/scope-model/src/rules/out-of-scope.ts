import type { MissingFact, ScopeReason } from '../classification/classification.ts';
import { contactRefs, distinct, factRef, listNames, systemRefs } from './fact-refs.ts';
import type { Influence } from './influences.ts';
import { tagIndex } from './place-tags.ts';
import type { ScopeRule } from './scope-rule.ts';
import type { ScopeState } from './scope-state.ts';

/**
 * R8: shown to be isolated. Every ground has to be there; whoever has power, or may have, over a system that is not out of
 * scope itself is not either.
 */
export const outOfScope: ScopeRule = {
  name: 'R8',
  category: 'OUT_OF_SCOPE',
  mark(state) {
    const { systems } = state.network;
    const marks = new Uint8Array(systems.count);
    for (let system = 0; system < marks.length; system++)
      if (state.isUndecided(system) && !state.gaps.hasAny(system)) marks[system] = 1;
    return withoutInfluence(state, marks);
  },
  explain(state, system) {
    if (!state.holdsFor('R8', system)) return [];
    const { network } = state;
    const places = state.placesOf(system).filter((place) => place >= 0);
    const own = [
      ...tagIndex(network, 'no-account-data').ofSystem(system),
      ...tagIndex(network, 'out-of-scope-justified').ofSystem(system),
    ];
    return [
      isolatedReason(
        state,
        places,
        own.map((tag) => factRef('tag', tag)),
      ),
    ];
  },
};

/** Why a system or place is out of scope: the places that hold its grounds, and statements about itself. */
export function isolatedReason(state: ScopeState, places: readonly number[], own: ScopeReason['facts']): ScopeReason {
  const names = listNames(places.map((place) => state.network.places.names[place] as string));
  return {
    rule: 'R8',
    category: 'OUT_OF_SCOPE',
    code: 'isolated',
    text: `No contact of ${names} with the CDE was observed, controls deny it, a test has shown it, and the exclusion is justified.`,
    facts: distinct([...own, ...state.gaps.proofs(places)]),
  };
}

/** Takes out, step by step, whoever has or may have power over a system that is not among the marked. */
function withoutInfluence(state: ScopeState, marks: Uint8Array): Uint8Array {
  const onto = new Map<number, number[]>();
  const queue: number[] = [];
  const note = (from: number, on: number) => {
    if (marks[from] !== 1) return;
    const list = onto.get(on);
    if (list) list.push(from);
    else {
      onto.set(on, [from]);
      if (marks[on] !== 1 && state.category(on) !== 'EXTERNAL') queue.push(on);
    }
  };
  for (const { from, on } of state.influences.confirmed) note(from, on);
  if (marks.includes(1)) state.influences.eachCandidate(note);
  for (let on = queue.pop(); on !== undefined; on = queue.pop()) {
    for (const from of onto.get(on) ?? []) {
      if (marks[from] !== 1) continue;
      marks[from] = 0;
      queue.push(from);
    }
  }
  return marks;
}

/** Influence of a system, confirmed or not answered for, on one that is not out of scope. Read when every rule has run. */
export function openInfluences(state: ScopeState, system: number): Influence[] {
  return state.influences.of(system).filter(({ on }) => {
    const category = state.category(on);
    return category !== 'OUT_OF_SCOPE' && category !== 'EXTERNAL';
  });
}

/** What the influence of an undetermined system leaves to be answered. */
export function influenceGaps(state: ScopeState, system: number): MissingFact[] {
  const { network } = state;
  const open = openInfluences(state, system);
  const questions = open.filter(({ code }) => code === 'candidate');
  const chain = open.filter(({ code }) => code !== 'candidate');
  const gaps: MissingFact[] = [];
  if (questions.length > 0) {
    const names = listNames(questions.map(({ on }) => network.systems.name(on)));
    gaps.push({
      code: 'influence',
      text: `Whether it administers ${names}: it is in contact over a service that may be used for that.`,
      about: [
        ...contactRefs(
          network,
          questions.map(({ row }) => row),
        ),
        ...systemRefs(
          network,
          questions.map(({ on }) => on),
        ),
      ],
    });
  }
  if (chain.length > 0) {
    const names = listNames(chain.map(({ on }) => network.systems.name(on)));
    gaps.push({
      code: 'influence-chain',
      text: `A review of its power over ${names}, which is not shown to be out of scope.`,
      about: [
        ...chain.flatMap(({ tag }) => (tag ? [factRef('tag', tag)] : [])),
        ...systemRefs(
          network,
          chain.map(({ on }) => on),
        ),
      ],
    });
  }
  return gaps;
}
