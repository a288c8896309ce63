import { ruleSetFact } from '@scopemap/acl-formats';
import type { Db } from '@scopemap/database';
import type { RuleSetFact } from '@scopemap/scope-model';
import {
  type BoundList,
  type ControlBindings,
  listControlBindings,
  loadRuleFile,
  replyListOf,
} from './control-rules.ts';
import { loadPlaces, type PlaceIndex } from './place-index.ts';

/** The rules in force as facts of the scope model, by the id of their control. A list that is bound nowhere says nothing. */
export async function loadRuleSetFacts(db: Db): Promise<Map<number, RuleSetFact>> {
  const controls = await listControlBindings(db);
  const facts = new Map<number, RuleSetFact>();
  if (controls.length === 0) return facts;
  const places = await loadPlaces(db);
  for (const control of controls) {
    const file = await loadRuleFile(db, control.ruleSet);
    const known = control.bindings.filter(({ list }) => file.lists.some(({ name }) => name === list));
    const uses = known.map((bound) => ({
      list: bound.list,
      sources: places.prefixesOf(bound.source),
      targets: places.prefixesOf(bound.target),
      ...replyListOf(file, control, bound),
    }));
    const { id, version, taken_at: takenAt } = control.ruleSet;
    const origin = { id: `rule-set-${id}`, version: String(version), pulledAt: takenAt.getTime() };
    const fact = ruleSetFact(file, uses, origin, isClosed(control, known, places));
    const gone = control.bindings.filter((bound) => !known.includes(bound));
    facts.set(control.id, {
      ...fact,
      linesNotUnderstood: [
        ...fact.linesNotUnderstood,
        ...gone.map(({ list }) => `the list ${list} is bound, but version ${version} does not have it`),
      ],
    });
  }
  return facts;
}

/** Both directions of everything that the control separates have a list: a direction without one could let anything pass. */
function isClosed({ boundaries }: ControlBindings, bound: readonly BoundList[], { places }: PlaceIndex): boolean {
  const within = (place: string) => {
    const zone = places.find(({ id }) => id === place)?.zone;
    return zone ? [place, zone] : [place];
  };
  const decided = (from: string, to: string) =>
    bound.some(({ source, target }) => within(from).includes(source) && within(to).includes(target));
  return boundaries.length > 0 && boundaries.every(([one, other]) => decided(one, other) && decided(other, one));
}
