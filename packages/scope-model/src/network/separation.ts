import type { ControlFact } from '../facts/control-fact.ts';
import type { ScopeSettings } from '../facts/scope-settings.ts';
import { type CompiledRules, compileRules } from './compiled-rules.ts';
import { PlacePairs } from './place-pairs.ts';
import { isSegment, type PlaceTable } from './place-table.ts';
import { type RuleGrant, ruleGrants } from './rule-grants.ts';
import type { Statements, TagOf } from './statements.ts';

export interface ControlGrant extends RuleGrant {
  readonly control: ControlFact;
}

/** Why it is not known that controls separate two places. */
export interface SeparationGap {
  readonly code: 'same-segment' | 'segment' | 'control' | 'rules' | 'prefixes';
  readonly text: string;
  readonly control: ControlFact | null;
}

/** What stands between two places. */
export interface Separation {
  /** Every control of the pair: each is a path of its own. */
  readonly controls: readonly ControlFact[];
  /** Statements that nothing does. */
  readonly unsegmented: readonly TagOf<'unsegmented'>[];
  readonly grants: readonly ControlGrant[];
  /** Nothing restricts access: by statement, or because a line that surely holds is too broad. */
  readonly unrestricted: boolean;
  /** Empty when all controls and all that they say is known. */
  readonly gaps: readonly SeparationGap[];
}

export interface SeparationTable {
  readonly controls: PlacePairs<ControlFact>;
  rulesOf(control: ControlFact): CompiledRules | null;
  /** `near` of the grants is the first place. */
  between(near: number, far: number): Separation;
}

export function createSeparationTable(
  controls: readonly ControlFact[],
  places: PlaceTable,
  statements: Statements,
  settings: ScopeSettings,
): SeparationTable {
  const pairs = new PlacePairs<ControlFact>(places);
  for (const control of controls) for (const [a, b] of control.separates) pairs.add(a, b, control);
  const open = new PlacePairs<TagOf<'unsegmented'>>(places);
  for (const tag of statements.all('unsegmented')) {
    const { kind, id } = tag.subject;
    if (kind === 'segment' || kind === 'zone') open.add({ kind, id }, tag.statement.other, tag);
  }
  const compiled = new Map<string, CompiledRules>();
  const rulesOf = (control: ControlFact): CompiledRules | null => {
    if (!control.ruleSet) return null;
    let rules = compiled.get(control.id);
    if (!rules) {
      rules = compileRules(control.ruleSet, places);
      compiled.set(control.id, rules);
    }
    return rules;
  };
  const known = new Map<number, Separation>();
  return {
    controls: pairs,
    rulesOf,
    between: (near, far) => {
      const key = near * places.refs.length + far;
      let separation = known.get(key);
      if (!separation) {
        separation = separate(near, far);
        known.set(key, separation);
      }
      return separation;
    },
  };

  function separate(near: number, far: number): Separation {
    if (near === far) return sameplace(near);
    const own = pairs.of(near, far);
    const unsegmented = open.of(near, far);
    const grants = own.flatMap((control) => {
      const rules = rulesOf(control);
      if (!rules) return [];
      const side = (place: number) => ({ place, ranges: places.ranges[place] as readonly bigint[] });
      return ruleGrants(rules, side(near), side(far), settings).map((grant) => ({ ...grant, control }));
    });
    const names = `${places.names[near]} and ${places.names[far]}`;
    const gaps = own.length === 0 ? noControl(names) : own.flatMap((control) => gapsOf(control));
    for (const place of [near, far]) {
      if ((places.ranges[place] as readonly bigint[]).length > 0) continue;
      const text = `the addresses of ${places.names[place]}, without which no rule can be read for it`;
      gaps.push({ code: 'prefixes', text, control: null });
    }
    const unrestricted = unsegmented.length > 0 || grants.some(({ certain, broad }) => certain && broad !== null);
    return { controls: own, unsegmented, grants, unrestricted, gaps };
  }

  function sameplace(place: number): Separation {
    const name = places.names[place] as string;
    const gap: SeparationGap = isSegment(places, place)
      ? { code: 'same-segment', text: `what separates it from systems of the CDE in ${name} itself`, control: null }
      : { code: 'segment', text: `the segment of ${name} in which it stands`, control: null };
    return { controls: [], unsegmented: [], grants: [], unrestricted: false, gaps: [gap] };
  }
}

function noControl(names: string): SeparationGap[] {
  return [
    { code: 'control', text: `what separates ${names}: nobody has named a control`, control: null },
    { code: 'rules', text: `rules of a control between ${names}`, control: null },
  ];
}

function gapsOf(control: ControlFact): SeparationGap[] {
  const { name, ruleSet, changedAt } = control;
  const gap = (text: string): SeparationGap => ({ code: 'rules', text, control });
  if (!ruleSet) return [gap(`the rules of ${name}`)];
  const gaps: SeparationGap[] = [];
  if (ruleSet.defaultAction === 'unknown') gaps.push(gap(`what ${name} does with traffic that no line matches`));
  const lines = ruleSet.linesNotUnderstood.length;
  if (lines > 0) gaps.push(gap(`the meaning of ${lines === 1 ? 'a line' : `${lines} lines`} of ${name}`));
  if (changedAt !== null && changedAt > ruleSet.pulledAt)
    gaps.push(gap(`the rules of ${name} since its last change, which came after they were read`));
  return gaps;
}
